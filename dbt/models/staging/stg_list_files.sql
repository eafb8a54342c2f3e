-- the last word on each list; one that lies there no longer counts no more
select
    list_name,
    path,
    sha256,
    batch_id
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
