{{ current_recognised('identities', [
    'report_id',
    'sha256',
    'part_no',
    'recogniser_version',
    'report_family',
    'title',
    'unit_name',
    'fiscal_year',
    'supervising_unit',
    'division_hint',
    'first_block_no',
    'last_block_no',
    'claim_count',
    'indicator_count',
    'attribute_count',
    'unrecognised_count',
    'stated_date'
]) }}
