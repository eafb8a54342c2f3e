-- Every current attribute with its body and year; `choice` 1 is the value that stands for body, year, scope, project and code. The
-- order is that of facts (doc block rule_fact_choice).
-- `plausible_number` is the number where it is one that can be (`seeds/plausible_range.csv`): only that stands for the body.
with

attributes as (
    select
        attribute.*,
        report.unit_key,
        report.fiscal_year as report_fiscal_year,
        cast(
            case
                when attribute.stated_fiscal_year is null then report.fiscal_year
                when attribute.stated_fiscal_year between possible_year.lowest and possible_year.highest
                    then attribute.stated_fiscal_year
            end
            as integer
        ) as fiscal_year,
        report.superseded_by,
        report.reporting_scope,
        case
            when coalesce(attribute.value_number between possible.lowest and possible.highest, true) then attribute.value_number
        end as plausible_number,
        coalesce(place_kind.rank, 99) as place_rank
    from {{ ref('stg_attributes') }} as attribute
    inner join {{ ref('int_report') }} as report on attribute.report_id = report.report_id
    left join {{ ref('place_kind') }} as place_kind on attribute.place_kind = place_kind.place_kind
    left join {{ ref('plausible_range') }} as possible on attribute.attribute_code = possible.item
    left join {{ ref('plausible_range') }} as possible_year on possible_year.item = 'fiscal_year'
)

select
    attributes.*,
    row_number() over (
        partition by unit_key, fiscal_year, reporting_scope, attribute_code, project_name
        order by
            case when superseded_by is null then 0 else 1 end asc,
            -- a label without a value, or with one that can't be, says less than any value
            case when plausible_number is null then 1 else 0 end asc,
            abs(report_fiscal_year - fiscal_year) asc nulls last,
            report_fiscal_year desc nulls last,
            place_rank asc,
            {{ place_order('attributes', 'report_id') }},
            attribute_id asc
    ) as choice
from attributes
