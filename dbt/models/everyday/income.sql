{{ everyday('income') }}
