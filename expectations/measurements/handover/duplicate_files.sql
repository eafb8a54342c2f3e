-- share of the received contents that came under more than one name
select
    avg(case when names > 1 then 1.0 else 0.0 end) as value,
    count(*) as history,
    samples(list(sha256) filter (where names > 1)) as sample_keys
from (select sha256, count(distinct path) as names from landing_files group by sha256) as f
having count(*) > 0
