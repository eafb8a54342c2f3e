{{ current_listed('divisions', [
    'path',
    'line_no',
    'level',
    'name',
    'province',
    'city',
    'division_code',
    'parent_code',
    'division_type',
    'short_name',
    'customary_name'
]) }}
