{{ everyday('expenditure') }}
