{# A short identifier that depends on its parts alone. NULL parts count as empty; the separator can't stand in a name. #}
{% macro stable_key(prefix, parts) -%}
concat('{{ prefix }}_', substring(md5(concat(
    {%- for part in parts -%}
        coalesce(cast({{ part }} as string), ''){{ ", '|', " if not loop.last }}
    {%- endfor -%}
)), 1, 20))
{%- endmacro %}

{# A key's last part and the scope that a report states; where it states none, the key is what it would be without scopes. #}
{% macro scoped(part) -%}
case when reporting_scope = 'unstated' then {{ part }} else concat({{ part }}, '|', reporting_scope) end
{%- endmacro %}

{# Some columns, one after the other. #}
{% macro listed(columns, alias=none) -%}
{%- for column in columns %}{{ alias ~ '.' if alias }}{{ column }}{{ ', ' if not loop.last }}{% endfor -%}
{%- endmacro %}

{# Two rows that agree in some columns, none of them NULL. #}
{% macro same(one, other, columns) -%}
{%- for column in columns %}{{ one }}.{{ column }} = {{ other }}.{{ column }}{{ ' and ' if not loop.last }}{% endfor -%}
{%- endmacro %}

{# A rule of recognition, by what it tells of a claim and its name. #}
{% macro rule_key(part, rule) -%}
concat({{ part }}, '.', {{ rule }})
{%- endmacro %}
