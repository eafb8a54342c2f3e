{{ everyday('budget') }}
