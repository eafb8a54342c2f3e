-- Every division of the lists beside the reports (`divisions.csv`), held against the national list: a line counts if nothing
-- is wrong with it (`fault` NULL), and of lines that say the same the first. A broken line costs itself alone.
with

known as (
    select * from {{ ref('division') }}
),

lines as (
    select
        path,
        line_no,
        level,
        name,
        province,
        case when level = 'county' then city end as city,
        division_code as own_code,
        parent_code as stated_parent,
        coalesce(division_type, case when level = 'city' then '地级市' else '自行登记' end) as division_type,
        coalesce(
            short_name,
            case when name like '%市' and length(name) > 2 then substring(name, 1, length(name) - 1) else name end
        ) as short_name,
        customary_name
    from {{ ref('stg_divisions') }}
),

-- what a line may name as its province and city; a municipality is its own city, and a city may be listed itself
parents as (
    select
        division_code,
        province,
        case when level = 'city' then name else '' end as city_written,
        city,
        0 as is_listed
    from known
    where level in ('province', 'city')
    union all
    select
        division_code,
        province,
        customary_name as city_written,
        city,
        0 as is_listed
    from known
    where level = 'city' and customary_name is not null
    union all
    select
        division_code,
        province,
        name as city_written,
        city,
        0 as is_listed
    from known
    where level = 'province' and city is not null
    union all
    select
        coalesce(lines.own_code, concat(province.division_code, '-', lines.name)) as division_code,
        lines.province,
        lines.name as city_written,
        lines.name as city,
        1 as is_listed
    from lines
    inner join known as province on lines.province = province.name and province.level = 'province'
    where lines.level = 'city'
),

parent_of as (
    select
        division_code,
        province,
        city_written,
        city,
        is_listed
    from (
        select
            *,
            row_number() over (
                partition by province, city_written
                order by is_listed asc, division_code asc
            ) as choice
        from parents
    ) as numbered
    where choice = 1
),

placed as (
    select
        lines.*,
        parent.division_code as parent_code,
        parent.is_listed as has_listed_parent,
        case when lines.level = 'city' then lines.name else parent.city end as city_name,
        coalesce(
            lines.own_code, case when parent.division_code is not null then concat(parent.division_code, '-', lines.name) end
        ) as division_code
    from lines
    left join parent_of as parent
        on
            lines.province = parent.province
            and coalesce(lines.city, '') = parent.city_written
),

-- how the national list's places are written; a province's or a city's names are taken everywhere, a county's beside it
written as (
    select
        division_code,
        level,
        parent_code,
        name as written,
        name
    from known
    union all
    select
        division_code,
        level,
        parent_code,
        customary_name as written,
        name
    from known
    where customary_name is not null
    union all
    select
        division_code,
        level,
        parent_code,
        short_name as written,
        name
    from known
    where level in ('province', 'city')
),

spelled as (
    select
        path,
        line_no,
        parent_code,
        name as spelling
    from placed
    union all
    select
        path,
        line_no,
        parent_code,
        customary_name as spelling
    from placed
    where customary_name is not null
    union all
    -- only a city is written by its short name
    select
        path,
        line_no,
        parent_code,
        short_name as spelling
    from placed
    where level = 'city'
),

taken as (
    select
        spelled.path,
        spelled.line_no,
        min(written.division_code) as division_code
    from spelled
    inner join written on spelled.spelling = written.written
    where written.level <> 'county' or spelled.parent_code = written.parent_code
    group by spelled.path, spelled.line_no
),

judged as (
    select
        placed.*,
        case
            when placed.parent_code is null then 'unknown_parent'
            when placed.stated_parent <> placed.parent_code then 'contradicts_itself'
            when coalesce(placed.own_code, same.division_code) = same.division_code then 'known_already'
            when coalesce(coded.division_code, same.division_code, taken.division_code) is not null then 'contradicts_known'
            when substring(placed.own_code, 1, 2) <> substring(placed.parent_code, 1, 2) then 'code_elsewhere'
        end as fault,
        coalesce(coded.division_code, same.division_code, taken.division_code) as known_code,
        coalesce(coded.name, same.name, taker.name) as known_name
    from placed
    left join known as coded on placed.own_code = coded.division_code
    left join known as same on placed.name = same.name and placed.parent_code = same.parent_code
    left join taken on placed.path = taken.path and placed.line_no = taken.line_no
    left join known as taker on taken.division_code = taker.division_code
),

-- lines that are right by themselves and say different things of one code, or of one place
compared as (
    select
        path,
        line_no,
        division_code,
        min(said) over (partition by division_code) <> max(said) over (partition by division_code)
        or min(said) over (partition by parent_code, name) <> max(said) over (partition by parent_code, name)
            as is_disputed,
        row_number() over (
            partition by division_code
            order by path asc, line_no asc
        ) as word_no
    from (
        select
            path,
            line_no,
            division_code,
            parent_code,
            name,
            concat(
                division_code, '|', level, '|', parent_code, '|', name, '|', short_name, '|', coalesce(customary_name, '')
            ) as said
        from judged
        where fault is null
    ) as sound
),

settled as (
    select
        judged.*,
        coalesce(judged.fault, case when compared.is_disputed then 'lists_disagree' end) as settled_fault,
        compared.word_no
    from judged
    left join compared on judged.path = compared.path and judged.line_no = compared.line_no
),

counted_city as (
    select distinct division_code
    from settled
    where level = 'city' and settled_fault is null
),

-- a county of a listed city that doesn't count lies nowhere
final as (
    select
        settled.*,
        coalesce(
            settled.settled_fault,
            case when settled.has_listed_parent = 1 and city.division_code is null then 'unknown_parent' end
        ) as final_fault
    from settled
    left join counted_city as city on settled.parent_code = city.division_code
)

select
    path,
    line_no,
    division_code,
    parent_code,
    level,
    division_type,
    name,
    short_name,
    customary_name,
    province,
    city_name as city,
    case when level = 'county' then name end as county,
    final_fault as fault,
    final_fault is null and word_no = 1 as is_counted,
    case final_fault
        when 'unknown_parent'
            then concat('there is no ', case when city is null then '' else concat('city ', city, ' in ') end, province)
        when 'contradicts_itself' then concat('its parent_code is ', stated_parent, ', but it lies in ', parent_code)
        when 'known_already' then concat(name, ' is on the national list already, the line is not needed')
        when 'contradicts_known' then concat('the national list has ', known_name, ' as ', known_code)
        when 'code_elsewhere' then concat('its code ', own_code, ' does not begin as those of ', province)
        when 'lists_disagree' then concat('another line says otherwise of ', name, ' or ', division_code, ', and neither counts')
    end as detail
from final
