select
    {{ staged_columns('home', 'finding_reviews') }}
from {{ staged('home', 'finding_reviews') }} as staged
