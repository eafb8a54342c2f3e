{# The columns that a source declares, or none where they can't be known: while parsing, and of a unit test's fixture. #}
{% macro declared_columns(source_name, table_name) -%}
    {%- if not execute -%}
        {{ return([]) }}
    {%- endif -%}
    {%- set node = graph.get('sources', {}).values() | selectattr('source_name', 'equalto', source_name)
        | selectattr('name', 'equalto', table_name) | first -%}
    {{ return(node.columns.values() | list if node else []) }}
{%- endmacro %}

{#
  What a staging model gives of its table: every column that the source declares, under the alias it has there. The batch is
  ingestion's own and left out, unless asked for. `types` names columns that readers get as another type than is staged.
#}
{% macro staged_columns(source_name, table_name, alias='staged', types={}, with_batch=false) -%}
    {%- set listed = [] -%}
    {%- for column in declared_columns(source_name, table_name) if with_batch or column.name != 'batch_id' -%}
        {%- set name = alias ~ '.' ~ column.name -%}
        {%- do listed.append('cast(' ~ name ~ ' as ' ~ types[column.name] ~ ') as ' ~ column.name if column.name in types else name) -%}
    {%- endfor -%}
    {{ return(listed | join(',\n    ') if listed else alias ~ '.*') }}
{%- endmacro %}

{#
  A staging table of the home, every batch of it. What none of its files holds is there all the same, empty: a checkout builds
  before anything was ingested, and a column that was added since is NULL.
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
    {%- set nothing = [] -%}
    {%- for column in declared_columns(source_name, table_name) -%}
        {%- do nothing.append('cast(null as ' ~ column.data_type ~ ') as ' ~ column.name) -%}
    {%- endfor -%}
    {%- set empty = 'select ' ~ nothing | join(', ') ~ ' where false' -%}
    {%- set pattern = relation.external.split("'")[1] -%}
    {%- if run_query("select count(*) from glob('" ~ pattern ~ "')").columns[0].values()[0] > 0 -%}
        {{ return('(select * from ' ~ relation ~ ' union all by name ' ~ empty ~ ')') }}
    {%- endif -%}
    {{ return('(' ~ empty ~ ')') }}
{%- endmacro %}

{#
  The rows of a recognised staging table that the manifest names. A batch that no manifest row names (a killed run, an
  older recogniser) never counts.
#}
{% macro current_recognised(table_name) -%}
select
    {{ staged_columns('recognised', table_name) }}
from {{ staged('recognised', table_name) }} as staged
inner join {{ ref('stg_manifest') }} as manifest
    on
        staged.sha256 = manifest.sha256
        and staged.batch_id = manifest.recognised_batch_id
{%- endmacro %}

{# The rows of a staging table of the lists that count now. #}
{% macro current_listed(table_name) -%}
select
    {{ staged_columns('lists', table_name) }}
from {{ staged('lists', table_name) }} as staged
inner join {{ ref('stg_list_files') }} as list_file
    on
        staged.path = list_file.path
        and staged.sha256 = list_file.sha256
        and staged.batch_id = list_file.batch_id
{%- endmacro %}
