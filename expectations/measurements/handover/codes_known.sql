-- share of codes that stand in the seeds; the samples are the strange codes and the rows that hold them. No list, no value.
with told as (
    select c.fiscal_year, c.claim_id as row_id, k.kind, k.code
    from claims as c
    cross join lateral (
        values ('line_item', c.line_item_code), ('fund', c.fund_code), ('place_kind', c.place_kind), ('measure', c.measure),
        ('budget_version', coalesce(c.budget_version, '')), ('report_family', c.report_family)
    ) as k (kind, code)
    where k.kind in (select kind from known_codes) and (k.kind, k.code) <> ('budget_version', '')
    union all
    select r.fiscal_year, r.row_id, 'attribute_code', r.attribute_code
    from other_rows as r
    where r.kind = 'attribute' and exists (select 1 from known_codes where kind = 'attribute_code')
),

judged as (
    select t.*, k.code is not null as is_known
    from told as t
    left join known_codes as k on t.kind = k.kind and t.code = k.code
)

select
    fiscal_year,
    avg(case when is_known then 1.0 else 0.0 end) as value,
    count(*) as history,
    concat_ws(
        ',',
        worst(list_sort(list_distinct(list(concat(kind, ':', coalesce(code, ''))) filter (where not is_known))), most := 5),
        samples(list(row_id) filter (where not is_known))
    ) as sample_keys
from judged
group by fiscal_year
