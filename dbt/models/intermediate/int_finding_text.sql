-- Engine text: what a proof-reader marks - a form's own words left in with figures beside them, one unit named two ways. One row
-- per finding and figure.
with

templates as (
    select
        figure.report_id,
        figure.fiscal_year,
        figure.figure_id,
        figure.context,
        figure.row_no,
        coalesce(figure.project_name, figure.value_text) as text
    from {{ ref('int_figure') }} as figure
    inner join {{ ref('finding_mark') }} as mark
        on
            mark.mark = 'template'
            and figure.project_name like mark.pattern
    where
        figure.source = 'claim'
        and figure.item_no = 1
    union
    select
        report_id,
        fiscal_year,
        figure_id,
        context,
        row_no,
        value_text as text
    from {{ ref('int_figure') }}
    where
        item = 'template_text'
        -- without a figure beside it, it is an empty row of the form
        and {{ replace_all('quote', '[^0-9]', '') }} <> ''
),

-- spellings whose own names differ, neither a shorter form of the other
spellings as (
    select distinct
        spelling.report_id,
        spelling.plain_spelling,
        spelling.own_name,
        principal.own_name as principal_name,
        principal.plain_spelling as principal_spelling,
        levenshtein(spelling.own_name, principal.own_name) as distance
    from {{ ref('int_unit_spelling') }} as spelling
    inner join {{ ref('int_report_unit') }} as principal on spelling.report_id = principal.report_id
    where
        spelling.role = 2
        and spelling.own_name not like concat('%', principal.own_name, '%')
        and principal.own_name not like concat('%', spelling.own_name, '%')
        and spelling.plain_spelling not like concat('%', principal.own_name, '%')
        and principal.plain_spelling not like concat('%', spelling.own_name, '%')
),

misspelled as (
    select
        spellings.*,
        figure.figure_id,
        figure.fiscal_year
    from spellings
    inner join {{ ref('int_figure') }} as figure
        on
            spellings.report_id = figure.report_id
            and figure.item = 'unit_name'
            and spellings.plain_spelling = {{ plain_name('figure.value_text') }}
)

select
    {{ finding_row({
        'outcome': "'text_of_the_form'",
        'report_id': 'report_id',
        'fiscal_year': 'fiscal_year',
        'subject': "concat(context, '|', coalesce(cast(row_no as string), ''), '|', text)",
        'figure_id': 'figure_id',
        'role': "'stated'",
        'label': 'text',
    }) }}
from templates
union all
select
    {{ finding_row({
        'outcome': "case when distance <= threshold.misspelled_characters then 'misspelled_name' else 'other_name' end",
        'report_id': 'report_id',
        'fiscal_year': 'fiscal_year',
        'subject': 'plain_spelling',
        'figure_id': 'figure_id',
        'role': "'stated'",
        'stated_text': 'plain_spelling',
        'expected_text': 'principal_spelling',
        'label': 'plain_spelling',
    }) }}
from misspelled
cross join {{ thresholds(['misspelled_characters']) }}
