{{ everyday('expenditure', in_parts=true) }}
