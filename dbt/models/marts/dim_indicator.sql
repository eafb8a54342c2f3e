-- The indicators that reports use, each with the standard class of its levels where the label is known.
with

used as (
    select
        indicator_key,
        level1,
        level2,
        level3,
        min(fiscal_year) as first_fiscal_year,
        max(fiscal_year) as last_fiscal_year
    from {{ ref('fct_indicator') }}
    group by indicator_key, level1, level2, level3
)

select
    used.indicator_key,
    used.level1,
    used.level2,
    used.level3,
    first_level.level_code as level1_code,
    second_level.level_code as level2_code,
    used.first_fiscal_year,
    used.last_fiscal_year
from used
left join {{ ref('indicator_level') }} as first_level
    on
        used.level1 = first_level.label
        and first_level.level_no = 1
left join {{ ref('indicator_level') }} as second_level
    on
        used.level2 = second_level.label
        and second_level.level_no = 2
order by used.indicator_key
