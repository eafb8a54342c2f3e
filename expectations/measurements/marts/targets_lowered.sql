-- per county, of the indicators that missed their target last year, the share that ask for less this year
with missed as (
    select
        *,
        case
            when target_operator in ('<=', '<') then target_value > last_target_value
            else target_value < last_target_value
        end as is_lowered
    from indicator_pairs
    where
        last_is_met = false
        and target_value is not null
        and last_target_value is not null
        and target_operator is not distinct from last_target_operator
        and target_unit is not distinct from last_target_unit
)

select
    fiscal_year,
    division as scope_key,
    avg(case when is_lowered then 1.0 else 0.0 end) as value,
    count(*) as history,
    samples(list(indicator_row_id) filter (where is_lowered)) as sample_keys
from missed
group by fiscal_year, division
