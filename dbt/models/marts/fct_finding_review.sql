-- What persons said of findings, and which findings that is said of now; of several reviews of one finding the latest counts.
with

ranked as (
    select
        *,
        row_number() over (partition by review_key order by reviewed_at desc, review_id desc) as choice
    from {{ ref('stg_finding_reviews') }}
)

select
    review.review_id,
    finding.finding_id,
    review.review_key,
    review.verdict,
    review.reason,
    review.corrected_in,
    review.reviewed_by,
    review.reviewed_at,
    review.check_code,
    review.unit_key,
    review.fiscal_year,
    review.choice = 1 as is_latest
from ranked as review
left join {{ ref('fct_finding') }} as finding on review.review_key = finding.review_key
order by review.reviewed_at, review.review_id, finding.finding_id
