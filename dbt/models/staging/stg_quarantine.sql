-- the last word on each file; a file that was understood since is no longer quarantined, nor one whose last word is empty
select
    {{ staged_columns('landing', 'quarantine', 'numbered') }}
from (
    select
        staged.*,
        row_number() over (
            partition by staged.sha256
            order by staged.seen_at desc nulls last, staged.batch_id desc, staged.path asc
        ) as word_no
    from {{ staged('landing', 'quarantine') }} as staged
) as numbered
left join {{ ref('stg_manifest') }} as manifest
    on
        numbered.sha256 = manifest.sha256
        and manifest.recognised_batch_id <> ''
where
    numbered.word_no = 1
    and numbered.reason <> ''
    and manifest.sha256 is null
