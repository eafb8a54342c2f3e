-- Which body a report is by: its division and its own name, and the key made from both.
with

candidates as (
    select
        spelling.report_id,
        spelling.sha256,
        spelling.plain_spelling,
        spelling.role,
        spelling.own_name,
        spelling.division_code,
        spelling.division_count,
        division.province,
        division.city,
        case division.level when 'county' then 3 when 'city' then 2 when 'province' then 1 end as depth
    from {{ ref('int_unit_spelling') }} as spelling
    left join {{ ref('int_division') }} as division on spelling.division_code = division.division_code
),

-- places that this report names beyond doubt
contexts as (
    select distinct
        report_id,
        province,
        city
    from candidates
    where division_count = 1
),

-- 鼓楼区 is a district of four cities: the one that lies where the report's other names lie, if it is only one
related as (
    -- or the one that a list beside the reports gives
    select distinct
        candidates.report_id,
        candidates.plain_spelling,
        candidates.division_code
    from candidates
    inner join {{ ref('int_report_identity') }} as identity
        on
            candidates.report_id = identity.report_id
            and candidates.division_code = identity.listed_division_code
    where candidates.division_count > 1
    union
    select distinct
        candidates.report_id,
        candidates.plain_spelling,
        candidates.division_code
    from candidates
    inner join contexts
        on
            candidates.report_id = contexts.report_id
            and candidates.province = contexts.province
            and (contexts.city is null or candidates.city = contexts.city)
    where candidates.division_count > 1
),

counted as (
    select
        report_id,
        plain_spelling,
        division_code,
        count(*) over (partition by report_id, plain_spelling) as division_count
    from related
),

settled as (
    select candidates.*
    from candidates
    left join counted
        on
            candidates.report_id = counted.report_id
            and candidates.plain_spelling = counted.plain_spelling
            and candidates.division_code = counted.division_code
    where
        candidates.division_count = 1
        or counted.division_count = 1
),

-- the name that tells the body from others: the identity's, else the longest spelling; without its place once that is settled
principal as (
    select
        report_id,
        sha256,
        plain_spelling,
        own_name
    from (
        select
            candidates.report_id,
            candidates.sha256,
            candidates.plain_spelling,
            coalesce(settled.own_name, candidates.plain_spelling) as own_name,
            row_number() over (
                partition by candidates.report_id
                order by candidates.role asc, length(candidates.plain_spelling) desc, candidates.plain_spelling asc
            ) as choice
        from candidates
        left join settled
            on
                candidates.report_id = settled.report_id
                and candidates.plain_spelling = settled.plain_spelling
        where candidates.role < 3
    ) as chosen
    where choice = 1
),

-- its own name first, then the place the report names, then any other spelling; of these the narrowest place
divided as (
    select
        report_id,
        division_code
    from (
        select
            settled.report_id,
            settled.division_code,
            row_number() over (
                partition by settled.report_id
                order by
                    case
                        when settled.plain_spelling = principal.plain_spelling then 1
                        when settled.role = 2 and settled.own_name = principal.own_name then 1
                        when settled.role = 3 then 2
                        else 3
                    end asc,
                    settled.depth desc,
                    settled.role asc,
                    settled.division_code asc
            ) as choice
        from settled
        left join principal on settled.report_id = principal.report_id
    ) as chosen
    where choice = 1
),

placed as (
    select
        identity.report_id,
        identity.sha256,
        -- what the report says of its place comes before what a list does
        coalesce(divided.division_code, division.division_code) as division_code,
        principal.plain_spelling,
        principal.own_name
    from {{ ref('int_report_identity') }} as identity
    left join principal on identity.report_id = principal.report_id
    left join divided on identity.report_id = divided.report_id
    left join {{ ref('int_division') }} as division on identity.listed_division_code = division.division_code
)

select
    report_id,
    sha256,
    division_code,
    plain_spelling,
    own_name,
    -- what is known by its division merges over files; what is not stays with its file
    case
        when division_code is not null and own_name is not null
            then {{ stable_key('unit', ['division_code', 'own_name']) }}
        else {{ stable_key('unit', ["'file'", 'sha256', 'own_name']) }}
    end as unit_key
from placed
