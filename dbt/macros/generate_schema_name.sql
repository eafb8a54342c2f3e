{# A schema is named as configured, without the target's prefix: `marts` is a promise to readers. #}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ target.schema if custom_schema_name is none else custom_schema_name | trim }}
{%- endmacro %}
