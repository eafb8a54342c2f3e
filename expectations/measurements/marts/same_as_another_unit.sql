-- per unit the share of its amounts that one other unit of the year states for the same thing to the last digit. Whole ten
-- thousands repeat by chance and aren't asked; nor is an amount that more than five units state. Bodies of one name whose place is
-- unknown may be one: they were kept apart by rule.
with odd as (
    select distinct fiscal_year, unit_key, version, line_item_code, fund_code, amount_yuan
    from own_facts
    where amount_yuan % 10000 <> 0
),

rare as (
    select *
    from (
        select *, count(*) over (partition by fiscal_year, version, line_item_code, fund_code, amount_yuan) as units from odd
    ) as counted
    where units between 2 and 5
),

shared as (
    select one.fiscal_year, one.unit_key, other.unit_key as other_key, count(*) as amounts
    from rare as one
    inner join rare as other
        on
            one.fiscal_year = other.fiscal_year
            and one.version = other.version
            and one.line_item_code = other.line_item_code
            and one.fund_code = other.fund_code
            and one.amount_yuan = other.amount_yuan
            and one.unit_key <> other.unit_key
    inner join current.marts.dim_unit as one_unit on one.unit_key = one_unit.unit_key
    inner join current.marts.dim_unit as other_unit on other.unit_key = other_unit.unit_key
    where
        one_unit.unit_name <> other_unit.unit_name
        or (one_unit.division_code is not null and other_unit.division_code is not null)
    group by one.fiscal_year, one.unit_key, other.unit_key
),

own as (select fiscal_year, unit_key, count(*) as amounts from odd group by fiscal_year, unit_key)

select
    o.fiscal_year,
    o.unit_key as scope_key,
    coalesce(max(s.amounts), 0) / o.amounts as value,
    o.amounts as history,
    arg_max(s.other_key, s.amounts) as sample_keys
from own as o
left join shared as s on o.fiscal_year = s.fiscal_year and o.unit_key = s.unit_key
group by o.fiscal_year, o.unit_key, o.amounts
