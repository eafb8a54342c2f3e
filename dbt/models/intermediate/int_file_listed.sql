-- What lists say of where a file comes from: of several lines on one file the one published first.
select
    file_path,
    file_sha256,
    source_url,
    page_title,
    publisher,
    published_at,
    retrieved_at
from (
    select
        listed.file_path,
        listed.file_sha256,
        listed.source_url,
        listed.page_title,
        listed.publisher,
        try_cast(listed.published_at as date) as published_at,
        listed.retrieved_at,
        row_number() over (
            partition by listed.file_path
            order by
                listed.published_at asc nulls last,
                listed.source_url asc nulls last,
                listed.page_title asc nulls last,
                listed.publisher asc nulls last,
                listed.retrieved_at asc nulls last,
                listed.path asc,
                listed.line_no asc
        ) as choice
    from {{ ref('int_report_listed') }} as listed
    where listed.fault is null
) as numbered
where choice = 1
