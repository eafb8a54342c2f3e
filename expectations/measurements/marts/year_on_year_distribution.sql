-- per line item how far the distribution of this year's change on last year lies from that of all earlier years: the largest gap
-- between the two cumulative shares (Kolmogorov-Smirnov), 0 alike to 1 apart. History: units on the smaller side.
with moves as (
    select fiscal_year, line_item_code, unit_key, median(log10(ratio)) as move
    from pairs
    where other_year = fiscal_year - 1
    group by fiscal_year, line_item_code, unit_key
),

sides as (
    select n.fiscal_year, n.line_item_code, m.unit_key, round(m.move, 6) as move, m.fiscal_year = n.fiscal_year as is_now
    from (select distinct fiscal_year, line_item_code from moves) as n
    inner join moves as m on n.line_item_code = m.line_item_code and n.fiscal_year >= m.fiscal_year
),

counted as (
    select
        *,
        count(*) filter (where is_now) over whole as now_total,
        count(*) filter (where not is_now) over whole as then_total,
        count(*) filter (where is_now) over below as now_below,
        count(*) filter (where not is_now) over below as then_below,
        median(move) filter (where not is_now) over whole as usual
    from sides
    window
        whole as (partition by fiscal_year, line_item_code),
        below as (
            partition by fiscal_year, line_item_code order by move
            range between unbounded preceding and current row
        )
)

select
    fiscal_year,
    line_item_code as scope_key,
    max(abs(now_below / now_total - then_below / then_total)) as value,
    min(least(now_total, then_total)) as history,
    worst(list(unit_key order by round(abs(move - usual), 2) desc, unit_key) filter (where is_now), most := 5) as sample_keys
from counted
where then_total > 0
group by fiscal_year, line_item_code
