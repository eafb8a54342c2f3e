{{ everyday('expenditure', root='three_public', in_parts=true) }}
