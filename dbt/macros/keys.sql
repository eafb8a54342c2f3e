{# A short identifier that depends on its parts alone. NULL parts count as empty; the separator can't stand in a name. #}
{% macro stable_key(prefix, parts) -%}
concat('{{ prefix }}_', substring(md5(concat(
    {%- for part in parts -%}
        coalesce(cast({{ part }} as string), ''){{ ", '|', " if not loop.last }}
    {%- endfor -%}
)), 1, 20))
{%- endmacro %}
