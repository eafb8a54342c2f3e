{#
  A staging table of the home, every batch of it. A home that holds none of its files yet counts as empty, with the
  columns that the source declares: a checkout builds before anything was ingested.
#}
{% macro staged(source_name, table_name) -%}
    {{ return(adapter.dispatch('staged', 'jixiao')(source_name, table_name)) }}
{%- endmacro %}

{% macro default__staged(source_name, table_name) -%}
    {{ return(source(source_name, table_name)) }}
{%- endmacro %}

{% macro duckdb__staged(source_name, table_name) -%}
    {%- set relation = source(source_name, table_name) -%}
    {#- in a unit test the source is a fixture and has no location -#}
    {%- if not execute or not relation.external or 'read_parquet' not in relation.external -%}
        {{ return(relation) }}
    {%- endif -%}
    {%- set pattern = relation.external.split("'")[1] -%}
    {%- if run_query("select count(*) from glob('" ~ pattern ~ "')").columns[0].values()[0] > 0 -%}
        {{ return(relation) }}
    {%- endif -%}
    {%- set node = graph.sources.values() | selectattr('source_name', 'equalto', source_name)
        | selectattr('name', 'equalto', table_name) | first -%}
    {%- set columns = [] -%}
    {%- for column in node.columns.values() -%}
        {%- do columns.append('cast(null as ' ~ column.data_type ~ ') as ' ~ column.name) -%}
    {%- endfor -%}
    {{ return('(select ' ~ columns | join(', ') ~ ' where false)') }}
{%- endmacro %}

{#
  The rows of a recognised staging table that the manifest names. A batch that no manifest row names (a killed run, an
  older recogniser) never counts.
#}
{% macro current_recognised(table_name, columns) -%}
select
    {%- for column in columns %}
    staged.{{ column }}{{ "," if not loop.last }}
    {%- endfor %}
from {{ staged('recognised', table_name) }} as staged
inner join {{ ref('stg_manifest') }} as manifest
    on
        staged.sha256 = manifest.sha256
        and staged.batch_id = manifest.recognised_batch_id
{%- endmacro %}

{# The rows of a staging table of the lists that count now. #}
{% macro current_listed(table_name, columns) -%}
select
    {%- for column in columns %}
    staged.{{ column }}{{ "," if not loop.last }}
    {%- endfor %}
from {{ staged('lists', table_name) }} as staged
inner join {{ ref('stg_list_files') }} as list_file
    on
        staged.path = list_file.path
        and staged.sha256 = list_file.sha256
        and staged.batch_id = list_file.batch_id
{%- endmacro %}
