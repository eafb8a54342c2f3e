-- What the measurements of this border stand on: current rows only, lean, each Parquet file read once.
-- The caller has made the views current_<table> (rows whose batch the manifest names), landing_<table>, manifest and
-- known_codes (kind, code).

create temp table reports as
select
    report_id,
    sha256,
    fiscal_year,
    coalesce(nullif(trim(report_family), ''), 'unknown') as report_family,
    nullif(trim(unit_name), '') as unit_name,
    reporting_scope,
    coalesce(claim_count, 0) as claim_count,
    coalesce(indicator_count, 0) as indicator_count,
    coalesce(attribute_count, 0) as attribute_count,
    coalesce(unrecognised_count, 0) as unrecognised_count,
    coalesce(claimed_figure_count, 0) as claimed_figures,
    coalesce(listed_figure_count, 0) as listed_figures
from current_identities;

-- characters that no report means to hold: controls, the replacement character, private use (but not U+F020-U+F0FF,
-- where Word keeps its bullets), and the marks that UTF-8 read as GBK or as Latin-1 leaves behind
create temp macro is_damaged(words) as
    regexp_matches(words, '[\x00-\x08\x0B\x0E-\x1F\x7F-\x{9F}\x{FFFD}\x{E000}-\x{F01F}]')
    or regexp_matches(words, '锟斤|烫烫|屯屯屯|锛|銆|[ÃÂâãäåæçèéï][\x{A0}-\x{BF}]');

-- a place needs words, a kind, a spot, and a span that is one
create temp macro is_placed(kind, words, block_no, table_no, row_no, column_no, page_no, x0, y0, x1, y1, char_start, char_end) as
    coalesce(trim(kind), '') <> ''
    and coalesce(trim(words), '') <> ''
    and (
        block_no is not null
        or (table_no is not null and row_no is not null and column_no is not null)
        or (page_no is not null and x0 is not null and y0 is not null and x1 is not null and y1 is not null)
    )
    and (char_start is null) = (char_end is null)
    and coalesce(char_start >= 0 and char_end >= char_start, true);

create temp table claims as
select
    c.claim_id,
    c.report_id,
    c.sha256,
    r.fiscal_year,
    coalesce(r.report_family, 'unknown') as report_family,
    c.stated_fiscal_year,
    c.measure,
    c.budget_version,
    c.line_item_code,
    c.fund_code,
    c.place_kind,
    c.project_name,
    c.amount_yuan,
    c.amount_unit,
    c.char_start,
    c.block_no,
    c.table_no,
    c.row_no,
    c.column_no,
    is_placed(
        c.place_kind, c.quote, c.block_no, c.table_no, c.row_no, c.column_no, c.page_no, c.x0, c.y0, c.x1, c.y1,
        c.char_start, c.char_end
    ) as is_placed,
    is_damaged(c.quote) as is_damaged
from current_claims as c
left join reports as r on c.report_id = r.report_id;

create temp table other_rows as
select
    o.kind,
    o.row_id,
    o.report_id,
    r.fiscal_year,
    coalesce(r.report_family, 'unknown') as report_family,
    o.attribute_code,
    o.value_number,
    o.is_complete,
    is_placed(
        o.place_kind, o.quote, o.block_no, o.table_no, o.row_no, o.column_no, o.page_no, o.x0, o.y0, o.x1, o.y1,
        o.char_start, o.char_end
    ) as is_placed,
    is_damaged(o.quote) as is_damaged
from (
    select
        'indicator' as kind, indicator_row_id as row_id, report_id, null as attribute_code, null as value_number,
        -- prose tells results, scoring forms tell what an indicator counts for: neither sets targets
        coalesce(trim(level3), '') <> ''
        and (coalesce(trim(target_text), '') <> '' or weight is not null or place_kind = 'narrative') as is_complete,
        place_kind, quote, block_no, table_no, row_no, column_no, page_no, x0, y0, x1, y1, char_start, char_end
    from current_indicators
    union all
    select
        'attribute', attribute_id, report_id, attribute_code, value_number, null,
        place_kind, quote, block_no, table_no, row_no, column_no, page_no, x0, y0, x1, y1, char_start, char_end
    from current_attributes
    union all
    select
        'unrecognised', unrecognised_id, report_id, null, null, null,
        place_kind, quote, block_no, table_no, row_no, column_no, page_no, x0, y0, x1, y1, char_start, char_end
    from current_unrecognised
) as o
left join reports as r on o.report_id = r.report_id;

-- the last word on every file that was turned away, unless it has been understood since
create temp table turned_away as
select sha256, reason
from (
    select sha256, reason, row_number() over (partition by sha256 order by seen_at desc, batch_id desc) as latest
    from landing_quarantine
) as q
where
    latest = 1
    and reason <> ''
    and sha256 not in (select sha256 from manifest where coalesce(recognised_batch_id, '') <> '');
