{# Limits of `seeds/threshold.csv` as columns of one row, to be joined as `threshold`. #}
{% macro thresholds(names) -%}
(
    select
        {%- for name in names %}
        max(case when name = '{{ name }}' then value end) as {{ name }}{{ "," if not loop.last }}
        {%- endfor %}
    from {{ ref('threshold') }}
) as threshold
{%- endmacro %}

{#
  One amount is about ten thousand times another one: which was written in the wrong one of 元 and 万元. `lowest` and `highest`
  say how near, as shares of the factor. Needs them and `unit_factor` of `thresholds`.
#}
{% macro is_ten_thousandfold(larger, smaller, closeness) -%}
{{ larger }} between {{ smaller }} * threshold.unit_factor * threshold.{{ closeness }}_lowest
and {{ smaller }} * threshold.unit_factor * threshold.{{ closeness }}_highest
{%- endmacro %}
