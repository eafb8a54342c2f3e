-- the last word on each list; one that lies there no longer counts no more
select
    {{ staged_columns('lists', 'list_files', 'numbered', with_batch=true) }}
from (
    select
        staged.*,
        row_number() over (
            partition by staged.path, staged.sha256
            order by staged.listed_at desc nulls last, staged.batch_id desc
        ) as word_no
    from {{ staged('lists', 'list_files') }} as staged
) as numbered
where
    word_no = 1
    and is_present
