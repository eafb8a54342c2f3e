-- Every code of a classification: those that the list knows (`seeds/class_name.csv`), those that reports print, and what these lie
-- under. A code's level follows from its length; one of another length has none.
with

stated as (
    select
        classification,
        classification_code,
        classification_name,
        row_number() over (
            partition by classification, classification_code
            order by
                case when classification_name is null then 1 else 0 end asc,
                report_fiscal_year desc nulls last,
                classification_name asc
        ) as choice
    from {{ ref('int_stated_claim') }}
    where
        classification is not null
        and classification_code is not null
),

listed as (
    select
        classification,
        classification_code,
        name_zh,
        -- the name of today, the plainest of its spellings
        row_number() over (
            partition by classification, classification_code
            order by
                coalesce(last_fiscal_year, 9999) desc,
                coalesce(first_fiscal_year, 0) desc,
                length(name_zh) asc,
                name_zh asc
        ) as choice,
        min(coalesce(first_fiscal_year, 0)) over (partition by classification, classification_code) as first_fiscal_year,
        max(coalesce(last_fiscal_year, 9999)) over (partition by classification, classification_code) as last_fiscal_year
    from {{ ref('class_name') }}
),

codes as (
    select
        classification,
        classification_code
    from listed
    {%- for length in [none, 5, 3] %}
    union
    select
        classification,
        {{ 'substring(classification_code, 1, ' ~ length ~ ')' if length else 'classification_code' }} as classification_code
    from stated
    {%- if length %}
    where length(classification_code) in ({{ '7' if length == 5 else '5, 7' }})
    {%- endif %}
    {%- endfor %}
),

levelled as (
    select
        *,
        case
            when length(classification_code) in (3, 5) or (length(classification_code) = 7 and classification = 'function')
                then cast((length(classification_code) - 1) / 2 as integer)
        end as level
    from codes
)

select
    code.classification,
    code.classification_code,
    code.level,
    case when code.level > 1 then substring(code.classification_code, 1, 2 * code.level - 1) end as parent_code,
    coalesce(listed.name_zh, stated.classification_name) as name_zh,
    cast(nullif(listed.first_fiscal_year, 0) as integer) as first_fiscal_year,
    cast(nullif(listed.last_fiscal_year, 9999) as integer) as last_fiscal_year,
    coalesce(code.level = 1, false) as is_summable,
    listed.classification_code is not null as is_listed
from levelled as code
left join listed
    on
        code.classification = listed.classification
        and code.classification_code = listed.classification_code
        and listed.choice = 1
left join stated
    on
        code.classification = stated.classification
        and code.classification_code = stated.classification_code
        and stated.choice = 1
