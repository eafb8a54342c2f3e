-- share of staged blocks and cells without damaged characters
with texts as (
    select sha256, concat(sha256, '#block', block_no) as spot, is_damaged(text) as broken from current_blocks where text <> ''
    union all
    select sha256, concat(sha256, '#table', table_no, '.', row_no, '.', column_no), is_damaged(text)
    from current_cells where text <> ''
)

select
    r.fiscal_year,
    avg(case when t.broken then 0.0 else 1.0 end) as value,
    count(*) as history,
    samples(list(t.spot) filter (where t.broken)) as sample_keys
from texts as t
inner join (select sha256, min(fiscal_year) as fiscal_year from reports group by sha256) as r on t.sha256 = r.sha256
group by r.fiscal_year
