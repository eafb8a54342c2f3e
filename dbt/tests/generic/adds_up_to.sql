{# The rows make, to the cent, what another table says of each key. #}
{% test adds_up_to(model, whole, key) %}
select
    {{ listed(key) }},
    sum(whole_yuan) as whole_yuan,
    sum(parts_yuan) as parts_yuan
from (
    select
        {{ listed(key) }},
        amount_yuan as whole_yuan,
        0 as parts_yuan
    from {{ whole }}
    union all
    select
        {{ listed(key) }},
        0 as whole_yuan,
        amount_yuan as parts_yuan
    from {{ model }}
) as both_sides
group by {{ listed(key) }}
having sum(whole_yuan) <> sum(parts_yuan)
{% endtest %}
