-- share of placed claims whose block or cell stands in the staged text; a place in a table without row and column asks
-- for the table alone. One plain equality join per kind of place: anything cleverer is quadratic.
with spots as (
    select c.fiscal_year, c.claim_id, b.sha256 is not null as is_there
    from claims as c
    left join (select distinct sha256, block_no from current_blocks) as b
        on c.sha256 = b.sha256 and c.block_no = b.block_no
    where c.table_no is null and c.block_no is not null
    union all
    select c.fiscal_year, c.claim_id, t.sha256 is not null
    from claims as c
    left join (select distinct sha256, table_no, row_no, column_no from current_cells) as t
        on c.sha256 = t.sha256 and c.table_no = t.table_no and c.row_no = t.row_no and c.column_no = t.column_no
    where c.table_no is not null and c.row_no is not null and c.column_no is not null
    union all
    select c.fiscal_year, c.claim_id, t.sha256 is not null
    from claims as c
    left join (select distinct sha256, table_no from current_cells) as t
        on c.sha256 = t.sha256 and c.table_no = t.table_no
    where c.table_no is not null and (c.row_no is null or c.column_no is null)
)

select
    fiscal_year,
    avg(case when is_there then 1.0 else 0.0 end) as value,
    count(*) as history,
    samples(list(claim_id) filter (where not is_there)) as sample_keys
from spots
group by fiscal_year
