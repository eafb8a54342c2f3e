-- share of the prior-year expenditure in a year's reports that equals what the prior year's own report says, to 100 yuan
-- (amounts are written in ten thousands with two decimals) or 0.1%; subject: a year, a county
with restated as (
    select r.fiscal_year, c.claim_id, c.unit_key, c.line_item_code, c.project_key, c.fund_code, c.amount_yuan, c.reporting_scope
    from current.marts.fct_claim as c
    inner join reports as r on c.report_id = r.report_id
    where c.measure = 'expenditure' and c.fiscal_year = r.fiscal_year - 1 and r.superseded_by is null
        and c.classification is null
),

compared as (
    select
        s.fiscal_year,
        o.division,
        s.claim_id,
        abs(s.amount_yuan - o.amount_yuan) <= greatest(100, 0.001 * abs(cast(o.amount_yuan as double))) as agrees
    from restated as s
    inner join own_facts as o
        on
            s.unit_key = o.unit_key
            and s.reporting_scope = o.reporting_scope
            and o.fiscal_year = s.fiscal_year - 1
            and s.line_item_code = o.line_item_code
            and s.project_key is not distinct from o.project_key
            and s.fund_code = o.fund_code
    where
        o.measure = 'expenditure'
        -- nothing is nothing in any column
        and (s.amount_yuan <> 0 or o.amount_yuan <> 0)
)

select
    fiscal_year,
    case when grouping(division) = 0 then 'county' else 'year' end as subject,
    division as scope_key,
    avg(case when agrees then 1.0 else 0.0 end) as value,
    count(*) as history,
    samples(list(claim_id) filter (where not agrees)) as sample_keys
from compared
group by grouping sets ((fiscal_year, division), (fiscal_year))
