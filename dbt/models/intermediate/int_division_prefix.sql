-- Every text that a body's name may begin with to say where it is, and the divisions it may mean.
-- `strip_length` characters belong to the place; the rest of the match is already the body's own name (株洲|市场…).
with

divisions as (
    select * from {{ ref('int_division') }}
),

-- how a place may be written by itself
spellings as (
    select
        division_code,
        level,
        province,
        city,
        name as written,
        true as is_full
    from divisions
    union all
    select
        division_code,
        level,
        province,
        city,
        customary_name as written,
        true as is_full
    from divisions
    where customary_name is not null
    union all
    -- a short county name alone is too common a word (和平, 新华); so are those of prefectures with people in their names
    select
        division_code,
        level,
        province,
        city,
        short_name as written,
        false as is_full
    from divisions
    where level = 'province' or division_type = '地级市'
),

-- what many cities have one of (高新区) says where it is only behind its city
telling as (
    select spellings.*
    from spellings
    left join {{ ref('division_word') }} as division_word on spellings.written = division_word.word
    where division_word.word is null
),

-- what may stand before it
own as (
    select
        division_code,
        cast('' as string) as before_text,
        0 as above_length,
        written,
        is_full
    from telling
),

after_province as (
    select
        place.division_code,
        province.written as before_text,
        length(province.written) as above_length,
        place.written,
        place.is_full
    from telling as place
    inner join divisions as division on place.division_code = division.division_code
    inner join divisions as upper_division
        on
            division.province = upper_division.name
            and upper_division.level = 'province'
    inner join spellings as province on upper_division.division_code = province.division_code
    where
        place.level <> 'province'
        -- 北京市东城区 is written by the city's rule below
        and upper_division.division_type <> '直辖市'
),

after_city as (
    select
        place.division_code,
        city.written as before_text,
        0 as above_length,
        place.written,
        place.is_full
    from spellings as place
    inner join divisions as division on place.division_code = division.division_code
    inner join spellings as city on division.parent_code = city.division_code
    where
        place.level = 'county'
        and division.city is not null
),

after_both as (
    select
        after_city.division_code,
        concat(province.before_text, after_city.before_text) as before_text,
        province.above_length,
        after_city.written,
        after_city.is_full
    from after_city
    inner join divisions as division on after_city.division_code = division.division_code
    inner join spellings as city
        on
            division.parent_code = city.division_code
            and after_city.before_text = city.written
    inner join after_province as province
        on
            city.division_code = province.division_code
            and city.written = province.written
),

placed as (
    select * from own
    union all
    select * from after_province
    union all
    select * from after_city
    union all
    select * from after_both
),

-- 市场, 市容: the 市 is the word's, not the place's
before_words as (
    select
        division.division_code,
        placed.before_text,
        placed.above_length,
        division.short_name as written,
        name_word.word
    from placed
    inner join divisions as division
        on
            placed.division_code = division.division_code
            and placed.written = division.name
    cross join {{ ref('name_word') }} as name_word
    where
        division.name = concat(division.short_name, '市')
        and division.level <> 'province'
),

prefixes as (
    select
        division_code,
        concat(before_text, written) as prefix,
        length(concat(before_text, written)) as strip_length,
        above_length,
        is_full
    from placed
    union all
    select
        division_code,
        concat(before_text, written, word) as prefix,
        length(concat(before_text, written)) as strip_length,
        above_length,
        false as is_full
    from before_words
),

-- several ways may lead to one text (吉林 + 吉林市): the one that is written in full tells most
ranked as (
    select
        *,
        row_number() over (
            partition by prefix, division_code
            order by is_full desc, strip_length desc, above_length desc
        ) as way_no
    from prefixes
)

select
    prefix,
    length(prefix) as prefix_length,
    division_code,
    strip_length,
    above_length,
    is_full,
    count(*) over (partition by prefix) as division_count
from ranked
where way_no = 1
