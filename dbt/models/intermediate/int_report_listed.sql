-- Every line of the lists of reports (`reports.csv`, `reports.jsonl`) with the file that it is about: a line counts if such a file was
-- seen and no other line says otherwise of its bytes (`fault` NULL).
with

lines as (
    select
        listed.*,
        {{ plain_name('listed.unit_name') }} as plain_unit_name,
        file.sha256 as file_sha256
    from {{ ref('stg_listed_reports') }} as listed
    left join {{ ref('stg_files') }} as file on listed.file_path = file.path
),

-- who and when, of the same bytes; that they were published at two places is no contradiction
disputed as (
    select file_sha256
    from lines
    where file_sha256 is not null
    group by file_sha256
    having
        count(distinct plain_unit_name) > 1
        or count(distinct division_code) > 1
        or count(distinct fiscal_year) > 1
        or count(distinct report_family) > 1
)

select
    lines.*,
    case
        when lines.file_sha256 is null then 'no_such_file'
        when disputed.file_sha256 is not null then 'lists_disagree'
    end as fault,
    case
        when lines.file_sha256 is null then concat('there is no file ', lines.file_path)
        when disputed.file_sha256 is not null
            then concat('another line says otherwise of the bytes of ', lines.file_path, ', and neither counts')
    end as detail
from lines
left join disputed on lines.file_sha256 = disputed.file_sha256
