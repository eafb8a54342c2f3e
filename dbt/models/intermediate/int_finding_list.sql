-- Engine list: a list beside the reports says another body or year of a file than its text does. The text counts. One row per
-- finding and figure. A file of several reports contradicts its line only where none of them agrees with it.
with

compared as (
    select
        identity.report_id,
        identity.sha256,
        identity.fiscal_year,
        identity.text_fiscal_year,
        identity.listed_fiscal_year,
        identity.listed_unit_name,
        unit.plain_spelling,
        {{ plain_name('identity.listed_unit_name') }} as listed_spelling,
        unit.own_name,
        identity.text_unit_name
    from {{ ref('int_report_identity') }} as identity
    inner join {{ ref('int_report_unit') }} as unit on identity.report_id = unit.report_id
),

judged as (
    select
        compared.*,
        text_fiscal_year <> listed_fiscal_year as is_other_year,
        text_unit_name is not null
        and listed_unit_name is not null
        and not exists (
            select 1
            from {{ ref('int_unit_spelling') }} as spelling
            where
                spelling.report_id = compared.report_id
                and spelling.role < 3
                and (
                    compared.listed_spelling like concat('%', spelling.own_name)
                    or spelling.plain_spelling like concat('%', compared.listed_spelling)
                )
        ) as is_other_unit
    from compared
),

contradicted as (
    select
        judged.*,
        min(case when coalesce(is_other_year, false) then 1 else 0 end) over (partition by sha256) as is_no_parts_year,
        min(case when coalesce(is_other_unit, false) then 1 else 0 end) over (partition by sha256) as is_no_parts_unit
    from judged
),

figures as (
    select
        report_id,
        figure_id,
        item,
        {{ plain_name('value_text') }} as plain_text,
        row_number() over (partition by report_id, item, {{ plain_name('value_text') }} order by figure_id asc) as choice
    from {{ ref('int_figure') }}
    where
        item in ('fiscal_year', 'unit_name')
        and item_no = 1
)

select
    {{ finding_row({
        'outcome': "'list_contradicts_text'",
        'report_id': 'contradicted.report_id',
        'fiscal_year': 'contradicted.fiscal_year',
        'subject': 'figures.item',
        'figure_id': 'figures.figure_id',
        'role': "'stated'",
        'stated_text': "case when figures.item = 'fiscal_year' then cast(contradicted.text_fiscal_year as string) else contradicted.plain_spelling end",
        'expected_text': "case when figures.item = 'fiscal_year' then cast(contradicted.listed_fiscal_year as string) else contradicted.listed_spelling end",
        'attribute_code': 'figures.item',
    }) }}
from contradicted
inner join figures
    on
        contradicted.report_id = figures.report_id
        and figures.choice = 1
        and (
            (
                figures.item = 'fiscal_year'
                and contradicted.is_no_parts_year = 1
                and cast(contradicted.text_fiscal_year as string) = figures.plain_text
            )
            or (
                figures.item = 'unit_name'
                and contradicted.is_no_parts_unit = 1
                and contradicted.plain_spelling = figures.plain_text
            )
        )
