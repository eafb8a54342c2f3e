{{ current_listed('list_faults', ['list_name', 'path', 'line_no', 'reason', 'detail']) }}
