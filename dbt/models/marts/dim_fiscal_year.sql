-- Every year between the first and the last that a report or an amount belongs to; years that can't be are none of them. Year 0
-- stands for "not stated" (or not a possible one) and exists only while an amount needs it: amounts have a year, or say that they
-- have none.
with

years as (
    select fiscal_year from {{ ref('int_report') }}
    union all
    select claim.resolved_stated_year as fiscal_year
    from {{ ref('int_stated_claim') }} as claim
    inner join {{ ref('plausible_range') }} as possible
        on
            possible.item = 'fiscal_year'
            and claim.resolved_stated_year between possible.lowest and possible.highest
    union all
    select fiscal_year from {{ ref('int_stated_claim') }}
    union all
    select fiscal_year from {{ ref('int_attribute') }}
),

bounds as (
    select
        min(fiscal_year) as first_year,
        max(fiscal_year) as last_year
    from years
    where fiscal_year > 0
    having min(fiscal_year) is not null
),

listed as (
    {{ number_rows('first_year', 'last_year', 'bounds', 'fiscal_year') }}
)

select
    cast(fiscal_year as integer) as fiscal_year,
    cast(concat(cast(fiscal_year as string), '-01-01') as date) as start_date,
    cast(concat(cast(fiscal_year as string), '-12-31') as date) as end_date,
    concat(cast(fiscal_year as string), '年度') as name_zh,
    concat('fiscal year ', cast(fiscal_year as string)) as name_en
from listed
union all
select
    0 as fiscal_year,
    cast(null as date) as start_date,
    cast(null as date) as end_date,
    '年度不明' as name_zh,
    'fiscal year unknown' as name_en
from (
    select count(*) as unstated_count
    from years
    where fiscal_year = 0
) as counted
where unstated_count > 0
order by fiscal_year
