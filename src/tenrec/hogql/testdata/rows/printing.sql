SELECT plus(1, multiply(2, 3)) AS `plus(1, multiply(2, 3))`, divide(7, 2) AS `divide(7, 2)`, modulo(7, 4) AS `modulo(7, 4)`, minus(0, __numbers.number) AS `minus(0, number)`, minus(2, -1) AS `minus(2, -1)` FROM numbers(1, 1) AS __numbers SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- row: 7,3.5,3,-1,3
;
SELECT tuple(1, {p0:String}) AS `tuple(1, 'x')`, [1, 2] AS `[1, 2]`, tuple('__hx_tag', '__hx_obj', {p1:String}, 1, {p2:String}, {p3:String}) AS `{'a': 1, 'b': 'c'}`, tuple('__hx_tag', '__hx_obj') AS `{}` SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: x
-- p1: a
-- p2: b
-- p3: c
-- row: [1,"x"],[1,2],["__hx_tag","__hx_obj","a",1,"b","c"],["__hx_tag","__hx_obj"]
;
SELECT tupleElement(tuple(1, {p0:String}), 2) AS `tuple(1, 'x').2`, tupleElement(__query_0.t, 1) AS `t.1`, tupleElement(arrayElement([tuple(1, 2)], 1), 2) AS `[tuple(1, 2)][1].2` FROM (SELECT tuple(5, 6) AS t) AS __query_0 SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: x
-- row: "x",5,2
;
SELECT arrayElement(__query_0.a, 1) AS `a[1]`, arrayElement(__query_0.a, -1) AS `a[-1]`, arraySlice(__query_0.a, 2, plus(minus(3, 2), 1)) AS `a[2:3]`, arraySlice(__query_0.a, 2) AS `a[2:]`, arraySlice(__query_0.a, 1, plus(minus(2, 1), 1)) AS `a[:2]` FROM (SELECT [1, 2, 3] AS a) AS __query_0 SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- row: 1,3,[2,3],[2,3],[1,2]
;
SELECT arrayMap((x) -> plus(x, __numbers.number), [1, 2]) AS `arrayMap((x) -> plus(x, number), [1, 2])`, arrayMap((x, y) -> concat(ifNull(toString(x), ''), ifNull(toString(y), '')), [{p0:String}], [{p1:String}]) AS `arrayMap((x, y) -> concat(x, y), ['a'], ['b'])` FROM numbers(1, 1) AS __numbers SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: a
-- p1: b
-- row: [2,3],["ab"]
;
SELECT {p0:String} AS `'it''s'`, {p1:String} AS `'tab\\t'`, {p2:String} AS `'é💩'`, {p3:String} AS `'{not: a param}'`, {p4:String} AS column_5 SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: it's
-- p1: tab\t
-- p2: é💩
-- p3: {not: a param}
-- p4: %s
-- row: "it's","tab\t","é💩","{not: a param}","%s"
;
SELECT 1 AS `1`, -3 AS `-3`, 1.5 AS `1.5`, 1000.0 AS `1000.0`, true AS `true`, false AS `false`, NULL AS `NULL`, Inf AS `inf`, -Inf AS `-inf`, NaN AS `nan`, 31 AS `31`, 5 AS `5`, 17 AS `17`, 9223372036854775808 AS `9223372036854775808` SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- row: 1,-3,1.5,1000.0,true,false,null,null,null,null,31,5,17,9223372036854775808
;
SELECT 1 AS `a b`, 2 AS `c\`d`, plus(`a b`, 1) AS `$x` SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- row: 1,2,2
;
SELECT count() AS `count()`, max(__events.event) AS `max(event)`, plus(1, 1) AS `plus(1, 1)`, __events.event AS event FROM events AS __events PREWHERE equals(__events.team_id, 61) GROUP BY __events.event ORDER BY __events.event ASC LIMIT 1 SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- row: 3,"$pageview",2,"$pageview"
;
SELECT concat({p0:String}, {p1:String}, ifNull(toString(__events.p_utm_source), '')) AS `concat('a', 'b', properties.utm_source)`, concat({p2:String}, '') AS `concat('x', NULL)`, concat(toString(1), toString(2)) AS `concat(1, 2)` FROM events AS __events PREWHERE equals(__events.team_id, 61) ORDER BY toTimeZone(__events.timestamp, 'America/New_York') ASC LIMIT 1 SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: a
-- p1: b
-- p2: x
-- row: "abgoogle","x","12"
;
SELECT concat(__events.event, {p0:String}, __events.distinct_id) AS `concat(event, ' by ', distinct_id)`, {p1:String} AS `'plain'`, plus(1, 1) AS `plus(1, 1)` FROM events AS __events PREWHERE equals(__events.team_id, 61) ORDER BY toTimeZone(__events.timestamp, 'America/New_York') ASC LIMIT 1 SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0:  by 
-- p1: plain
-- row: "$pageview by anna","plain",2
;
SELECT multiIf(equals(__events.event, {p0:String}), {p1:String}, equals(__events.event, {p2:String}), {p3:String}, NULL) AS `multiIf(equals(event, 'buy'), 'b', equals(event, 'server'), 's', NULL)`, caseWithExpression(__events.event, {p0:String}, 1, 2) AS `_caseWithExpression(event, 'buy', 1, 2)`, if(equals(__events.event, {p0:String}), {p4:String}, {p5:String}) AS `if(equals(event, 'buy'), 'y', 'n')`, ifNull(__events.p_utm_source, {p6:String}) AS `ifNull(properties.utm_source, 'none')` FROM events AS __events PREWHERE equals(__events.team_id, 61) ORDER BY toTimeZone(__events.timestamp, 'America/New_York') ASC SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: buy
-- p1: b
-- p2: server
-- p3: s
-- p4: y
-- p5: n
-- p6: none
-- row: null,2,"n","google"
-- row: null,2,"n","none"
-- row: "b",1,"y","none"
-- row: null,2,"n","none"
-- row: "s",2,"n","none"
;
SELECT toString(plus(toDateTime64({p0:String}, 6, 'America/New_York'), toIntervalMonth(1))) AS `toString(plus(toDateTime('2024-01-31 00:00:00'), toIntervalMonth(1)))`, toString(minus(toDate({p1:String}), toIntervalWeek(2))) AS `toString(minus(toDate('2024-03-01'), toIntervalWeek(2)))`, plus(toDate({p2:String}), toIntervalYear(1)) AS `plus(toDate('2024-01-01'), toIntervalYear(1))` SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: 2024-01-31 00:00:00
-- p1: 2024-03-01
-- p2: 2024-01-01
-- row: "2024-02-29 00:00:00.000000","2024-02-16","2025-01-01"
;
SELECT plus(cast({p0:String}, 'Int64'), 1) AS `plus(CAST('5' AS int), 1)`, concat(cast(5, 'String'), {p1:String}) AS `concat(CAST(5 AS text), 'x')`, plus(cast({p2:String}, 'Float64'), 1) AS `plus(CAST('1.5' AS float), 1)`, accurateCastOrNull({p1:String}, 'Int64') AS `TRY_CAST('x' AS int)`, cast({p3:String}, 'Bool') AS `CAST('true' AS boolean)`, cast({p4:String}, 'Date') AS `CAST('2024-01-01' AS date)` SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: 5
-- p1: x
-- p2: 1.5
-- p3: true
-- p4: 2024-01-01
-- row: 6,"5x",2.5,null,true,"2024-01-01"
;
SELECT tuple('__hx_tag', {p0:String}, {p1:String}, {p2:String}, {p3:String}, tuple(__events.event)) AS `<a href={'/x'}>{event}</a>`, tuple('__hx_tag', {p4:String}, {p5:String}, [1, 2]) AS `<Sparkline data={[1, 2]} />` FROM events AS __events PREWHERE equals(__events.team_id, 61) ORDER BY toTimeZone(__events.timestamp, 'America/New_York') ASC LIMIT 1 SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: a
-- p1: href
-- p2: /x
-- p3: children
-- p4: Sparkline
-- p5: data
-- row: ["__hx_tag","a","href","/x","children",["$pageview"]],["__hx_tag","Sparkline","data",[1,2]]
;
SELECT quantileExactInclusive(0.5)(__numbers.number) AS `percentile_cont(0.5) WITHIN GROUP (ORDER BY number ASC)`, quantileExact(0.5)(__numbers.number) AS `percentile_disc(0.5) WITHIN GROUP (ORDER BY number ASC)` FROM numbers(4) AS __numbers SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- row: 1.5,2
;
SELECT countIf(equals(__events.event, {p0:String})) AS `count() FILTER (WHERE equals(event, '$pageview'))`, sumIf(1, equals(__events.event, {p1:String})) AS `sum(1) FILTER (WHERE equals(event, 'buy'))` FROM events AS __events PREWHERE equals(__events.team_id, 61) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: $pageview
-- p1: buy
-- row: 3,1
;
SELECT count(DISTINCT __events.event) AS `count(DISTINCT event)`, uniq(__events.event) AS `uniq(event)`, sum(DISTINCT length(__events.event)) AS `sum(DISTINCT length(event))` FROM events AS __events PREWHERE equals(__events.team_id, 61) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- row: 3,3,18
