-- Engine class_name: a code printed with a name that isn't its own in the year of the report, by what `seeds/class_name.csv` is sure
-- of; a year without a sure name is not judged, and what other reports print counts for nothing. One row per finding and figure.
with

printed as (
    select
        claim_id,
        report_id,
        fiscal_year,
        classification,
        classification_code,
        classification_name,
        coalesce(report_fiscal_year, fiscal_year) as printed_year,
        {{ class_form('classification_name') }} as printed_form
    from {{ ref('int_stated_claim') }}
    where classification_name is not null
),

names as (
    select
        *,
        {{ class_form('name_zh') }} as name_form
    from {{ ref('class_name') }}
),

compared as (
    select
        printed.claim_id,
        names.name_zh,
        names.name_form = printed.printed_form as is_same,
        printed.printed_year between coalesce(names.first_fiscal_year, 0) and coalesce(names.last_fiscal_year, 9999) as is_of_year
    from printed
    inner join names
        on
            printed.classification = names.classification
            and printed.classification_code = names.classification_code
    where
        printed.printed_form <> ''
        and printed.printed_year > 0
),

judged as (
    select
        claim_id,
        max(case when is_same then 1 else 0 end) = 1 as is_of_other_years,
        min(case when is_of_year then name_zh end) as name_zh
    from compared
    group by claim_id
    having
        max(case when is_of_year then 1 else 0 end) = 1
        and max(case when is_of_year and is_same then 1 else 0 end) = 0
)

select
    {{ finding_row({
        'outcome': "case when judged.is_of_other_years then 'class_name_of_other_years' else 'other_class_name' end",
        'report_id': 'printed.report_id',
        'fiscal_year': 'printed.fiscal_year',
        'subject': "concat(printed.classification_code, '|', printed.printed_form)",
        'figure_id': 'printed.claim_id',
        'role': "'stated'",
        'stated_text': 'printed.classification_name',
        'expected_text': 'judged.name_zh',
        'label': 'printed.classification_code',
    }) }}
from judged
inner join printed on judged.claim_id = printed.claim_id
