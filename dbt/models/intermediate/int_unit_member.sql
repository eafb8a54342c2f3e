-- The bodies that a report lists as its department's, each with the key of the body it names (`member_unit_key`, NULL where no report
-- is by such a body). One row per report and member. The rule: doc block rule_member.
with

members as (
    select
        member.*,
        {{ plain_name('member.member_name') }} as plain_spelling,
        report.unit_key,
        report.fiscal_year,
        report.superseded_by,
        unit.division_code as department_division,
        unit.own_name as department_name
    from {{ ref('stg_unit_members') }} as member
    inner join {{ ref('int_report') }} as report on member.report_id = report.report_id
    inner join {{ ref('int_report_unit') }} as unit on member.report_id = unit.report_id
),

names as (
    select distinct plain_spelling from members
),

{{ place_matches() }},

units as (
    select distinct unit_key from {{ ref('int_report_unit') }}
),

-- which body a name may be of, the surest first
candidates as (
    -- 本级, 局机关, …区水利局机关: the department itself
    select
        members.unit_member_id,
        members.unit_key as member_unit_key,
        1 as preference
    from members
    left join matches
        on
            members.plain_spelling = matches.plain_spelling
            and matches.length_rank = 1
            and members.department_division = matches.division_code
    cross join {{ thresholds(['shortest_name']) }}
    where
        members.department_name
        like concat('%', {{ replace_all(without_place('members.plain_spelling'), '机关$', '') }})
    union all
    -- a place written in front, one of several only if it is the department's
    select
        members.unit_member_id,
        {{ stable_key('unit', ['matches.division_code', without_place('members.plain_spelling')]) }} as member_unit_key,
        2 as preference
    from members
    inner join matches
        on
            members.plain_spelling = matches.plain_spelling
            and matches.length_rank = 1
            and (matches.division_count = 1 or members.department_division = matches.division_code)
    cross join {{ thresholds(['shortest_name']) }}
    union all
    -- else it lies where its department does
    select
        unit_member_id,
        {{ stable_key('unit', ['department_division', 'plain_spelling']) }} as member_unit_key,
        3 as preference
    from members
    where department_division is not null
    union all
    -- 区水文站 of a district's department
    select
        unit_member_id,
        {{ stable_key('unit', ['department_division', "substring(plain_spelling, 2)"]) }} as member_unit_key,
        4 as preference
    from members
    where
        department_division is not null
        and substring(plain_spelling, 1, 1) in ('省', '市', '州', '县', '区', '旗')
),

resolved as (
    select
        candidates.unit_member_id,
        candidates.member_unit_key,
        row_number() over (
            partition by candidates.unit_member_id
            order by candidates.preference asc, candidates.member_unit_key asc
        ) as choice
    from candidates
    inner join units on candidates.member_unit_key = units.unit_key
)

select
    members.*,
    resolved.member_unit_key
from members
left join resolved
    on
        members.unit_member_id = resolved.unit_member_id
        and resolved.choice = 1
