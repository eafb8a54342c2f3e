-- known exceptions, one row each: 1 where the report still is what it was when it was excused, 0 where it changed or is gone
select report_id as scope_key, case when is_current then 1 else 0 end as value
from known_exceptions
