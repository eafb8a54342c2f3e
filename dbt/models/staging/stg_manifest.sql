select
    {{ staged_columns('home', 'manifest') }}
from {{ staged('home', 'manifest') }} as staged
