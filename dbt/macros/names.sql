{# Spaces of any width, and marks that have none: what layout put into a name. Spelled out, since engines' classes differ. #}
{% macro layout_characters() -%}
{{ return(' \t\r\n\u00a0\u2000-\u200f\u3000\ufeff') }}
{%- endmacro %}

{#
  A name as written, without what only layout and forms put into it: spaces, half-width brackets, a stamp mark, and
  whether the form is the body's own or the department's sum (本级, 汇总); 机关 alone may be part of a name.
#}
{% macro plain_name(expression) -%}
{{ replace_all(
    replace_all("translate(" ~ expression ~ ", '()〔〕', '（）（）')", '[' ~ layout_characters() ~ ']+', ''),
    '(（(盖章|公章|单位盖章|机关|本部|((单位|部门|机关)?(本级|汇总))|部门|单位)）|(单位|机关)?(本级|汇总))$', ''
) }}
{%- endmacro %}

{# A project's name without spaces, quotes and kinds of brackets: what tells spellings of one project from two projects. #}
{% macro project_form(expression) -%}
{{ replace_all(
    "translate(" ~ expression ~ ", '()〔〕[]【】', '（）（）（）（）')",
    '[' ~ layout_characters() ~ '“”‘’「」『』《》"]+', ''
) }}
{%- endmacro %}

{# A class's name without what prints differ in: spaces, quotes, kinds of brackets, 支出 at its end. #}
{% macro class_form(expression) -%}
regexp_replace({{ project_form(expression) }}, '支出$', '')
{%- endmacro %}

{# A project's form without what only counts or frames it: brackets (their content stays) and a number in front. #}
{% macro plain_project(expression) -%}
{{ replace_all(
    replace_all(expression, '^([0-9]+[、.．]|[一二三四五六七八九十]+、|（[一二三四五六七八九十0-9]+）)', ''),
    '[（）]', ''
) }}
{%- endmacro %}

{#
  The last parts of a WITH clause: `matches` gives the spellings of `names` (plain_spelling) the places that their beginning may mean,
  those of the longest beginning with length_rank 1.
#}
{% macro place_matches() -%}
lengths as (
    select distinct prefix_length from {{ ref('int_division_prefix') }}
),

-- an equality for the join: a handful of beginnings per name instead of every name against every place
beginnings as (
    select
        names.plain_spelling,
        lengths.prefix_length,
        substring(names.plain_spelling, 1, lengths.prefix_length) as beginning
    from names
    cross join lengths
    where length(names.plain_spelling) >= lengths.prefix_length
),

matches as (
    select
        beginnings.plain_spelling,
        prefix.division_code,
        prefix.strip_length,
        prefix.above_length,
        prefix.is_full,
        prefix.division_count,
        rank() over (partition by beginnings.plain_spelling order by beginnings.prefix_length desc) as length_rank
    from beginnings
    inner join {{ ref('int_division_prefix') }} as prefix on beginnings.beginning = prefix.prefix
)
{%- endmacro %}

{# What is left of a name when its place is taken away; a name that is only a place stays whole. Needs `matches` and `thresholds`. #}
{% macro without_place(spelling) -%}
case
        when length({{ spelling }}) - matches.strip_length >= threshold.shortest_name
            then substring({{ spelling }}, matches.strip_length + 1)
        else {{ spelling }}
    end
{%- endmacro %}
