SELECT __events.`p_$browser` AS `$browser`, if(mapContains(__events.properties_tail, {p0:String}), arrayElement(__events.properties_tail, {p0:String}), NULL) AS custom, if(mapContains(__events.properties_tail, {p1:String}), arrayElement(__events.properties_tail, {p1:String}), NULL) AS `(properties)['a b']`, replaceRegexpAll(nullIf(nullIf(JSONExtractRaw(__events.properties, {p2:String}, {p3:String}), ''), 'null'), '^"|"$', '') AS a__b, replaceRegexpAll(nullIf(nullIf(JSONExtractRaw(__events.properties, {p4:String}, 1, {p5:String}), ''), 'null'), '^"|"$', '') AS `((properties.list)[1])['x']` FROM events AS __events WHERE equals(__events.team_id, 7) SETTINGS transform_null_in=1
-- p0: custom
-- p1: a b
-- p2: a
-- p3: b
-- p4: list
-- p5: x
-- columns: [$browser] [custom] [(properties)['a b']] [a__b] [((properties.list)[1])['x']]
-- hogql: SELECT properties.$browser, properties.custom, (properties)['a b'], properties.a.b, ((properties.list)[1])['x'] FROM events
;
SELECT __events.pp_email AS email, __events.person_id AS id, __events.person_id AS person_id, toTimeZone(__events.person_created_at, 'America/New_York') AS created_at, if(mapContains(__events.person_properties_tail, {p0:String}), arrayElement(__events.person_properties_tail, {p0:String}), NULL) AS custom FROM events AS __events WHERE equals(__events.team_id, 7) SETTINGS transform_null_in=1
-- p0: custom
-- columns: [email] [id] [person_id] [created_at] [custom]
-- hogql: SELECT person.properties.email, person.id, person_id, person.created_at, person.properties.custom FROM events
;
SELECT plus(accurateCastOrNull(if(mapContains(__events.properties_tail, {p0:String}), arrayElement(__events.properties_tail, {p0:String}), NULL), 'Float64'), 1) AS `plus(properties.price, 1)`, toBool(transform(toString(if(mapContains(__events.properties_tail, {p1:String}), arrayElement(__events.properties_tail, {p1:String}), NULL)), ['true', 'false'], [1, 0], NULL)) AS paid, parseDateTime64BestEffortOrNull(if(mapContains(__events.person_properties_tail, {p2:String}), arrayElement(__events.person_properties_tail, {p2:String}), NULL), 6, 'America/New_York') AS signed_up, toFloat64OrZero(if(mapContains(__events.properties_tail, {p0:String}), arrayElement(__events.properties_tail, {p0:String}), NULL)) AS `toFloatOrZero(properties.price)` FROM events AS __events WHERE equals(__events.team_id, 7) SETTINGS transform_null_in=1
-- p0: price
-- p1: paid
-- p2: signed_up
-- columns: [plus(properties.price, 1)] [paid] [signed_up] [toFloatOrZero(properties.price)]
-- hogql: SELECT plus(properties.price, 1), properties.paid, person.properties.signed_up, toFloatOrZero(properties.price) FROM events
;
SELECT __events.`$session_id` AS `$session_id`, __events.`$group_0` AS `$group_0`, __events.pp_email AS email, __events.person_id AS person_id, extract(__events.elements_chain, '(?::|")href="(.*?)"') AS elements_chain_href FROM events AS __events WHERE equals(__events.team_id, 7) SETTINGS transform_null_in=1
-- columns: [$session_id] [$group_0] [email] [person_id] [elements_chain_href]
-- hogql: SELECT $session_id, $group_0, poe.properties.email, pdi.person_id, elements_chain_href FROM events
;
SELECT count() AS `count()` FROM events AS __events WHERE and(equals(__events.team_id, 7), ifNull(greater(accurateCastOrNull(if(mapContains(__events.properties_tail, {p0:String}), arrayElement(__events.properties_tail, {p0:String}), NULL), 'Float64'), 5), 0), ifNull(equals(toBool(transform(toString(if(mapContains(__events.properties_tail, {p1:String}), arrayElement(__events.properties_tail, {p1:String}), NULL)), ['true', 'false'], [1, 0], NULL)), true), 0), ifNull(notEquals(if(mapContains(__events.properties_tail, {p2:String}), arrayElement(__events.properties_tail, {p2:String}), NULL), {p3:String}), 1)) SETTINGS transform_null_in=1
-- p0: price
-- p1: paid
-- p2: custom
-- p3: x
-- columns: [count()]
-- hogql: SELECT count() FROM events WHERE and(greater(properties.price, 5), equals(properties.paid, true), notEquals(properties.custom, 'x'))
;
SELECT JSONExtractString(__events.properties, {p0:String}) AS `JSONExtractString(properties, 'a')` FROM events AS __events WHERE equals(__events.team_id, 7) SETTINGS transform_null_in=1
-- p0: a
-- columns: [JSONExtractString(properties, 'a')]
-- hogql: SELECT JSONExtractString(properties, 'a') FROM events
;
SELECT if(mapContains(__events.properties_tail, {p0:String}), arrayElement(__events.properties_tail, {p0:String}), NULL) AS `x.y` FROM events AS __events WHERE and(equals(__events.team_id, 7), equals(__events.event, {p1:String})) SETTINGS transform_null_in=1
-- p0: x.y
-- p1: a
-- columns: [x.y]
-- hogql: SELECT properties.`x.y` FROM events WHERE equals(event, 'a')
