SELECT __events.`p_$browser` AS `$browser`, count() AS `count()` FROM events AS __events PREWHERE equals(__events.team_id, 61) GROUP BY __events.`p_$browser` ORDER BY __events.`p_$browser` ASC SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- row: "Chrome",1
-- row: "Firefox",1
-- row: null,3
;
SELECT toString(multiIf(equals(arrayElement(__events.properties_tail, 'gclid'), ''), NULL, equals(arrayElement(__events.properties_tail, 'gclid'), '\x01'), '', arrayElement(__events.properties_tail, 'gclid'))) AS `toString(properties.gclid)`, isNull(parseDateTime64BestEffortOrNull(multiIf(equals(arrayElement(__events.properties_tail, 'at'), ''), NULL, equals(arrayElement(__events.properties_tail, 'at'), '\x01'), '', arrayElement(__events.properties_tail, 'at')), 6, 'America/New_York')) AS `equals(properties.at, NULL)` FROM events AS __events PREWHERE equals(__events.team_id, 61) ORDER BY toTimeZone(__events.timestamp, 'America/New_York') ASC SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- row: "g1",0
-- row: null,1
-- row: null,1
-- row: null,1
-- row: null,1
;
SELECT __events.properties AS properties, JSONExtractString(__events.properties, {p0:String}) AS `JSONExtractString(properties, 'utm_source')` FROM events AS __events PREWHERE equals(__events.team_id, 61) ORDER BY toTimeZone(__events.timestamp, 'America/New_York') ASC LIMIT 1 SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: utm_source
-- row: "{\"$session_id\":\"018df974-d500-7000-8000-000000000001\",\"$current_url\":\"https://x.org/start\",\"$browser\":\"Chrome\",\"$referring_domain\":\"www.google.com\",\"utm_source\":\"google\",\"utm_medium\":\"cpc\",\"gclid\":\"g1\",\"price\":10,\"paid\":true,\"at\":\"2024-02-29T12:00:00Z\",\"a\":{\"b\":[1,{\"c\":\"deep\"}]},\"empty\":\"\"}","google"
;
SELECT replaceRegexpAll(nullIf(nullIf(JSONExtractRaw(__events.properties, {p0:String}, {p1:String}), ''), 'null'), '^"|"$', '') AS a__b, replaceRegexpAll(nullIf(nullIf(JSONExtractRaw(__events.properties, {p0:String}, {p2:String}), ''), 'null'), '^"|"$', '') AS a__missing, multiIf(equals(arrayElement(__events.properties_tail, 'a'), ''), NULL, equals(arrayElement(__events.properties_tail, 'a'), '\x01'), '', arrayElement(__events.properties_tail, 'a')) AS a FROM events AS __events PREWHERE equals(__events.team_id, 61) WHERE isNotNull(multiIf(equals(arrayElement(__events.properties_tail, 'a'), ''), NULL, equals(arrayElement(__events.properties_tail, 'a'), '\x01'), '', arrayElement(__events.properties_tail, 'a'))) ORDER BY toTimeZone(__events.timestamp, 'America/New_York') ASC SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: a
-- p1: b
-- p2: missing
-- row: "[1,{\"c\":\"deep\"}]",null,"{\"b\":[1,{\"c\":\"deep\"}]}"
-- row: "[2]",null,"{\"b\":[2]}"
;
SELECT replaceRegexpAll(nullIf(nullIf(JSONExtractRaw(__events.properties, {p0:String}, {p1:String}, 1), ''), 'null'), '^"|"$', '') AS `properties.a.b.1`, replaceRegexpAll(nullIf(nullIf(JSONExtractRaw(__events.properties, {p0:String}, {p1:String}, 2, {p2:String}), ''), 'null'), '^"|"$', '') AS `properties.a.b.2['c']`, replaceRegexpAll(nullIf(nullIf(JSONExtractRaw(__events.properties, {p0:String}, {p1:String}, 1), ''), 'null'), '^"|"$', '') AS `properties.a.b[1]` FROM events AS __events PREWHERE equals(__events.team_id, 61) ORDER BY toTimeZone(__events.timestamp, 'America/New_York') ASC LIMIT 1 SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: a
-- p1: b
-- p2: c
-- row: "1","deep","1"
;
SELECT __events.`p_$browser` AS `properties['$browser']`, replaceRegexpAll(nullIf(nullIf(JSONExtractRaw(__events.properties, {p0:String}, {p1:String}), ''), 'null'), '^"|"$', '') AS `properties['a']['b']` FROM events AS __events PREWHERE equals(__events.team_id, 61) ORDER BY toTimeZone(__events.timestamp, 'America/New_York') ASC LIMIT 1 SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: a
-- p1: b
-- row: "Chrome","[1,{\"c\":\"deep\"}]"
;
SELECT isNull(accurateCastOrNull(multiIf(equals(arrayElement(__events.properties_tail, 'price'), ''), NULL, equals(arrayElement(__events.properties_tail, 'price'), '\x01'), '', arrayElement(__events.properties_tail, 'price')), 'Float64')) AS `equals(properties.price, NULL)`, isNull(multiIf(equals(arrayElement(__events.properties_tail, 'nope'), ''), NULL, equals(arrayElement(__events.properties_tail, 'nope'), '\x01'), '', arrayElement(__events.properties_tail, 'nope'))) AS `equals(properties.nope, NULL)`, isNull(replaceRegexpAll(nullIf(nullIf(JSONExtractRaw(__events.properties, {p0:String}, {p1:String}), ''), 'null'), '^"|"$', '')) AS `isNull(properties.a.nope)` FROM events AS __events PREWHERE equals(__events.team_id, 61) ORDER BY toTimeZone(__events.timestamp, 'America/New_York') DESC LIMIT 1 SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: a
-- p1: nope
-- row: 1,1,1
;
SELECT ifNull(equals(multiIf(equals(arrayElement(__events.properties_tail, 'empty'), ''), NULL, equals(arrayElement(__events.properties_tail, 'empty'), '\x01'), '', arrayElement(__events.properties_tail, 'empty')), {p0:String}), 0) AS `equals(properties.empty, '')`, isNull(multiIf(equals(arrayElement(__events.properties_tail, 'empty'), ''), NULL, equals(arrayElement(__events.properties_tail, 'empty'), '\x01'), '', arrayElement(__events.properties_tail, 'empty'))) AS `equals(properties.empty, NULL)`, length(multiIf(equals(arrayElement(__events.properties_tail, 'empty'), ''), NULL, equals(arrayElement(__events.properties_tail, 'empty'), '\x01'), '', arrayElement(__events.properties_tail, 'empty'))) AS `length(properties.empty)` FROM events AS __events PREWHERE equals(__events.team_id, 61) ORDER BY toTimeZone(__events.timestamp, 'America/New_York') ASC LIMIT 2 SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: 
-- row: 1,0,0
-- row: 0,1,null
;
SELECT accurateCastOrNull(multiIf(equals(arrayElement(__events.properties_tail, 'price'), ''), NULL, equals(arrayElement(__events.properties_tail, 'price'), '\x01'), '', arrayElement(__events.properties_tail, 'price')), 'Float64') AS price, plus(accurateCastOrNull(multiIf(equals(arrayElement(__events.properties_tail, 'price'), ''), NULL, equals(arrayElement(__events.properties_tail, 'price'), '\x01'), '', arrayElement(__events.properties_tail, 'price')), 'Float64'), 1) AS `plus(properties.price, 1)` FROM events AS __events PREWHERE equals(__events.team_id, 61) ORDER BY toTimeZone(__events.timestamp, 'America/New_York') ASC SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- row: 10.0,11.0
-- row: 2.5,3.5
-- row: null,null
-- row: null,null
-- row: null,null
;
SELECT toFloat64OrZero(multiIf(equals(arrayElement(__events.properties_tail, 'price'), ''), NULL, equals(arrayElement(__events.properties_tail, 'price'), '\x01'), '', arrayElement(__events.properties_tail, 'price'))) AS `toFloatOrZero(properties.price)`, accurateCastOrNull(accurateCastOrNull(multiIf(equals(arrayElement(__events.properties_tail, 'price'), ''), NULL, equals(arrayElement(__events.properties_tail, 'price'), '\x01'), '', arrayElement(__events.properties_tail, 'price')), 'Float64'), 'Float64') AS `toFloat(properties.price)` FROM events AS __events PREWHERE equals(__events.team_id, 61) ORDER BY toTimeZone(__events.timestamp, 'America/New_York') ASC SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- row: 10.0,10.0
-- row: 2.5,2.5
-- row: 0.0,null
-- row: null,null
-- row: null,null
;
SELECT toBool(transform(toString(multiIf(equals(arrayElement(__events.properties_tail, 'paid'), ''), NULL, equals(arrayElement(__events.properties_tail, 'paid'), '\x01'), '', arrayElement(__events.properties_tail, 'paid'))), ['true', 'false'], [1, 0], NULL)) AS paid, countIf(toBool(transform(toString(multiIf(equals(arrayElement(__events.properties_tail, 'paid'), ''), NULL, equals(arrayElement(__events.properties_tail, 'paid'), '\x01'), '', arrayElement(__events.properties_tail, 'paid'))), ['true', 'false'], [1, 0], NULL))) AS `countIf(properties.paid)` FROM events AS __events PREWHERE equals(__events.team_id, 61) GROUP BY toBool(transform(toString(multiIf(equals(arrayElement(__events.properties_tail, 'paid'), ''), NULL, equals(arrayElement(__events.properties_tail, 'paid'), '\x01'), '', arrayElement(__events.properties_tail, 'paid'))), ['true', 'false'], [1, 0], NULL)) ORDER BY toBool(transform(toString(multiIf(equals(arrayElement(__events.properties_tail, 'paid'), ''), NULL, equals(arrayElement(__events.properties_tail, 'paid'), '\x01'), '', arrayElement(__events.properties_tail, 'paid'))), ['true', 'false'], [1, 0], NULL)) ASC SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- row: false,0
-- row: true,1
-- row: null,0
;
SELECT parseDateTime64BestEffortOrNull(multiIf(equals(arrayElement(__events.properties_tail, 'at'), ''), NULL, equals(arrayElement(__events.properties_tail, 'at'), '\x01'), '', arrayElement(__events.properties_tail, 'at')), 6, 'America/New_York') AS at, toStartOfDay(parseDateTime64BestEffortOrNull(multiIf(equals(arrayElement(__events.properties_tail, 'at'), ''), NULL, equals(arrayElement(__events.properties_tail, 'at'), '\x01'), '', arrayElement(__events.properties_tail, 'at')), 6, 'America/New_York')) AS `toStartOfDay(properties.at)` FROM events AS __events PREWHERE equals(__events.team_id, 61) WHERE ifNull(greater(parseDateTime64BestEffortOrNull(multiIf(equals(arrayElement(__events.properties_tail, 'at'), ''), NULL, equals(arrayElement(__events.properties_tail, 'at'), '\x01'), '', arrayElement(__events.properties_tail, 'at')), 6, 'America/New_York'), toDateTime64({p0:String}, 6, 'America/New_York')), 0) ORDER BY toTimeZone(__events.timestamp, 'America/New_York') ASC SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: 2024-02-28
-- row: "2024-02-29T07:00:00-05:00","2024-02-29T00:00:00-05:00"
;
SELECT multiIf(equals(arrayElement(__events.properties_tail, '$ai_trace_id'), ''), NULL, equals(arrayElement(__events.properties_tail, '$ai_trace_id'), '\x01'), '', arrayElement(__events.properties_tail, '$ai_trace_id')) AS `$ai_trace_id`, concat(ifNull(toString(multiIf(equals(arrayElement(__events.properties_tail, '$ai_trace_id'), ''), NULL, equals(arrayElement(__events.properties_tail, '$ai_trace_id'), '\x01'), '', arrayElement(__events.properties_tail, '$ai_trace_id'))), ''), {p0:String}) AS `concat(properties.$ai_trace_id, '!')` FROM events AS __events PREWHERE equals(__events.team_id, 61) WHERE ifNull(equals(multiIf(equals(arrayElement(__events.properties_tail, '$ai_trace_id'), ''), NULL, equals(arrayElement(__events.properties_tail, '$ai_trace_id'), '\x01'), '', arrayElement(__events.properties_tail, '$ai_trace_id')), {p1:String}), 0) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: !
-- p1: 7
-- row: "7","7!"
;
SELECT replaceRegexpAll(nullIf(nullIf(JSONExtractRaw(__query_0.p, {p0:String}), ''), 'null'), '^"|"$', '') AS `$browser`, accurateCastOrNull(replaceRegexpAll(nullIf(nullIf(JSONExtractRaw(__query_0.p, {p1:String}), ''), 'null'), '^"|"$', ''), 'Float64') AS price, replaceRegexpAll(nullIf(nullIf(JSONExtractRaw(__query_0.p, {p2:String}, {p3:String}, 1), ''), 'null'), '^"|"$', '') AS `p.a.b.1` FROM (SELECT __events.properties AS p, toTimeZone(__events.timestamp, 'America/New_York') AS timestamp FROM events AS __events PREWHERE equals(__events.team_id, 61)) AS __query_0 ORDER BY __query_0.timestamp ASC LIMIT 2 SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: $browser
-- p1: price
-- p2: a
-- p3: b
-- row: "Chrome",10.0,"1"
-- row: "Firefox",2.5,null
;
SELECT __events.pp_email AS email, count() AS `count()` FROM events AS __events PREWHERE equals(__events.team_id, 61) GROUP BY 1 ORDER BY 1 ASC SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- row: "then@x.org",3
-- row: null,2
;
SELECT multiIf(equals(arrayElement(__events.person_properties_tail, 'plan'), ''), NULL, equals(arrayElement(__events.person_properties_tail, 'plan'), '\x01'), '', arrayElement(__events.person_properties_tail, 'plan')) AS plan, count() AS `count()` FROM events AS __events PREWHERE equals(__events.team_id, 61) GROUP BY 1 ORDER BY 1 ASC SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- row: "small",1
-- row: "then",3
-- row: null,1
;
SELECT replaceRegexpAll(nullIf(nullIf(__events__person.property_0, ''), 'null'), '^"|"$', '') AS email, accurateCastOrNull(replaceRegexpAll(nullIf(nullIf(__events__person.property_1, ''), 'null'), '^"|"$', ''), 'Float64') AS age, count() AS `count()` FROM events AS __events INNER JOIN (SELECT __events__person_versions.id AS id, argMax(JSONExtractRaw(__events__person_versions.properties, {p0:String}), __events__person_versions.version) AS property_0, argMax(JSONExtractRaw(__events__person_versions.properties, {p1:String}), __events__person_versions.version) AS property_1 FROM persons AS __events__person_versions PREWHERE equals(__events__person_versions.team_id, 61) GROUP BY __events__person_versions.id HAVING equals(argMax(__events__person_versions.is_deleted, __events__person_versions.version), 0)) AS __events__person ON equals(if(equals((SELECT multiIf(equals(count(), 0), 0, greaterOrEquals(max(__overrides_seen.version), 100), 2, 1) FROM person_distinct_id_overrides AS __overrides_seen PREWHERE equals(__overrides_seen.team_id, 61)), 2), ifNull(toUUIDOrNull(transform(__events.distinct_id, tupleElement((SELECT tuple(groupArray(__overrides.distinct_id), groupArray(toString(__overrides.person_id))) FROM (SELECT __overrides_versions.distinct_id AS distinct_id, argMax(__overrides_versions.person_id, __overrides_versions.version) AS person_id FROM person_distinct_id_overrides AS __overrides_versions PREWHERE equals(__overrides_versions.team_id, 61) GROUP BY __overrides_versions.distinct_id HAVING equals(argMax(__overrides_versions.is_deleted, __overrides_versions.version), 0)) AS __overrides WHERE equals((SELECT multiIf(equals(count(), 0), 0, greaterOrEquals(max(__overrides_seen.version), 100), 2, 1) FROM person_distinct_id_overrides AS __overrides_seen PREWHERE equals(__overrides_seen.team_id, 61)), 2)), 1), tupleElement((SELECT tuple(groupArray(__overrides.distinct_id), groupArray(toString(__overrides.person_id))) FROM (SELECT __overrides_versions.distinct_id AS distinct_id, argMax(__overrides_versions.person_id, __overrides_versions.version) AS person_id FROM person_distinct_id_overrides AS __overrides_versions PREWHERE equals(__overrides_versions.team_id, 61) GROUP BY __overrides_versions.distinct_id HAVING equals(argMax(__overrides_versions.is_deleted, __overrides_versions.version), 0)) AS __overrides WHERE equals((SELECT multiIf(equals(count(), 0), 0, greaterOrEquals(max(__overrides_seen.version), 100), 2, 1) FROM person_distinct_id_overrides AS __overrides_seen PREWHERE equals(__overrides_seen.team_id, 61)), 2)), 2), '')), __events.person_id), if(equals((SELECT multiIf(equals(count(), 0), 0, greaterOrEquals(max(__overrides_seen.version), 100), 2, 1) FROM person_distinct_id_overrides AS __overrides_seen PREWHERE equals(__overrides_seen.team_id, 61)), 0), __events.person_id, if(in(reinterpretAsUInt64(__events.person_id), (SELECT reinterpretAsUInt64(__overrides.origin_id) FROM (SELECT __overrides_versions.distinct_id AS distinct_id, argMax(__overrides_versions.origin_id, __overrides_versions.version) AS origin_id FROM person_distinct_id_overrides AS __overrides_versions PREWHERE equals(__overrides_versions.team_id, 61) GROUP BY __overrides_versions.distinct_id HAVING equals(argMax(__overrides_versions.is_deleted, __overrides_versions.version), 0)) AS __overrides WHERE equals((SELECT multiIf(equals(count(), 0), 0, greaterOrEquals(max(__overrides_seen.version), 100), 2, 1) FROM person_distinct_id_overrides AS __overrides_seen PREWHERE equals(__overrides_seen.team_id, 61)), 1))), toUUIDOrDefault(transform(toString(__events.person_id), tupleElement((SELECT tuple(groupArray(toString(__overrides.origin_id)), groupArray(toString(__overrides.person_id))) FROM (SELECT __overrides_versions.distinct_id AS distinct_id, argMax(__overrides_versions.origin_id, __overrides_versions.version) AS origin_id, argMax(__overrides_versions.person_id, __overrides_versions.version) AS person_id FROM person_distinct_id_overrides AS __overrides_versions PREWHERE equals(__overrides_versions.team_id, 61) GROUP BY __overrides_versions.distinct_id HAVING equals(argMax(__overrides_versions.is_deleted, __overrides_versions.version), 0)) AS __overrides WHERE equals((SELECT multiIf(equals(count(), 0), 0, greaterOrEquals(max(__overrides_seen.version), 100), 2, 1) FROM person_distinct_id_overrides AS __overrides_seen PREWHERE equals(__overrides_seen.team_id, 61)), 1)), 1), tupleElement((SELECT tuple(groupArray(toString(__overrides.origin_id)), groupArray(toString(__overrides.person_id))) FROM (SELECT __overrides_versions.distinct_id AS distinct_id, argMax(__overrides_versions.origin_id, __overrides_versions.version) AS origin_id, argMax(__overrides_versions.person_id, __overrides_versions.version) AS person_id FROM person_distinct_id_overrides AS __overrides_versions PREWHERE equals(__overrides_versions.team_id, 61) GROUP BY __overrides_versions.distinct_id HAVING equals(argMax(__overrides_versions.is_deleted, __overrides_versions.version), 0)) AS __overrides WHERE equals((SELECT multiIf(equals(count(), 0), 0, greaterOrEquals(max(__overrides_seen.version), 100), 2, 1) FROM person_distinct_id_overrides AS __overrides_seen PREWHERE equals(__overrides_seen.team_id, 61)), 1)), 2), ''), __events.person_id), __events.person_id))), __events__person.id) PREWHERE equals(__events.team_id, 61) GROUP BY 1, 2 ORDER BY 2 ASC SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: email
-- p1: age
-- row: "now@x.org",31.0,4
-- row: null,40.0,1
;
SELECT replaceRegexpAll(nullIf(nullIf(__events__group_0.property_0, ''), 'null'), '^"|"$', '') AS name, sum(accurateCastOrNull(replaceRegexpAll(nullIf(nullIf(__events__group_0.property_1, ''), 'null'), '^"|"$', ''), 'Float64')) AS `sum(company.properties.seats)` FROM events AS __events LEFT JOIN (SELECT __events__group_0_versions.group_type_index AS group_type_index, __events__group_0_versions.group_key AS group_key, argMax(JSONExtractRaw(__events__group_0_versions.properties, {p0:String}), __events__group_0_versions.version) AS property_0, argMax(JSONExtractRaw(__events__group_0_versions.properties, {p1:String}), __events__group_0_versions.version) AS property_1 FROM groups AS __events__group_0_versions PREWHERE equals(__events__group_0_versions.team_id, 61) WHERE equals(__events__group_0_versions.group_type_index, 0) GROUP BY __events__group_0_versions.group_type_index, __events__group_0_versions.group_key HAVING equals(argMax(__events__group_0_versions.is_deleted, __events__group_0_versions.version), 0)) AS __events__group_0 ON equals(__events.`$group_0`, __events__group_0.group_key) PREWHERE equals(__events.team_id, 61) GROUP BY 1 ORDER BY 1 ASC SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: name
-- p1: seats
-- row: "Acme",150.0
-- row: null,null
;
SELECT length(base58Decode(assumeNotNull(cast(__events.`p_$browser`, 'Nullable(String)')))) AS `length(base58Decode(assumeNotNull(properties.$browser)))` FROM events AS __events PREWHERE equals(__events.team_id, 61) WHERE ifNull(equals(cast(__events.`p_$browser`, 'Nullable(String)'), {p0:String}), 0) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: Chrome
-- row: 5
;
SELECT ifNull(equals(__events.`p_$browser`, {p0:String}), 0) AS `equals(properties.$browser, 'Chrome')`, ifNull(notEquals(__events.`p_$browser`, {p0:String}), 1) AS `notEquals(properties.$browser, 'Chrome')`, ifNull(less(accurateCastOrNull(multiIf(equals(arrayElement(__events.properties_tail, 'price'), ''), NULL, equals(arrayElement(__events.properties_tail, 'price'), '\x01'), '', arrayElement(__events.properties_tail, 'price')), 'Float64'), 5), 0) AS `less(properties.price, 5)`, ifNull(notLike(__events.`p_$browser`, {p1:String}), 1) AS column_4, in(__events.`p_$browser`, {p0:String}) AS `in(properties.$browser, 'Chrome')` FROM events AS __events PREWHERE equals(__events.team_id, 61) ORDER BY toTimeZone(__events.timestamp, 'America/New_York') ASC SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: Chrome
-- p1: C%
-- row: 1,0,0,0,1
-- row: 0,1,1,1,0
-- row: 0,1,0,1,0
-- row: 0,1,0,1,0
-- row: 0,1,0,1,0
