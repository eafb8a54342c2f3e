with

findings as (
    select
        check_code,
        count(*) as finding_count
    from {{ ref('fct_finding') }}
    group by check_code
),

-- findings that are gone were reviewed as well: they say as much of their check
reviews as (
    select
        check_code,
        count(distinct review_key) as reviewed_count,
        count(distinct case when verdict = 'false' then review_key end) as false_count
    from {{ ref('fct_finding_review') }}
    where is_latest
    group by check_code
)

select
    rule.check_code,
    title.title_zh,
    title.title_en,
    rule.explanation_zh,
    rule.explanation_en,
    rule.severity,
    rule.minor_severity,
    rule.tolerance,
    rule.reason as tolerance_reason,
    rule.is_enabled,
    cast(coalesce(findings.finding_count, 0) as integer) as finding_count,
    cast(coalesce(reviews.reviewed_count, 0) as integer) as reviewed_count,
    cast(coalesce(reviews.reviewed_count - reviews.false_count, 0) as integer) as confirmed_count,
    cast(coalesce(reviews.false_count, 0) as integer) as false_count,
    cast(reviews.reviewed_count - reviews.false_count as double) / reviews.reviewed_count as confirmed_share
from {{ ref('finding_rule') }} as rule
left join {{ ref('check_title') }} as title on rule.check_code = title.check_code
left join findings on rule.check_code = findings.check_code
left join reviews on rule.check_code = reviews.check_code
order by rule.check_code
