{{ everyday('budget', root='three_public', in_parts=true) }}
