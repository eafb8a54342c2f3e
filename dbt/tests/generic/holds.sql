{# Every row satisfies every rule (name: condition). A condition that is NULL holds. #}
{% test holds(model, rules) %}
select
    {%- for name, condition in rules.items() %}
    count(case when not ({{ condition }}) then 1 end) as {{ name }}{{ "," if not loop.last }}
    {%- endfor %}
from {{ model }}
having
    {%- for name, condition in rules.items() %}
    {{ "or " if not loop.first }}count(case when not ({{ condition }}) then 1 end) > 0
    {%- endfor %}
{% endtest %}
