-- how many received contents are in quarantine, by reason
select reason as scope_key, count(*) as value, samples(list(sha256)) as sample_keys
from turned_away
group by reason
