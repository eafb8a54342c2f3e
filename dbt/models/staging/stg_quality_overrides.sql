select
    {{ staged_columns('home', 'quality_overrides', types={'fiscal_year': 'integer', 'key_count': 'integer'}) }}
from {{ staged('home', 'quality_overrides') }} as staged
