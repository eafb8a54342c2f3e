{{ everyday('budget', in_parts=true) }}
