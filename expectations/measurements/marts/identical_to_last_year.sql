-- share of the executed amounts that are last year's to the last digit
select
    fiscal_year,
    avg(case when amount_yuan = other_amount then 1.0 else 0.0 end) as value,
    count(distinct unit_key) as history,
    samples(list(fact_id) filter (where amount_yuan = other_amount)) as sample_keys
from pairs
where other_year = fiscal_year - 1 and measure = 'expenditure'
group by fiscal_year
