select distinct
    project_key,
    unit_key,
    canonical_name as project_name,
    is_all_projects
from {{ ref('int_project') }}
order by unit_key asc, is_all_projects desc, project_key asc
