-- Engine implausible_value: values that can't be (`seeds/plausible_range.csv`) - years, amounts, other values, weights and scores.
-- They stay as stated and count nowhere else, so the finding is what is seen of them. One row per finding and figure.
with

-- one finding for every such year of a report, its own or that of some figures
years as (
    select
        report_id,
        claim_id as figure_id,
        stated_fiscal_year,
        report_fiscal_year
    from {{ ref('int_stated_claim') }}
    where
        fiscal_year = 0
        and stated_fiscal_year > 0
    union
    select
        attribute.report_id,
        attribute.attribute_id as figure_id,
        identity.fiscal_year as stated_fiscal_year,
        attribute.report_fiscal_year
    from {{ ref('stg_identities') }} as identity
    inner join {{ ref('int_attribute') }} as attribute
        on
            identity.report_id = attribute.report_id
            and attribute.attribute_code = 'fiscal_year'
    -- though something beside the report may tell its year
    inner join {{ ref('plausible_range') }} as possible
        on
            possible.item = 'fiscal_year'
            and identity.fiscal_year not between possible.lowest and possible.highest
    union
    select
        report_id,
        attribute_id as figure_id,
        stated_fiscal_year,
        report_fiscal_year
    from {{ ref('int_attribute') }}
    where
        fiscal_year is null
        and stated_fiscal_year is not null
),

beyond as (
    select
        figure.*,
        coalesce(indicator.level3, indicator.level2, indicator.level1) as label,
        case when figure.value > possible.highest then possible.highest else possible.lowest end as limit_value
    from {{ ref('int_figure') }} as figure
    inner join {{ ref('plausible_range') }} as possible
        on possible.item = case when {{ is_amount('figure') }} then 'amount' else figure.item end
    left join {{ ref('stg_indicators') }} as indicator
        on
            figure.source = 'indicator'
            and figure.figure_id = indicator.indicator_row_id
    where
        not figure.is_plausible
        and (not {{ is_amount('figure') }} or figure.item_no = 1)
)

select
    {{ finding_row({
        'outcome': "'year_beyond_limits'",
        'report_id': 'report_id',
        'fiscal_year': 'report_fiscal_year',
        'subject': 'cast(stated_fiscal_year as string)',
        'figure_id': 'figure_id',
        'role': "'stated'",
        'stated_value': 'stated_fiscal_year',
        'value_kind': "'year'",
    }) }}
from years
union all
select
    {{ finding_row({
        'outcome': "case when " ~ is_amount('beyond') ~ " then 'amount_beyond_limits' else 'beyond_limits' end",
        'report_id': 'report_id',
        'fiscal_year': 'fiscal_year',
        'subject': "concat(item, '|', figure_id)",
        'figure_id': 'figure_id',
        'role': "'stated'",
        'stated_value': 'value',
        'expected_value': 'limit_value',
        'value_kind': "case when " ~ is_amount('beyond') ~ " then 'amount' when item like '%_rate' then 'rate' else 'number' end",
        'measure': 'measure',
        'budget_version': 'budget_version',
        'line_item_code': 'line_item_code',
        'fund_code': 'fund_code',
        'project_name': 'project_name',
        'attribute_code': 'attribute_code',
        'label': "case when source = 'indicator' then coalesce(label, '指标') when source = 'class_claim' then split_part(scope, '|', 2) end",
    }) }}
from beyond
