-- Every current claim of a body as a whole. An amount of one class (支出功能分类, 经济分类) is none of these: it feeds no fact of the
-- body and no check of such amounts.
{{ config(materialized='view') }}
select *
from {{ ref('int_stated_claim') }}
where classification is null
