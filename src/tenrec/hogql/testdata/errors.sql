! resolution_error: Unable to resolve field: nope
! at: nope
;
! resolution_error: Unknown table `nope`.
! at: nope
;
! query_error: Unsupported function call 'foo(...)'. Perhaps you meant 'floor(...)'?
! at: foo(1)
;
! query_error: Unsupported function call 'coutn(...)'. Perhaps you meant 'count(...)'?
! at: coutn()
;
! query_error: Function 'lower' expects 1 argument, found 0
! at: lower()
;
! query_error: Function 'lower' expects 1 argument, found 2
! at: lower(1, 2)
;
! query_error: Function 'concat' expects at least 1 argument, found 0
! at: concat()
;
! query_error: Aggregation 'count' cannot be nested inside another aggregation 'sum'.
! at: count()
;
! query_error: Aggregation 'quantile' requires parameters in addition to arguments
! at: quantile(event)
;
! query_error: Aggregation 'count' does not take parameters
! at: count()(1)
;
! query_error: Cannot use '*' when there are no tables in the query
! at: *
;
! query_error: Cannot use '*' without table name when there are multiple tables in the query
! at: *
;
! query_error: Cannot redefine an alias with the name: x
! at: 2 as x
;
! query_error: "team_id" cannot be an alias or identifier, as it's a reserved keyword
! at: 1 as team_id
;
! query_error: The FINAL keyword is not supported in HogQL as it causes slow queries
! at: events final
;
! resolution_error: Already have joined a table called "e". Can't join another one with the same name.
! at: persons as e
;
! resolution_error: Ambiguous query. Found multiple sources for field: id
! at: id
;
! resolution_error: Unknown table `system.tables`.
! at: system.tables
;
! resolution_error: Unknown table `file`.
! at: file
;
! resolution_error: Unknown table `url`.
! at: url
;
! query_error: Table function 'numbers' needs one or two arguments
! at: numbers()
;
! resolution_error: Unknown table `default.events`.
! at: default.events
;
! query_error: Unsupported function call 'dictGet(...)'.
! at: dictGet('a', 'b', 1)
;
! query_error: Unsupported function call 'getSetting(...)'. Perhaps you meant 'toString(...)'?
! at: getSetting('x')
;
! query_error: "team_id" cannot be an alias or identifier, as it's a reserved keyword
! at: team_id -> 1
;
! query_error: "__events" is reserved and cannot be used as a name
;
! query_error: "__events" is reserved and cannot be used as a name
;
! query_error: Placeholder {missing} is not available in this context. You can use the following: name
! at: {missing}
;
! query_error: Cohorts cannot be named here
! at: person_id in cohort 3
;
! syntax_error: Unexpected end of query, expected an expression
;
! syntax_error: Quoted text is never closed
! at: '
;
! query_error: The HogQL identifier "a%b" is not permitted as it contains the "%" character
! at: 1 as `a%b`
;
! resolution_error: Unable to resolve field: events
! at: events
;
! resolution_error: Can't select a table when a column is expected: person
! at: person
;
! resolution_error: Can not access property "foo" of a field that is no object: event
! at: event.foo
;
SELECT (x) -> 1 AS `(x) -> 1` SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- columns: [(x) -> 1]
-- hogql: SELECT (x) -> 1
;
! not_implemented_error: A common table that reads itself is not supported: `a`
! at: a as (select 1 as n union all select n + 1 from a)
;
! query_error: VALUES clause is not supported in ClickHouse dialect
! at: (values (1))
;
! query_error: Unsupported type cast to 'nothing'
! at: x::nothing
;
! resolution_error: Unknown window: nope
! at: count() over nope
;
! query_error: IN cannot use the alias "persons", which is also the name of a table: use another alias
! at: 1 in persons
;
! query_error: Function 'date_part' needs the name of a part of a date, such as 'year', 'isodow' or 'hour', as its first argument
! at: date_part(event, timestamp)
;
! query_error: Function 'date_part' needs the name of a part of a date, such as 'year', 'isodow' or 'hour', as its first argument
! at: date_part('julian', timestamp)
;
! query_error: convertCurrency() needs exchange rates, and this server was given none: name a CSV file of them in the setting TENREC_CURRENCY_RATES and restart it
! at: convertCurrency('EUR', 'USD', 1)
;
! query_error: Function 'convertCurrency' expects at least 3 arguments, found 2
! at: convertCurrency('EUR', 'USD')
