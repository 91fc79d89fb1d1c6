SELECT equals(__events.event, {p0:String}) AS `equals(event, 'buy')`, ifNull(equals(__events.p_utm_source, {p1:String}), 0) AS `equals(properties.utm_source, 'google')`, ifNull(equals({p1:String}, __events.p_utm_source), 0) AS `equals('google', properties.utm_source)`, isNull(__events.p_utm_source) AS `equals(properties.utm_source, NULL)`, isNull(__events.p_utm_source) AS `equals(NULL, properties.utm_source)`, ifNull(equals(__events.p_utm_source, __events.p_utm_medium), and(isNull(__events.p_utm_source), isNull(__events.p_utm_medium))) AS `equals(properties.utm_source, properties.utm_medium)` FROM events AS __events PREWHERE equals(__events.team_id, 61) ORDER BY toTimeZone(__events.timestamp, 'America/New_York') ASC SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: buy
-- p1: google
-- row: 0,1,1,0,0,0
-- row: 0,0,0,1,1,1
-- row: 1,0,0,1,1,1
-- row: 0,0,0,1,1,1
-- row: 0,0,0,1,1,1
;
SELECT notEquals(__events.event, {p0:String}) AS `notEquals(event, 'buy')`, ifNull(notEquals(__events.p_utm_source, {p1:String}), 1) AS `notEquals(properties.utm_source, 'google')`, isNotNull(__events.p_utm_source) AS `notEquals(properties.utm_source, NULL)`, ifNull(notEquals(__events.p_utm_source, __events.p_utm_medium), or(isNotNull(__events.p_utm_source), isNotNull(__events.p_utm_medium))) AS `notEquals(properties.utm_source, properties.utm_medium)` FROM events AS __events PREWHERE equals(__events.team_id, 61) ORDER BY toTimeZone(__events.timestamp, 'America/New_York') ASC SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: buy
-- p1: google
-- row: 1,0,1,1
-- row: 1,1,0,0
-- row: 0,1,0,0
-- row: 1,1,0,0
-- row: 1,1,0,0
;
SELECT like(cast(__events.event, 'String'), {p0:String}) AS column_1, ifNull(like(cast(__events.p_utm_source, 'Nullable(String)'), {p1:String}), 0) AS column_2, ifNull(ilike(cast(__events.p_utm_source, 'Nullable(String)'), {p2:String}), 0) AS column_3, isNull(cast(__events.p_utm_source, 'Nullable(String)')) AS `like(properties.utm_source, NULL)`, ifNull(like(cast(__events.p_utm_source, 'Nullable(String)'), cast(__events.p_utm_source, 'Nullable(String)')), and(isNull(cast(__events.p_utm_source, 'Nullable(String)')), isNull(cast(__events.p_utm_source, 'Nullable(String)')))) AS `like(properties.utm_source, properties.utm_source)` FROM events AS __events PREWHERE equals(__events.team_id, 61) ORDER BY toTimeZone(__events.timestamp, 'America/New_York') ASC SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: b%
-- p1: g%
-- p2: G%
-- row: 0,1,1,0,1
-- row: 0,0,0,1,1
-- row: 1,0,0,1,1
-- row: 0,0,0,1,1
-- row: 0,0,0,1,1
;
SELECT notLike(cast(__events.event, 'String'), {p0:String}) AS column_1, ifNull(notLike(cast(__events.p_utm_source, 'Nullable(String)'), {p1:String}), 1) AS column_2, ifNull(notILike(cast(__events.p_utm_source, 'Nullable(String)'), {p2:String}), 1) AS column_3, ifNull(notLike(cast(__events.p_utm_source, 'Nullable(String)'), cast(__events.p_utm_source, 'Nullable(String)')), or(isNotNull(cast(__events.p_utm_source, 'Nullable(String)')), isNotNull(cast(__events.p_utm_source, 'Nullable(String)')))) AS `notLike(properties.utm_source, properties.utm_source)` FROM events AS __events PREWHERE equals(__events.team_id, 61) ORDER BY toTimeZone(__events.timestamp, 'America/New_York') ASC SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: b%
-- p1: g%
-- p2: G%
-- row: 1,0,0,0
-- row: 1,1,1,0
-- row: 0,1,1,0
-- row: 1,1,1,0
-- row: 1,1,1,0
;
SELECT ifNull(less(accurateCastOrNull(multiIf(equals(arrayElement(__events.properties_tail, 'price'), ''), NULL, equals(arrayElement(__events.properties_tail, 'price'), '\x01'), '', arrayElement(__events.properties_tail, 'price')), 'Float64'), 5), 0) AS `less(properties.price, 5)`, ifNull(lessOrEquals(accurateCastOrNull(multiIf(equals(arrayElement(__events.properties_tail, 'price'), ''), NULL, equals(arrayElement(__events.properties_tail, 'price'), '\x01'), '', arrayElement(__events.properties_tail, 'price')), 'Float64'), 10), 0) AS `lessOrEquals(properties.price, 10)`, ifNull(greater(accurateCastOrNull(multiIf(equals(arrayElement(__events.properties_tail, 'price'), ''), NULL, equals(arrayElement(__events.properties_tail, 'price'), '\x01'), '', arrayElement(__events.properties_tail, 'price')), 'Float64'), 5), 0) AS `greater(properties.price, 5)`, ifNull(greaterOrEquals(accurateCastOrNull(multiIf(equals(arrayElement(__events.properties_tail, 'price'), ''), NULL, equals(arrayElement(__events.properties_tail, 'price'), '\x01'), '', arrayElement(__events.properties_tail, 'price')), 'Float64'), accurateCastOrNull(multiIf(equals(arrayElement(__events.properties_tail, 'price'), ''), NULL, equals(arrayElement(__events.properties_tail, 'price'), '\x01'), '', arrayElement(__events.properties_tail, 'price')), 'Float64')), 0) AS `greaterOrEquals(properties.price, properties.price)`, 0 AS `less(properties.price, NULL)`, greater(__events.event, {p0:String}) AS `greater(event, 'c')` FROM events AS __events PREWHERE equals(__events.team_id, 61) ORDER BY toTimeZone(__events.timestamp, 'America/New_York') ASC SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: c
-- row: 0,1,1,1,0,0
-- row: 1,1,0,1,0,0
-- row: 0,0,0,0,0,0
-- row: 0,0,0,0,0,0
-- row: 0,0,0,0,0,1
;
SELECT match(cast(__events.event, 'String'), {p0:String}) AS `match(event, '^b')`, ifNull(match(cast(__events.p_utm_source, 'Nullable(String)'), {p1:String}), and(isNull(cast(__events.p_utm_source, 'Nullable(String)')), isNull({p1:String}))) AS `match(properties.utm_source, 'oo')`, ifNull(match(cast(__events.p_utm_source, 'Nullable(String)'), concat('(?i)', {p2:String})), and(isNull(cast(__events.p_utm_source, 'Nullable(String)')), isNull({p2:String}))) AS `match(properties.utm_source, concat('(?i)', 'OO'))`, ifNull(match(cast(__events.p_utm_source, 'Nullable(String)'), cast(__events.p_utm_source, 'Nullable(String)')), and(isNull(cast(__events.p_utm_source, 'Nullable(String)')), isNull(cast(__events.p_utm_source, 'Nullable(String)')))) AS `match(properties.utm_source, properties.utm_source)` FROM events AS __events PREWHERE equals(__events.team_id, 61) ORDER BY toTimeZone(__events.timestamp, 'America/New_York') ASC SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: ^b
-- p1: oo
-- p2: OO
-- row: 0,1,1,1
-- row: 0,0,0,1
-- row: 1,0,0,1
-- row: 0,0,0,1
-- row: 0,0,0,1
;
SELECT not(match(cast(__events.event, 'String'), {p0:String})) AS `not(match(event, '^b'))`, ifNull(not(match(cast(__events.p_utm_source, 'Nullable(String)'), {p1:String})), or(isNotNull(cast(__events.p_utm_source, 'Nullable(String)')), isNotNull({p1:String}))) AS `not(match(properties.utm_source, 'oo'))`, ifNull(not(match(cast(__events.p_utm_source, 'Nullable(String)'), concat('(?i)', {p2:String}))), or(isNotNull(cast(__events.p_utm_source, 'Nullable(String)')), isNotNull({p2:String}))) AS `not(match(properties.utm_source, concat('(?i)', 'OO')))` FROM events AS __events PREWHERE equals(__events.team_id, 61) ORDER BY toTimeZone(__events.timestamp, 'America/New_York') ASC SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: ^b
-- p1: oo
-- p2: OO
-- row: 1,0,0
-- row: 1,1,1
-- row: 0,1,1
-- row: 1,1,1
-- row: 1,1,1
;
SELECT in(__events.p_utm_source, tuple({p0:String}, NULL)) AS `in(properties.utm_source, tuple('google', NULL))`, notIn(__events.p_utm_source, {p1:String}) AS `notIn(properties.utm_source, 'a')`, in(NULL, NULL) AS `in(NULL, NULL)`, notIn(NULL, {p1:String}) AS `notIn(NULL, 'a')`, in(__events.event, tuple({p2:String}, {p3:String})) AS `in(event, tuple('buy', 'server'))` FROM events AS __events PREWHERE equals(__events.team_id, 61) ORDER BY toTimeZone(__events.timestamp, 'America/New_York') ASC SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: google
-- p1: a
-- p2: buy
-- p3: server
-- row: 1,1,1,1,0
-- row: 1,1,1,1,0
-- row: 1,1,1,1,1
-- row: 1,1,1,1,0
-- row: 1,1,1,1,1
;
SELECT ifNull(and(greaterOrEquals(accurateCastOrNull(multiIf(equals(arrayElement(__events.properties_tail, 'price'), ''), NULL, equals(arrayElement(__events.properties_tail, 'price'), '\x01'), '', arrayElement(__events.properties_tail, 'price')), 'Float64'), 1), lessOrEquals(accurateCastOrNull(multiIf(equals(arrayElement(__events.properties_tail, 'price'), ''), NULL, equals(arrayElement(__events.properties_tail, 'price'), '\x01'), '', arrayElement(__events.properties_tail, 'price')), 'Float64'), 5)), 0) AS `properties.price BETWEEN 1 AND 5`, ifNull(not(and(greaterOrEquals(accurateCastOrNull(multiIf(equals(arrayElement(__events.properties_tail, 'price'), ''), NULL, equals(arrayElement(__events.properties_tail, 'price'), '\x01'), '', arrayElement(__events.properties_tail, 'price')), 'Float64'), 1), lessOrEquals(accurateCastOrNull(multiIf(equals(arrayElement(__events.properties_tail, 'price'), ''), NULL, equals(arrayElement(__events.properties_tail, 'price'), '\x01'), '', arrayElement(__events.properties_tail, 'price')), 'Float64'), 5))), 0) AS `properties.price NOT BETWEEN 1 AND 5`, and(greaterOrEquals(__events.timestamp, toDateTime64({p0:String}, 6, 'America/New_York')), lessOrEquals(__events.timestamp, toDateTime64({p1:String}, 6, 'America/New_York'))) AS `timestamp BETWEEN '2024-03-02' AND '2024-03-04'` FROM events AS __events PREWHERE equals(__events.team_id, 61) ORDER BY toTimeZone(__events.timestamp, 'America/New_York') ASC SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: 2024-03-02
-- p1: 2024-03-04
-- row: 0,1,0
-- row: 1,0,0
-- row: 0,0,0
-- row: 0,0,1
-- row: 0,0,1
;
SELECT isNull(__events.p_utm_source) AS `equals(properties.utm_source, NULL)`, isNotNull(__events.p_utm_source) AS `notEquals(properties.utm_source, NULL)`, isNull(__events.event) AS `equals(event, NULL)` FROM events AS __events PREWHERE equals(__events.team_id, 61) ORDER BY toTimeZone(__events.timestamp, 'America/New_York') ASC SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- row: 0,1,0
-- row: 1,0,0
-- row: 1,0,0
-- row: 1,0,0
-- row: 1,0,0
;
SELECT not(ifNull(equals(__events.p_utm_source, {p0:String}), and(isNull(__events.p_utm_source), isNull({p0:String})))) AS `properties.utm_source IS DISTINCT FROM 'google'`, ifNull(equals(__events.p_utm_source, NULL), and(isNull(__events.p_utm_source), isNull(NULL))) AS `properties.utm_source IS NOT DISTINCT FROM NULL`, ifNull(equals(__events.p_utm_source, {p0:String}), and(isNull(__events.p_utm_source), isNull({p0:String}))) AS `properties.utm_source IS NOT DISTINCT FROM 'google'` FROM events AS __events PREWHERE equals(__events.team_id, 61) ORDER BY toTimeZone(__events.timestamp, 'America/New_York') ASC SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: google
-- row: 0,0,1
-- row: 1,1,0
-- row: 1,1,0
-- row: 1,1,0
-- row: 1,1,0
;
SELECT 1 AS `equals(1, 1)`, 0 AS `equals(1, 2)`, 0 AS `notEquals(1, 1)`, 1 AS `less('a', 'b')`, 0 AS `greaterOrEquals(2, 3)` SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- row: 1,0,0,1,0
;
SELECT equals(__events.event, {p0:String}) AS `and(equals(event, 'buy'), equals(1, 1))`, 0 AS `and(equals(event, 'buy'), equals(1, 2))`, 1 AS `or(equals(event, 'buy'), equals(1, 1))`, equals(__events.event, {p0:String}) AS `or(equals(event, 'buy'), equals(1, 2))`, not(equals(__events.event, {p0:String})) AS `not(equals(event, 'buy'))` FROM events AS __events PREWHERE equals(__events.team_id, 61) ORDER BY toTimeZone(__events.timestamp, 'America/New_York') ASC SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: buy
-- row: 0,0,1,0,1
-- row: 0,0,1,0,1
-- row: 1,0,1,1,0
-- row: 0,0,1,0,1
-- row: 0,0,1,0,1
;
SELECT __events.event AS event FROM events AS __events PREWHERE equals(__events.team_id, 61) WHERE and(greater(__events.timestamp, toDateTime64({p0:String}, 6, 'America/New_York')), notEquals(__events.timestamp, toDateTime64({p1:String}, 6, 'America/New_York'))) ORDER BY toTimeZone(__events.timestamp, 'America/New_York') ASC SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: 2024-03-01 05:00:30
-- p1: 2024-03-02 05:00:00
-- row: "buy"
-- row: "server"
;
SELECT __e.event AS event, __p.plan AS plan FROM events AS __e INNER JOIN (SELECT __persons.id AS id, replaceRegexpAll(nullIf(nullIf(__persons.property_0, ''), 'null'), '^"|"$', '') AS plan FROM (SELECT __persons_versions.id AS id, argMax(JSONExtractRaw(__persons_versions.properties, {p0:String}), __persons_versions.version) AS property_0 FROM persons AS __persons_versions PREWHERE equals(__persons_versions.team_id, 61) GROUP BY __persons_versions.id HAVING equals(argMax(__persons_versions.is_deleted, __persons_versions.version), 0)) AS __persons) AS __p ON equals(multiIf(equals(arrayElement(__e.person_properties_tail, 'plan'), ''), NULL, equals(arrayElement(__e.person_properties_tail, 'plan'), '\x01'), '', arrayElement(__e.person_properties_tail, 'plan')), __p.plan) PREWHERE equals(__e.team_id, 61) ORDER BY toTimeZone(__e.timestamp, 'America/New_York') ASC SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: plan
-- row: "$pageview","small"
;
SELECT ifNull(equals(lower(__events.p_utm_source), {p0:String}), 0) AS `equals(lower(properties.utm_source), 'google')`, ifNull(notEquals(lower(__events.p_utm_source), {p0:String}), 1) AS `notEquals(lower(properties.utm_source), 'google')`, equals(isNull(__events.p_utm_source), true) AS `equals(isNull(properties.utm_source), true)`, notEquals(assumeNotNull(__events.p_utm_source), {p0:String}) AS `notEquals(assumeNotNull(properties.utm_source), 'google')`, notEquals(coalesce(__events.p_utm_source, {p1:String}), {p1:String}) AS `notEquals(coalesce(properties.utm_source, 'none'), 'none')`, ifNull(__events.p_utm_source, {p2:String}) AS `ifNull(properties.utm_source, 'x')` FROM events AS __events PREWHERE equals(__events.team_id, 61) ORDER BY toTimeZone(__events.timestamp, 'America/New_York') ASC SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: google
-- p1: none
-- p2: x
-- row: 1,0,0,0,1,"google"
-- row: 0,1,1,1,0,"x"
-- row: 0,1,1,1,0,"x"
-- row: 0,1,1,1,0,"x"
-- row: 0,1,1,1,0,"x"
;
SELECT __p.name AS name, __p.seats AS seats FROM (SELECT {p0:String} AS key) AS __k LEFT JOIN (SELECT __groups.group_key AS key, {p1:String} AS name, 3 AS seats FROM (SELECT __groups_versions.group_type_index AS group_type_index, __groups_versions.group_key AS group_key FROM groups AS __groups_versions PREWHERE equals(__groups_versions.team_id, 61) GROUP BY __groups_versions.group_type_index, __groups_versions.group_key HAVING equals(argMax(__groups_versions.is_deleted, __groups_versions.version), 0)) AS __groups) AS __p ON equals(__k.key, __p.key) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: nobody
-- p1: n
-- row: "",0
