-- The fiscal year of every claim: as stated, unless the report shows that the stated year is left over (`stale`); 0 where none
-- is stated, or none that can be (`seeds/plausible_range.csv`). A report that states no year counts its claims from that unknown one
-- (0 the same, -1 the year before): they are of the year that is told of it elsewhere.
-- The rule: see the doc block rule_fiscal_year.
with

claims as (
    select
        claim.claim_id,
        claim.report_id,
        claim.section_title,
        claim.place_kind,
        claim.year_basis,
        claim.measure,
        claim.line_item_code,
        -- amounts of classes and those of the body say nothing of each other's year
        claim.classification is not null as is_of_class,
        coalesce(claim.classification_code, '') as class_code,
        coalesce({{ project_form('claim.project_name') }}, '') as project_form,
        claim.amount_yuan,
        cast(
            case
                when claim.stated_fiscal_year > 0 then claim.stated_fiscal_year
                else coalesce(report.fiscal_year + claim.stated_fiscal_year, 0)
            end
            as integer
        ) as stated_fiscal_year,
        report.fiscal_year as report_fiscal_year,
        -- one paragraph or one cell
        concat(
            coalesce(cast(claim.block_no as string), ''), '|', coalesce(cast(claim.table_no as string), ''), '|',
            coalesce(cast(claim.row_no as string), ''), '|', coalesce(cast(claim.column_no as string), '')
        ) as spot
    from {{ ref('stg_claims') }} as claim
    inner join {{ ref('int_report') }} as report on claim.report_id = report.report_id
),

suspects as (
    select *
    from claims
    where
        year_basis = 'stated'
        and stated_fiscal_year <> report_fiscal_year
),

in_own_year as (
    select * from claims
    where stated_fiscal_year = report_fiscal_year
),

-- both years side by side for the same thing: a comparison, and the stated year is meant
compared as (
    select distinct suspects.claim_id
    from suspects
    inner join in_own_year
        on
            suspects.report_id = in_own_year.report_id
            and suspects.spot = in_own_year.spot
            and suspects.measure = in_own_year.measure
            and suspects.line_item_code = in_own_year.line_item_code
            and suspects.is_of_class = in_own_year.is_of_class
            and suspects.class_code = in_own_year.class_code
            and suspects.project_form = in_own_year.project_form
),

-- zero is restated everywhere and shows nothing
restated as (
    select distinct
        suspects.report_id,
        coalesce(suspects.section_title, '') as section_title,
        suspects.place_kind,
        suspects.is_of_class,
        suspects.stated_fiscal_year
    from suspects
    inner join in_own_year
        on
            suspects.report_id = in_own_year.report_id
            and suspects.measure = in_own_year.measure
            and suspects.line_item_code = in_own_year.line_item_code
            and suspects.is_of_class = in_own_year.is_of_class
            and suspects.class_code = in_own_year.class_code
            and suspects.project_form = in_own_year.project_form
            and suspects.amount_yuan = in_own_year.amount_yuan
    left join compared on suspects.claim_id = compared.claim_id
    where
        compared.claim_id is null
        and suspects.amount_yuan <> 0
)

select
    claims.claim_id,
    claims.report_id,
    claims.stated_fiscal_year,
    case
        when restated.report_id is not null then claims.report_fiscal_year
        when claims.stated_fiscal_year between possible.lowest and possible.highest then claims.stated_fiscal_year
        else 0
    end as fiscal_year,
    restated.report_id is not null as is_stale
from claims
left join {{ ref('plausible_range') }} as possible on possible.item = 'fiscal_year'
left join suspects on claims.claim_id = suspects.claim_id
left join compared on claims.claim_id = compared.claim_id
left join restated
    on
        suspects.report_id = restated.report_id
        and coalesce(suspects.section_title, '') = restated.section_title
        and suspects.place_kind = restated.place_kind
        and suspects.is_of_class = restated.is_of_class
        and suspects.stated_fiscal_year = restated.stated_fiscal_year
        and compared.claim_id is null
