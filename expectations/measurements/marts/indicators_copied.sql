-- per unit the share of its indicators that say what they said before; subject 'rows': target and result as last year, word for
-- word; subject 'targets': the same target for the third year running
select
    fiscal_year,
    'rows' as subject,
    unit_key as scope_key,
    avg(case when target_text = last_target_text and actual_text = last_actual_text then 1.0 else 0.0 end) as value,
    count(*) as history
from indicator_pairs
where target_text is not null and actual_text is not null
group by fiscal_year, unit_key
union all
select
    fiscal_year, 'targets', unit_key,
    avg(case when target_text = last_target_text and target_text = earlier_target_text then 1.0 else 0.0 end), count(*)
from indicator_pairs
where target_text is not null and earlier_target_text is not null
group by fiscal_year, unit_key
