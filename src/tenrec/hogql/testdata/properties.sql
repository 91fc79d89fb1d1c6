SELECT __events.`p_$browser` AS `$browser`, multiIf(equals(arrayElement(__events.properties_tail, 'custom'), ''), NULL, equals(arrayElement(__events.properties_tail, 'custom'), '\x01'), '', arrayElement(__events.properties_tail, 'custom')) AS custom, multiIf(equals(arrayElement(__events.properties_tail, 'a b'), ''), NULL, equals(arrayElement(__events.properties_tail, 'a b'), '\x01'), '', arrayElement(__events.properties_tail, 'a b')) AS `properties['a b']`, replaceRegexpAll(nullIf(nullIf(JSONExtractRaw(__events.properties, {p0:String}, {p1:String}), ''), 'null'), '^"|"$', '') AS a__b, replaceRegexpAll(nullIf(nullIf(JSONExtractRaw(__events.properties, {p2:String}, 1, {p3:String}), ''), 'null'), '^"|"$', '') AS `properties.list[1]['x']` FROM events AS __events PREWHERE equals(__events.team_id, 7) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: a
-- p1: b
-- p2: list
-- p3: x
-- columns: [$browser] [custom] [properties['a b']] [a__b] [properties.list[1]['x']]
-- hogql: SELECT properties.$browser, properties.custom, properties['a b'], properties.a.b, properties.list[1]['x'] FROM events
;
SELECT __events.pp_email AS email, __events.person_id AS id, __events.person_id AS person_id, toTimeZone(__events.person_created_at, 'America/New_York') AS created_at, multiIf(equals(arrayElement(__events.person_properties_tail, 'custom'), ''), NULL, equals(arrayElement(__events.person_properties_tail, 'custom'), '\x01'), '', arrayElement(__events.person_properties_tail, 'custom')) AS custom FROM events AS __events PREWHERE equals(__events.team_id, 7) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- columns: [email] [id] [person_id] [created_at] [custom]
-- hogql: SELECT person.properties.email, person.id, person_id, person.created_at, person.properties.custom FROM events
;
SELECT plus(accurateCastOrNull(multiIf(equals(arrayElement(__events.properties_tail, 'price'), ''), NULL, equals(arrayElement(__events.properties_tail, 'price'), '\x01'), '', arrayElement(__events.properties_tail, 'price')), 'Float64'), 1) AS `plus(properties.price, 1)`, toBool(transform(toString(multiIf(equals(arrayElement(__events.properties_tail, 'paid'), ''), NULL, equals(arrayElement(__events.properties_tail, 'paid'), '\x01'), '', arrayElement(__events.properties_tail, 'paid'))), ['true', 'false'], [1, 0], NULL)) AS paid, parseDateTime64BestEffortOrNull(multiIf(equals(arrayElement(__events.person_properties_tail, 'signed_up'), ''), NULL, equals(arrayElement(__events.person_properties_tail, 'signed_up'), '\x01'), '', arrayElement(__events.person_properties_tail, 'signed_up')), 6, 'America/New_York') AS signed_up, toFloat64OrZero(multiIf(equals(arrayElement(__events.properties_tail, 'price'), ''), NULL, equals(arrayElement(__events.properties_tail, 'price'), '\x01'), '', arrayElement(__events.properties_tail, 'price'))) AS `toFloatOrZero(properties.price)` FROM events AS __events PREWHERE equals(__events.team_id, 7) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- columns: [plus(properties.price, 1)] [paid] [signed_up] [toFloatOrZero(properties.price)]
-- hogql: SELECT plus(properties.price, 1), properties.paid, person.properties.signed_up, toFloatOrZero(properties.price) FROM events
;
SELECT __events.`$session_id` AS `$session_id`, __events.`$group_0` AS `$group_0`, __events.pp_email AS email, __events.person_id AS person_id, extract(__events.elements_chain, '(?::|")href="(.*?)"') AS elements_chain_href FROM events AS __events PREWHERE equals(__events.team_id, 7) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- columns: [$session_id] [$group_0] [email] [person_id] [elements_chain_href]
-- hogql: SELECT $session_id, $group_0, poe.properties.email, pdi.person_id, elements_chain_href FROM events
;
SELECT count() AS `count()` FROM events AS __events PREWHERE equals(__events.team_id, 7) WHERE and(ifNull(greater(accurateCastOrNull(multiIf(equals(arrayElement(__events.properties_tail, 'price'), ''), NULL, equals(arrayElement(__events.properties_tail, 'price'), '\x01'), '', arrayElement(__events.properties_tail, 'price')), 'Float64'), 5), 0), ifNull(equals(toBool(transform(toString(multiIf(equals(arrayElement(__events.properties_tail, 'paid'), ''), NULL, equals(arrayElement(__events.properties_tail, 'paid'), '\x01'), '', arrayElement(__events.properties_tail, 'paid'))), ['true', 'false'], [1, 0], NULL)), true), 0), ifNull(notEquals(multiIf(equals(arrayElement(__events.properties_tail, 'custom'), ''), NULL, equals(arrayElement(__events.properties_tail, 'custom'), '\x01'), '', arrayElement(__events.properties_tail, 'custom')), {p0:String}), 1)) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: x
-- columns: [count()]
-- hogql: SELECT count() FROM events WHERE and(greater(properties.price, 5), equals(properties.paid, true), notEquals(properties.custom, 'x'))
;
SELECT JSONExtractString(__events.properties, {p0:String}) AS `JSONExtractString(properties, 'a')` FROM events AS __events PREWHERE equals(__events.team_id, 7) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: a
-- columns: [JSONExtractString(properties, 'a')]
-- hogql: SELECT JSONExtractString(properties, 'a') FROM events
;
SELECT multiIf(equals(arrayElement(__events.properties_tail, 'x.y'), ''), NULL, equals(arrayElement(__events.properties_tail, 'x.y'), '\x01'), '', arrayElement(__events.properties_tail, 'x.y')) AS `x.y` FROM events AS __events PREWHERE equals(__events.team_id, 7) WHERE equals(__events.event, {p0:String}) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: a
-- columns: [x.y]
-- hogql: SELECT properties.`x.y` FROM events WHERE equals(event, 'a')
