-- share of the received contents that were turned away
select
    avg(case when q.sha256 is not null then 1.0 else 0.0 end) as value,
    count(*) as history,
    samples(list(f.sha256) filter (where q.sha256 is not null)) as sample_keys
from (
    select sha256 from landing_files
    union
    select sha256 from turned_away
    union
    select sha256 from manifest
) as f
left join turned_away as q on f.sha256 = q.sha256
having count(*) > 0
