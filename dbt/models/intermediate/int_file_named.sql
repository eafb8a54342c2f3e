-- What the names of a file and of its folders say of who reports in it and on which year. One row per file's bytes and source
-- (`identity_basis` folder or file_name): the nearest folder that names one counts, and of several paths only what they agree on.
with

unsettled as (
    select distinct identity.sha256
    from {{ ref('stg_identities') }} as identity
    inner join {{ ref('plausible_range') }} as possible on possible.item = 'fiscal_year'
    where
        identity.unit_name is null
        or not coalesce(identity.fiscal_year between possible.lowest and possible.highest, false)
),

paths as (
    select
        file.sha256,
        file.path,
        length(file.path) - length(replace(file.path, '/', '')) + 1 as part_count
    from {{ ref('stg_files') }} as file
    inner join unsettled on file.sha256 = unsettled.sha256
),

numbers as (
    {{ number_rows('1', '(select max(part_count) from paths)', '(select 1 as one) as single', 'part_no') }}
),

parts as (
    select
        paths.sha256,
        paths.path,
        numbers.part_no,
        paths.part_count - numbers.part_no as distance,
        case when numbers.part_no = paths.part_count then 'file_name' else 'folder' end as identity_basis,
        regexp_replace(split_part(paths.path, '/', cast(numbers.part_no as integer)), '[.][A-Za-z0-9]{1,5}$', '') as written
    from paths
    inner join numbers on paths.part_count >= numbers.part_no
),

-- without days: 20240315, 2024-03-15, 2024年3月
dayless as (
    select
        parts.*,
        {{ replace_all('written', '(19|20)[0-9]{2}([0-9]{4}|[年._/-][ ]?[0-9]{1,2}([月._/-]|$)([ ]?[0-9]{1,2}日?)?)', ' ') }} as undated,
        {{ plain_name('written') }} as plain
    from parts
),

-- what numbers or dates a name in front, and what no name holds behind it
framed as (
    select
        dayless.*,
        regexp_extract(undated, '(^|[^0-9])((19|20)[0-9]{2})([^0-9]|$)', 2) as year_text,
        {{ replace_all(
            replace_all('plain', '^([0-9]+(年度|年)?[._、（）-]*|附件[0-9一二三四五六七八九十]*[：:、.]?|关于)+', ''),
            '[（_0-9—-].*$', ''
        ) }} as framed
    from dayless
),

cut_at as (
    select
        framed.framed,
        min(position(file_word.word in framed.framed)) as at
    from (select distinct framed from framed) as framed
    inner join {{ ref('file_word') }} as file_word on position(file_word.word in framed.framed) > 0
    group by framed.framed
),

yeared as (
    select
        framed.*,
        {{ plain_name("case when cut_at.at is null then framed.framed else substring(framed.framed, 1, cut_at.at - 1) end") }} as cut
    from framed
    left join cut_at on framed.framed = cut_at.framed
),

named as (
    select
        yeared.sha256,
        yeared.path,
        yeared.distance,
        yeared.identity_basis,
        case
            when
                yeared.year_text <> ''
                and regexp_extract(
                    replace(yeared.undated, yeared.year_text, ''), '(^|[^0-9])((19|20)[0-9]{2})([^0-9]|$)', 2
                ) = ''
                then cast(yeared.year_text as bigint)
        end as fiscal_year,
        max(
            case when length(yeared.cut) between 3 and 40 and {{ replace_all('yeared.cut', '[一-龥]', '') }} = '' then yeared.cut end
        ) as unit_name
    from yeared
    left join {{ ref('organisation') }} as organisation
        on right(yeared.cut, length(organisation.suffix)) = organisation.suffix
    where organisation.suffix is not null or yeared.year_text <> ''
    group by yeared.sha256, yeared.path, yeared.distance, yeared.identity_basis, yeared.year_text, yeared.undated
),

nearest as (
    select
        named.*,
        row_number() over (
            partition by path, identity_basis, unit_name is null
            order by distance asc
        ) as unit_choice,
        row_number() over (
            partition by path, identity_basis, fiscal_year is null
            order by distance asc
        ) as year_choice
    from named
),

agreed as (
    select
        sha256,
        identity_basis,
        count(distinct case when unit_choice = 1 then unit_name end) as unit_count,
        min(case when unit_choice = 1 then unit_name end) as unit_name,
        count(distinct case when year_choice = 1 then fiscal_year end) as year_count,
        min(case when year_choice = 1 then fiscal_year end) as fiscal_year
    from nearest
    group by sha256, identity_basis
)

select
    sha256,
    identity_basis,
    case when unit_count = 1 then unit_name end as unit_name,
    case when year_count = 1 then fiscal_year end as fiscal_year
from agreed
