SELECT __events.event AS event, count() AS `count()` FROM events AS __events PREWHERE equals(__events.team_id, 7) GROUP BY __events.event ORDER BY count() DESC LIMIT 10 SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- columns: [event] [count()]
-- hogql: SELECT event, count() FROM events GROUP BY event ORDER BY count() DESC LIMIT 10
;
SELECT __events.event AS event, count() AS c FROM events AS __events PREWHERE equals(__events.team_id, 7) WHERE ifNull(equals(__events.`p_$browser`, {p0:String}), 0) GROUP BY __events.event HAVING greater(c, 5) LIMIT 5 SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: Chrome
-- columns: [event] [c]
-- hogql: SELECT event, count() AS c FROM events WHERE equals(properties.$browser, 'Chrome') GROUP BY event HAVING greater(c, 5) LIMIT 5
;
SELECT __events.uuid AS uuid, __events.event AS event, __events.properties AS properties, toTimeZone(__events.timestamp, 'America/New_York') AS timestamp, __events.distinct_id AS distinct_id, __events.elements_chain AS elements_chain, toTimeZone(__events.created_at, 'America/New_York') AS created_at, __events.`$session_id` AS `$session_id`, __events.`$window_id` AS `$window_id`, __events.person_mode AS person_mode, __events.`$group_0` AS `$group_0`, __events.`$group_1` AS `$group_1`, __events.`$group_2` AS `$group_2`, __events.`$group_3` AS `$group_3`, __events.`$group_4` AS `$group_4`, extract(__events.elements_chain, {p0:String}) AS elements_chain_href, arrayDistinct(extractAll(__events.elements_chain, {p1:String})) AS elements_chain_texts, arrayDistinct(extractAll(__events.elements_chain, {p2:String})) AS elements_chain_ids, arrayDistinct(extractAll(__events.elements_chain, {p3:String})) AS elements_chain_elements FROM events AS __events PREWHERE equals(__events.team_id, 7) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: (?::|")href="(.*?)"
-- p1: (?::|")text="(.*?)"
-- p2: (?::|")attr_id="(.*?)"
-- p3: (?:^|;)(a|button|form|input|select|textarea|label)(?:\\.|$|:)
-- columns: [uuid] [event] [properties] [timestamp] [distinct_id] [elements_chain] [created_at] [$session_id] [$window_id] [person_mode] [$group_0] [$group_1] [$group_2] [$group_3] [$group_4] [elements_chain_href] [elements_chain_texts] [elements_chain_ids] [elements_chain_elements]
-- hogql: SELECT uuid, event, properties, timestamp, distinct_id, elements_chain, created_at, $session_id, $window_id, person_mode, $group_0, $group_1, $group_2, $group_3, $group_4, elements_chain_href, elements_chain_texts, elements_chain_ids, elements_chain_elements FROM events
;
SELECT __e.event AS column_1, __e.uuid AS uuid, __e.event AS event, toTimeZone(__e.timestamp, 'America/New_York') AS timestamp, __e.distinct_id AS distinct_id, __e.elements_chain AS elements_chain, toTimeZone(__e.created_at, 'America/New_York') AS created_at, __e.`$session_id` AS `$session_id`, __e.`$window_id` AS `$window_id`, __e.person_mode AS person_mode, __e.`$group_0` AS `$group_0`, __e.`$group_1` AS `$group_1`, __e.`$group_2` AS `$group_2`, __e.`$group_3` AS `$group_3`, __e.`$group_4` AS `$group_4`, extract(__e.elements_chain, {p0:String}) AS elements_chain_href, arrayDistinct(extractAll(__e.elements_chain, {p1:String})) AS elements_chain_texts, arrayDistinct(extractAll(__e.elements_chain, {p2:String})) AS elements_chain_ids, arrayDistinct(extractAll(__e.elements_chain, {p3:String})) AS elements_chain_elements FROM events AS __e PREWHERE equals(__e.team_id, 7) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: (?::|")href="(.*?)"
-- p1: (?::|")text="(.*?)"
-- p2: (?::|")attr_id="(.*?)"
-- p3: (?:^|;)(a|button|form|input|select|textarea|label)(?:\\.|$|:)
-- columns: [event] [uuid] [event] [timestamp] [distinct_id] [elements_chain] [created_at] [$session_id] [$window_id] [person_mode] [$group_0] [$group_1] [$group_2] [$group_3] [$group_4] [elements_chain_href] [elements_chain_texts] [elements_chain_ids] [elements_chain_elements]
-- hogql: SELECT e.event, uuid, event, timestamp, distinct_id, elements_chain, created_at, $session_id, $window_id, person_mode, $group_0, $group_1, $group_2, $group_3, $group_4, elements_chain_href, elements_chain_texts, elements_chain_ids, elements_chain_elements FROM events AS e
;
SELECT __events.uuid AS uuid, __events.event AS event, toTimeZone(__events.timestamp, 'America/New_York') AS timestamp, __events.distinct_id AS distinct_id, __events.elements_chain AS elements_chain, toTimeZone(__events.created_at, 'America/New_York') AS created_at, __events.`$session_id` AS `$session_id`, __events.`$window_id` AS `$window_id`, __events.person_mode AS person_mode, __events.`$group_0` AS `$group_0`, __events.`$group_1` AS `$group_1`, __events.`$group_2` AS `$group_2`, __events.`$group_3` AS `$group_3`, __events.`$group_4` AS `$group_4`, extract(__events.elements_chain, {p0:String}) AS elements_chain_href, arrayDistinct(extractAll(__events.elements_chain, {p1:String})) AS elements_chain_texts, arrayDistinct(extractAll(__events.elements_chain, {p2:String})) AS elements_chain_ids, arrayDistinct(extractAll(__events.elements_chain, {p3:String})) AS elements_chain_elements FROM events AS __events PREWHERE equals(__events.team_id, 7) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: (?::|")href="(.*?)"
-- p1: (?::|")text="(.*?)"
-- p2: (?::|")attr_id="(.*?)"
-- p3: (?:^|;)(a|button|form|input|select|textarea|label)(?:\\.|$|:)
-- columns: [uuid] [event] [timestamp] [distinct_id] [elements_chain] [created_at] [$session_id] [$window_id] [person_mode] [$group_0] [$group_1] [$group_2] [$group_3] [$group_4] [elements_chain_href] [elements_chain_texts] [elements_chain_ids] [elements_chain_elements]
-- hogql: SELECT uuid, event, timestamp, distinct_id, elements_chain, created_at, $session_id, $window_id, person_mode, $group_0, $group_1, $group_2, $group_3, $group_4, elements_chain_href, elements_chain_texts, elements_chain_ids, elements_chain_elements FROM events
;
SELECT DISTINCT __events.event AS event FROM events AS __events PREWHERE equals(__events.team_id, 7) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- columns: [event]
-- hogql: SELECT DISTINCT event FROM events
;
SELECT 1 AS `1`, {p0:String} AS `'a'`, NULL AS `NULL`, true AS `true`, 1.5 AS `1.5`, -3 AS `-3`, [1, 2] AS `[1, 2]`, tuple(1, {p1:String}) AS `tuple(1, 'x')`, tuple('__hx_tag', '__hx_obj', {p0:String}, 1) AS `{'a': 1}` SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: a
-- p1: x
-- columns: [1] ['a'] [NULL] [true] [1.5] [-3] [[1, 2]] [tuple(1, 'x')] [{'a': 1}]
-- hogql: SELECT 1, 'a', NULL, true, 1.5, -3, [1, 2], tuple(1, 'x'), {'a': 1}
;
SELECT count() AS `count(*)`, count(DISTINCT __events.distinct_id) AS `count(DISTINCT distinct_id)`, uniq(if(equals((SELECT multiIf(equals(count(), 0), 0, greaterOrEquals(max(__overrides_seen.version), 100), 2, 1) FROM person_distinct_id_overrides AS __overrides_seen PREWHERE equals(__overrides_seen.team_id, 7)), 2), ifNull(toUUIDOrNull(transform(__events.distinct_id, tupleElement((SELECT tuple(groupArray(__overrides.distinct_id), groupArray(toString(__overrides.person_id))) FROM (SELECT __overrides_versions.distinct_id AS distinct_id, argMax(__overrides_versions.person_id, __overrides_versions.version) AS person_id FROM person_distinct_id_overrides AS __overrides_versions PREWHERE equals(__overrides_versions.team_id, 7) GROUP BY __overrides_versions.distinct_id HAVING equals(argMax(__overrides_versions.is_deleted, __overrides_versions.version), 0)) AS __overrides WHERE equals((SELECT multiIf(equals(count(), 0), 0, greaterOrEquals(max(__overrides_seen.version), 100), 2, 1) FROM person_distinct_id_overrides AS __overrides_seen PREWHERE equals(__overrides_seen.team_id, 7)), 2)), 1), tupleElement((SELECT tuple(groupArray(__overrides.distinct_id), groupArray(toString(__overrides.person_id))) FROM (SELECT __overrides_versions.distinct_id AS distinct_id, argMax(__overrides_versions.person_id, __overrides_versions.version) AS person_id FROM person_distinct_id_overrides AS __overrides_versions PREWHERE equals(__overrides_versions.team_id, 7) GROUP BY __overrides_versions.distinct_id HAVING equals(argMax(__overrides_versions.is_deleted, __overrides_versions.version), 0)) AS __overrides WHERE equals((SELECT multiIf(equals(count(), 0), 0, greaterOrEquals(max(__overrides_seen.version), 100), 2, 1) FROM person_distinct_id_overrides AS __overrides_seen PREWHERE equals(__overrides_seen.team_id, 7)), 2)), 2), '')), __events.person_id), if(equals((SELECT multiIf(equals(count(), 0), 0, greaterOrEquals(max(__overrides_seen.version), 100), 2, 1) FROM person_distinct_id_overrides AS __overrides_seen PREWHERE equals(__overrides_seen.team_id, 7)), 0), __events.person_id, if(in(reinterpretAsUInt64(__events.person_id), (SELECT reinterpretAsUInt64(__overrides.origin_id) FROM (SELECT __overrides_versions.distinct_id AS distinct_id, argMax(__overrides_versions.origin_id, __overrides_versions.version) AS origin_id FROM person_distinct_id_overrides AS __overrides_versions PREWHERE equals(__overrides_versions.team_id, 7) GROUP BY __overrides_versions.distinct_id HAVING equals(argMax(__overrides_versions.is_deleted, __overrides_versions.version), 0)) AS __overrides WHERE equals((SELECT multiIf(equals(count(), 0), 0, greaterOrEquals(max(__overrides_seen.version), 100), 2, 1) FROM person_distinct_id_overrides AS __overrides_seen PREWHERE equals(__overrides_seen.team_id, 7)), 1))), toUUIDOrDefault(transform(toString(__events.person_id), tupleElement((SELECT tuple(groupArray(toString(__overrides.origin_id)), groupArray(toString(__overrides.person_id))) FROM (SELECT __overrides_versions.distinct_id AS distinct_id, argMax(__overrides_versions.origin_id, __overrides_versions.version) AS origin_id, argMax(__overrides_versions.person_id, __overrides_versions.version) AS person_id FROM person_distinct_id_overrides AS __overrides_versions PREWHERE equals(__overrides_versions.team_id, 7) GROUP BY __overrides_versions.distinct_id HAVING equals(argMax(__overrides_versions.is_deleted, __overrides_versions.version), 0)) AS __overrides WHERE equals((SELECT multiIf(equals(count(), 0), 0, greaterOrEquals(max(__overrides_seen.version), 100), 2, 1) FROM person_distinct_id_overrides AS __overrides_seen PREWHERE equals(__overrides_seen.team_id, 7)), 1)), 1), tupleElement((SELECT tuple(groupArray(toString(__overrides.origin_id)), groupArray(toString(__overrides.person_id))) FROM (SELECT __overrides_versions.distinct_id AS distinct_id, argMax(__overrides_versions.origin_id, __overrides_versions.version) AS origin_id, argMax(__overrides_versions.person_id, __overrides_versions.version) AS person_id FROM person_distinct_id_overrides AS __overrides_versions PREWHERE equals(__overrides_versions.team_id, 7) GROUP BY __overrides_versions.distinct_id HAVING equals(argMax(__overrides_versions.is_deleted, __overrides_versions.version), 0)) AS __overrides WHERE equals((SELECT multiIf(equals(count(), 0), 0, greaterOrEquals(max(__overrides_seen.version), 100), 2, 1) FROM person_distinct_id_overrides AS __overrides_seen PREWHERE equals(__overrides_seen.team_id, 7)), 1)), 2), ''), __events.person_id), __events.person_id)))) AS `uniq(person_id)` FROM events AS __events PREWHERE equals(__events.team_id, 7) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- columns: [count(*)] [count(DISTINCT distinct_id)] [uniq(person_id)]
-- hogql: SELECT count(*), count(DISTINCT distinct_id), uniq(person_id) FROM events
;
SELECT __events.event AS e, lower(__events.event) AS l FROM events AS __events PREWHERE equals(__events.team_id, 7) WHERE equals(l, {p0:String}) ORDER BY __events.event ASC SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: x
-- columns: [e] [l]
-- hogql: SELECT event AS e, lower(e) AS l FROM events WHERE equals(l, 'x') ORDER BY e ASC
;
SELECT __events.event AS event, row_number() OVER (PARTITION BY __events.event ORDER BY toTimeZone(__events.timestamp, 'America/New_York') DESC) AS n FROM events AS __events PREWHERE equals(__events.team_id, 7) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- columns: [event] [n]
-- hogql: SELECT event, row_number() OVER (PARTITION BY event ORDER BY timestamp DESC) AS n FROM events
;
SELECT sum(1) OVER w AS `sum(1) OVER w` FROM events AS __events PREWHERE equals(__events.team_id, 7) WINDOW w AS (PARTITION BY __events.event ORDER BY toTimeZone(__events.timestamp, 'America/New_York') ASC ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- columns: [sum(1) OVER w]
-- hogql: SELECT sum(1) OVER w FROM events WINDOW w AS (PARTITION BY event ORDER BY timestamp ASC ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)
;
SELECT __events.event AS event FROM events AS __events PREWHERE equals(__events.team_id, 7) LIMIT 1 BY __events.event SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- columns: [event]
-- hogql: SELECT event FROM events LIMIT 1 BY event
;
SELECT __events.event AS event FROM events AS __events PREWHERE equals(__events.team_id, 7) LIMIT 10 OFFSET 5 SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- columns: [event]
-- hogql: SELECT event FROM events LIMIT 10 OFFSET 5
;
SELECT quantile(0.9)(accurateCastOrNull(multiIf(equals(arrayElement(__events.properties_tail, 'price'), ''), NULL, equals(arrayElement(__events.properties_tail, 'price'), '\x01'), '', arrayElement(__events.properties_tail, 'price')), 'Float64')) AS `quantile(0.9)(properties.price)` FROM events AS __events PREWHERE equals(__events.team_id, 7) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- columns: [quantile(0.9)(properties.price)]
-- hogql: SELECT quantile(0.9)(properties.price) FROM events
;
SELECT arrayMap((x) -> plus(x, 1), [1, 2, 3]) AS numbers, arrayFilter((x, i) -> ifNull(greater(i, 1), 0), [1], [2]) AS `arrayFilter((x, i) -> greater(i, 1), [1], [2])` SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- columns: [numbers] [arrayFilter((x, i) -> greater(i, 1), [1], [2])]
-- hogql: SELECT arrayMap((x) -> plus(x, 1), [1, 2, 3]) AS numbers, arrayFilter((x, i) -> greater(i, 1), [1], [2])
;
SELECT __numbers.number AS number FROM numbers(10) AS __numbers SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- columns: [number]
-- hogql: SELECT number FROM numbers(10)
;
SELECT countIf(equals(__events.event, {p0:String})) AS `count() FILTER (WHERE equals(event, 'a'))` FROM events AS __events PREWHERE equals(__events.team_id, 7) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: a
-- columns: [count() FILTER (WHERE equals(event, 'a'))]
-- hogql: SELECT count() FILTER (WHERE equals(event, 'a')) FROM events
;
SELECT if(equals(__events.event, {p0:String}), 1, 2) AS x, caseWithExpression(__events.event, {p0:String}, 1, NULL) AS `_caseWithExpression(event, 'a', 1, NULL)` FROM events AS __events PREWHERE equals(__events.team_id, 7) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: a
-- columns: [x] [_caseWithExpression(event, 'a', 1, NULL)]
-- hogql: SELECT if(equals(event, 'a'), 1, 2) AS x, _caseWithExpression(event, 'a', 1, NULL) FROM events
;
SELECT __events.event AS column_1, __events.event AS event FROM events AS __events PREWHERE equals(__events.team_id, 7) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- columns: [event] [event]
-- hogql: SELECT event, events.event FROM events
;
SELECT {p0:String} AS `'value'` SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: value
-- columns: ['value']
-- hogql: SELECT 'value'
;
SELECT cast(accurateCastOrNull(multiIf(equals(arrayElement(__events.properties_tail, 'price'), ''), NULL, equals(arrayElement(__events.properties_tail, 'price'), '\x01'), '', arrayElement(__events.properties_tail, 'price')), 'Float64'), 'Nullable(Int64)') AS `CAST(properties.price AS int)`, cast(__events.event, 'String') AS `CAST(event AS text)`, accurateCastOrNull(__events.event, 'Float64') AS `TRY_CAST(event AS float)` FROM events AS __events PREWHERE equals(__events.team_id, 7) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- columns: [CAST(properties.price AS int)] [CAST(event AS text)] [TRY_CAST(event AS float)]
-- hogql: SELECT CAST(properties.price AS int), CAST(event AS text), TRY_CAST(event AS float) FROM events
;
SELECT tupleElement(__query_0.a, 1) AS `a.1`, arrayElement([1, 2], 1) AS `[1, 2][1]`, arraySlice([1, 2, 3], 2, plus(minus(3, 2), 1)) AS `[1, 2, 3][2:3]` FROM (SELECT tuple(1, 2) AS a) AS __query_0 SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- columns: [a.1] [[1, 2][1]] [[1, 2, 3][2:3]]
-- hogql: SELECT a.1, [1, 2][1], [1, 2, 3][2:3] FROM (SELECT tuple(1, 2) AS a)
;
SELECT x FROM (SELECT team_id FROM events PREWHERE equals(events.team_id, 7)) AS __events ARRAY JOIN [1, 2] AS x SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- columns: [x]
-- hogql: SELECT x FROM events ARRAY JOIN [1, 2] AS x
;
SELECT __events.event AS event FROM events AS __events PREWHERE equals(__events.team_id, 7) GROUP BY ALL SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- columns: [event]
-- hogql: SELECT event FROM events GROUP BY ALL
