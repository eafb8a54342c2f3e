-- Every current attribute with its body and year; `choice` 1 is the value that stands for body, year, project and code. The
-- order is that of facts (doc block rule_fact_choice).
with

attributes as (
    select
        attribute.*,
        report.unit_key,
        report.fiscal_year as report_fiscal_year,
        cast(coalesce(attribute.stated_fiscal_year, report.fiscal_year) as integer) as fiscal_year,
        report.superseded_by,
        coalesce(place_kind.rank, 99) as place_rank
    from {{ ref('stg_attributes') }} as attribute
    inner join {{ ref('int_report') }} as report on attribute.report_id = report.report_id
    left join {{ ref('place_kind') }} as place_kind on attribute.place_kind = place_kind.place_kind
)

select
    attributes.*,
    row_number() over (
        partition by unit_key, fiscal_year, attribute_code, project_name
        order by
            case when superseded_by is null then 0 else 1 end asc,
            -- a label without a value says less than any value
            case when value_number is null then 1 else 0 end asc,
            abs(report_fiscal_year - fiscal_year) asc nulls last,
            report_fiscal_year desc nulls last,
            place_rank asc,
            {{ place_order('attributes', 'report_id') }},
            attribute_id asc
    ) as choice
from attributes
