-- a file that is seen again under the same name keeps the moment it was first received
select
    {{ staged_columns('landing', 'files', 'numbered') }}
from (
    select
        staged.*,
        row_number() over (
            partition by staged.sha256, staged.path
            order by staged.received_at asc nulls last, staged.batch_id asc, staged.file_name asc
        ) as sighting_no
    from {{ staged('landing', 'files') }} as staged
) as numbered
where sighting_no = 1
