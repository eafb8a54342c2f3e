select
    {{ staged_columns('home', 'quality_results', types={'fiscal_year': 'integer', 'key_count': 'integer'}) }}
from {{ staged('home', 'quality_results') }} as staged
