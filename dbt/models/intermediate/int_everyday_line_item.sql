-- What each total of int_everyday_total is made of: doc block rule_everyday. `parts_fund_code`: the fund scope whose parts are tried.
{%- set tree = ['measure', 'unit_key', 'fiscal_year', 'root_code', 'parts_fund_code'] %}
with

below as (
    select
        fact.*,
        fact.fund_code as parts_fund_code,
        item.parent_code
    from {{ ref('int_everyday_total') }} as total
    inner join {{ ref('int_body_fact') }} as fact
        on
            {{ same('total', 'fact', ['measure', 'unit_key', 'fiscal_year', 'root_code', 'budget_version', 'reporting_scope']) }}
            and fact.level > 1
    inner join {{ ref('line_item') }} as item on fact.line_item_code = item.line_item_code
),

-- the total stands above the parts of every scope
tried as (
    select
        {{ listed(tree[:-1]) }},
        fund_code as parts_fund_code
    from {{ ref('int_everyday_total') }}
    union
    select {{ listed(tree) }}
    from below
),

stated as (
    select
        fact_id,
        {{ listed(tree) }},
        line_item_code,
        parent_code,
        level,
        amount_yuan
    from below
    union all
    select
        total.fact_id,
        {{ listed(tree, 'tried') }},
        total.line_item_code,
        cast(null as string) as parent_code,
        total.level,
        total.amount_yuan
    from {{ ref('int_everyday_total') }} as total
    inner join tried on {{ same('total', 'tried', tree[:-1]) }}
),

sums as (
    select
        {{ listed(tree) }},
        parent_code,
        sum(amount_yuan) as parts_yuan
    from stated
    group by {{ listed(tree) }}, parent_code
),

-- whose parts make it to the cent
split as (
    select
        {{ listed(tree, 'stated') }},
        stated.line_item_code
    from stated
    inner join sums as parts
        on
            {{ same('stated', 'parts', tree) }}
            and stated.line_item_code = parts.parent_code
            and stated.amount_yuan = parts.parts_yuan
),

split_above as (
    select
        {{ listed(tree, 'stated') }},
        stated.line_item_code,
        count(*) as split_count
    from stated
    inner join {{ ref('int_line_item_ancestor') }} as above
        on
            stated.line_item_code = above.line_item_code
            and above.distance > 0
    inner join split
        on
            {{ same('stated', 'split', tree) }}
            and above.ancestor_code = split.line_item_code
    group by {{ listed(tree, 'stated') }}, stated.line_item_code
),

-- the lowest of which every sum on the way down holds
lowest as (
    select stated.*
    from stated
    left join split_above
        on
            {{ same('stated', 'split_above', tree) }}
            and stated.line_item_code = split_above.line_item_code
    left join split
        on
            {{ same('stated', 'split', tree) }}
            and stated.line_item_code = split.line_item_code
    where
        split.line_item_code is null
        and coalesce(split_above.split_count, 0) = stated.level - 1
),

counted as (
    select
        {{ listed(tree) }},
        max(level) as deepest
    from lowest
    group by {{ listed(tree) }}
),

scopes as (
    select
        counted.*,
        row_number() over (
            partition by {{ listed(tree[:-1], 'counted') }}
            order by
                case when counted.deepest > 1 then 0 else 1 end asc,
                case when counted.parts_fund_code = total.fund_code then 0 else 1 end asc,
                fund.preference asc
        ) as choice
    from counted
    inner join {{ ref('int_everyday_total') }} as total on {{ same('counted', 'total', tree[:-1]) }}
    inner join {{ ref('fund') }} as fund on counted.parts_fund_code = fund.fund_code
)

select fact.*
from lowest
inner join scopes
    on
        {{ same('lowest', 'scopes', tree) }}
        and scopes.choice = 1
inner join {{ ref('int_body_fact') }} as fact on lowest.fact_id = fact.fact_id
