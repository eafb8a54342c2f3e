-- The one place that says which spellings are one project of a body (doc block rule_project). One row per body and spelling
-- as written; NULL as written is the sum of all projects.
with

-- every spelling, with its place and amount where it is that of an amount
mentions as (
    select
        report.unit_key,
        claim.report_id,
        claim.project_name,
        claim.claim_id,
        claim.measure,
        coalesce(claim.budget_version, '') as budget_version,
        claim.stated_fiscal_year,
        claim.fund_code,
        coalesce(claim.classification_code, '') as class_code,
        claim.amount_yuan,
        claim.table_no is not null and claim.place_kind <> 'narrative' as is_row,
        claim.row_no,
        {{ context('claim') }} as context
    from {{ ref('stg_claims') }} as claim
    inner join {{ ref('int_report') }} as report on claim.report_id = report.report_id
    where claim.project_name is not null
),

written as (
    select
        unit_key,
        project_name,
        count(*) as mention_count
    from mentions
    group by unit_key, project_name
    union all
    -- an attribute may name a project that no amount names
    select
        report.unit_key,
        attribute.project_name,
        cast(0 as bigint) as mention_count
    from {{ ref('stg_attributes') }} as attribute
    inner join {{ ref('int_report') }} as report on attribute.report_id = report.report_id
    where attribute.project_name is not null
    group by report.unit_key, attribute.project_name
),

-- words that say only that it is a project and costs money, taken off the end as often as they come
fillers as (
    select concat('(', {{ ordered_text('word', '|', 'word') }}, ')+$') as pattern
    from {{ ref('project_word') }}
),

formed as (
    select
        written.unit_key,
        written.project_name,
        sum(written.mention_count) as mention_count,
        {{ project_form('written.project_name') }} as project_form
    from written
    group by written.unit_key, written.project_name
),

stripped as (
    select
        formed.*,
        {{ plain_project('formed.project_form') }} as plain_form,
        regexp_replace({{ plain_project('formed.project_form') }}, fillers.pattern, '') as bare_form
    from formed
    cross join fillers
),

cored as (
    select
        stripped.unit_key,
        stripped.project_name,
        stripped.project_form,
        stripped.mention_count,
        -- 专项资金 alone is all the name there is
        case when length(stripped.bare_form) >= threshold.shortest_name then stripped.bare_form else stripped.plain_form end as core
    from stripped
    cross join {{ thresholds(['shortest_name']) }}
),

placed as (
    select
        mentions.*,
        cored.project_form,
        cored.core
    from mentions
    inner join cored
        on
            mentions.unit_key = cored.unit_key
            and mentions.project_name = cored.project_name
),

-- two rows of one table, or two amounts in one paragraph, are two projects whatever their names
rivals as (
    select distinct
        one.unit_key,
        one.core as core_one,
        other.core as core_other
    from placed as one
    inner join placed as other
        on
            one.report_id = other.report_id
            and one.context = other.context
            and one.project_form <> other.project_form
            and substring(one.core, 1, 1) = substring(other.core, 1, 1)
    where
        (one.is_row and other.is_row and one.row_no <> other.row_no)
        or (
            one.measure = other.measure
            and one.budget_version = other.budget_version
            and one.stated_fiscal_year = other.stated_fiscal_year
            and one.class_code = other.class_code
            and one.amount_yuan <> other.amount_yuan
        )
),

torn as (
    select distinct
        unit_key,
        core_one
    from rivals
    where core_one = core_other
),

-- equal but for filler words, and never rivals
grouped as (
    select
        cored.*,
        case when torn.unit_key is null then cored.core else cored.project_form end as own_group,
        torn.unit_key is not null as is_torn
    from cored
    left join torn
        on
            cored.unit_key = torn.unit_key
            and cored.core = torn.core_one
),

groups as (
    select distinct
        unit_key,
        own_group,
        {{ subsequence_pattern('own_group') }} as pattern
    from grouped
    where not is_torn
),

-- 城市管理综合执法 lies in 城市管理综合行政执法: the shorter one's characters in their order, between the same ends
near as (
    select
        short.unit_key,
        short.own_group as short_group,
        long.own_group as long_group
    from groups as short
    inner join groups as long
        on
            short.unit_key = long.unit_key
            and substring(short.own_group, 1, 1) = substring(long.own_group, 1, 1)
            and length(short.own_group) < length(long.own_group)
            and long.own_group like short.pattern
    left join rivals
        on
            short.unit_key = rivals.unit_key
            and short.own_group = rivals.core_one
            and long.own_group = rivals.core_other
    cross join {{ thresholds(['shortest_joined_project', 'joined_project_share']) }}
    where
        length(short.own_group) >= threshold.shortest_joined_project
        and length(short.own_group) >= length(long.own_group) * threshold.joined_project_share
        -- phases, years and numbers tell projects apart
        and {{ replace_all('short.own_group', '[^0-9一二三四五六七八九十]', '') }}
        = {{ replace_all('long.own_group', '[^0-9一二三四五六七八九十]', '') }}
        and rivals.unit_key is null
),

-- how the amounts of two near groups compare, thing by thing
compared as (
    select
        near.unit_key,
        near.short_group,
        near.long_group,
        max(case when one.amount_yuan = other.amount_yuan and one.amount_yuan <> 0 then 1 else 0 end) as is_equal,
        one.fund_code = other.fund_code as is_one_fund
    from near
    inner join placed as one
        on
            near.unit_key = one.unit_key
            and near.short_group = one.core
    inner join placed as other
        on
            near.unit_key = other.unit_key
            and near.long_group = other.core
            and one.measure = other.measure
            and one.budget_version = other.budget_version
            and one.stated_fiscal_year = other.stated_fiscal_year
            and one.class_code = other.class_code
    group by
        near.unit_key, near.short_group, near.long_group, one.measure, one.budget_version, one.stated_fiscal_year, one.fund_code,
        other.fund_code
),

supported as (
    select
        unit_key,
        short_group,
        long_group,
        count(*) over (partition by unit_key, short_group) as candidate_count
    from compared
    group by unit_key, short_group, long_group
    having
        max(is_equal) = 1
        -- within one fund they must never disagree
        and min(case when is_one_fund then is_equal else 1 end) = 1
),

joined as (
    select supported.*
    from supported
    left join supported as further
        on
            supported.unit_key = further.unit_key
            and supported.long_group = further.short_group
    where
        supported.candidate_count = 1
        and further.unit_key is null
),

resolved as (
    select
        grouped.unit_key,
        grouped.project_name,
        grouped.mention_count,
        coalesce(joined.long_group, grouped.own_group) as project_group
    from grouped
    left join joined
        on
            grouped.unit_key = joined.unit_key
            and grouped.own_group = joined.short_group
            and not grouped.is_torn
),

named as (
    select
        unit_key,
        project_name,
        project_group,
        -- the spelling that reports use most, shortest first
        first_value(project_name) over (
            partition by unit_key, project_group
            order by mention_count desc, length(project_name) asc, project_name asc
            rows between unbounded preceding and unbounded following
        ) as canonical_name
    from resolved
)

select
    unit_key,
    project_name,
    canonical_name,
    false as is_all_projects,
    {{ stable_key('project', ['unit_key', 'project_group']) }} as project_key
from named
union all
select
    unit_key,
    cast(null as string) as project_name,
    '全部项目' as canonical_name,
    true as is_all_projects,
    {{ stable_key('project', ['unit_key', "'all projects'"]) }} as project_key
from (select distinct unit_key from {{ ref('int_report') }}) as units
