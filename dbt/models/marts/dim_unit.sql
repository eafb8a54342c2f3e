-- One row per real body. Its key holds the division and its own name, so every spelling of the name meets here.
with

units as (
    select
        unit_key,
        min(division_code) as division_code,
        min(own_name) as own_name
    from {{ ref('int_report_unit') }}
    group by unit_key
),

-- how reports write the name with its place in front
written as (
    select
        report_unit.unit_key,
        max(spelling.is_full) as is_ever_full,
        min(substring(spelling.plain_spelling, spelling.above_length + 1)) as as_written
    from {{ ref('int_report_unit') }} as report_unit
    inner join {{ ref('int_unit_spelling') }} as spelling
        on
            report_unit.report_id = spelling.report_id
            and report_unit.division_code = spelling.division_code
            and report_unit.own_name = spelling.own_name
    where spelling.role < 3
    group by report_unit.unit_key
),

supervised as (
    select
        unit_key,
        supervising_unit
    from (
        select
            unit_key,
            supervising_unit,
            row_number() over (
                partition by unit_key
                order by
                    fiscal_year desc nulls last,
                    case when superseded_by is null then 0 else 1 end asc,
                    report_id asc
            ) as choice
        from {{ ref('int_report') }}
        where supervising_unit is not null
    ) as numbered
    where choice = 1
),

years as (
    select
        unit_key,
        min(fiscal_year) as first_fiscal_year,
        max(fiscal_year) as last_fiscal_year
    from {{ ref('int_report') }}
    group by unit_key
),

categorised as (
    select
        unit_key,
        function_category
    from (
        select
            units.unit_key,
            category.function_category,
            row_number() over (
                partition by units.unit_key
                order by category.priority asc, length(category.keyword) desc, category.keyword asc
            ) as choice
        from units
        cross join {{ ref('function_category') }} as category
        where units.own_name like concat('%', category.keyword, '%')
    ) as numbered
    where choice = 1
)

select
    units.unit_key,
    case
        when units.own_name is null then '未写明单位'
        when division.division_code is null then units.own_name
        -- a name that is nothing but its place
        when units.own_name like concat(coalesce(division.city, division.province), '%') then units.own_name
        when units.own_name = division.county then concat(coalesce(division.city, ''), units.own_name)
        when division.level = 'county' then concat(coalesce(division.city, ''), division.county, units.own_name)
        -- reports that write 鄂州葛店… and never 鄂州市葛店… name a zone: it keeps its name
        when not written.is_ever_full then written.as_written
        when division.level = 'city' then concat(division.city, units.own_name)
        else concat(division.province, units.own_name)
    end as unit_name,
    coalesce(units.own_name, '未写明单位') as short_name,
    units.division_code,
    division.province,
    division.city,
    division.county,
    supervised.supervising_unit,
    categorised.function_category,
    years.first_fiscal_year,
    years.last_fiscal_year
from units
left join {{ ref('int_division') }} as division on units.division_code = division.division_code
left join written on units.unit_key = written.unit_key
left join supervised on units.unit_key = supervised.unit_key
left join years on units.unit_key = years.unit_key
left join categorised on units.unit_key = categorised.unit_key
order by units.unit_key
