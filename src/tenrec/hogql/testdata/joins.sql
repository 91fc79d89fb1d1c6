SELECT __e.event AS event, __p.id AS id FROM events AS __e LEFT JOIN (SELECT __p_versions.id AS id FROM persons AS __p_versions PREWHERE equals(__p_versions.team_id, 7) GROUP BY __p_versions.id HAVING equals(argMax(__p_versions.is_deleted, __p_versions.version), 0)) AS __p ON equals(ifNull(toUUIDOrNull(transform(__e.distinct_id, tupleElement((SELECT tuple(groupArray(__overrides.distinct_id), groupArray(toString(__overrides.person_id))) FROM (SELECT __overrides_versions.distinct_id AS distinct_id, argMax(__overrides_versions.person_id, __overrides_versions.version) AS person_id FROM person_distinct_id_overrides AS __overrides_versions PREWHERE equals(__overrides_versions.team_id, 7) GROUP BY __overrides_versions.distinct_id HAVING equals(argMax(__overrides_versions.is_deleted, __overrides_versions.version), 0)) AS __overrides), 1), tupleElement((SELECT tuple(groupArray(__overrides.distinct_id), groupArray(toString(__overrides.person_id))) FROM (SELECT __overrides_versions.distinct_id AS distinct_id, argMax(__overrides_versions.person_id, __overrides_versions.version) AS person_id FROM person_distinct_id_overrides AS __overrides_versions PREWHERE equals(__overrides_versions.team_id, 7) GROUP BY __overrides_versions.distinct_id HAVING equals(argMax(__overrides_versions.is_deleted, __overrides_versions.version), 0)) AS __overrides), 2), '')), __e.person_id), __p.id) PREWHERE equals(__e.team_id, 7) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- columns: [event] [id]
-- hogql: SELECT e.event, p.id FROM events AS e LEFT JOIN persons AS p ON equals(e.person_id, p.id)
;
SELECT __a.event AS event FROM (SELECT event, uuid FROM events PREWHERE equals(events.team_id, 7)) AS __a JOIN (SELECT uuid FROM events PREWHERE equals(events.team_id, 7)) AS __b ON equals(__a.uuid, __b.uuid) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- columns: [event]
-- hogql: SELECT a.event FROM events AS a JOIN events AS b USING (uuid)
;
SELECT __query_0.event AS event FROM (SELECT __events.event AS event, toTimeZone(__events.timestamp, 'America/New_York') AS timestamp FROM events AS __events PREWHERE equals(__events.team_id, 7)) AS __query_0 WHERE greater(__query_0.timestamp, toDateTime64({p0:String}, 6, 'America/New_York')) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: 2024-01-01
-- columns: [event]
-- hogql: SELECT event FROM (SELECT event, timestamp FROM events) WHERE greater(timestamp, '2024-01-01')
;
SELECT __s.c AS c FROM (SELECT count() AS c, __events.event AS event FROM events AS __events PREWHERE equals(__events.team_id, 7) GROUP BY __events.event) AS __s WHERE equals(__s.event, {p0:String}) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: a
-- columns: [c]
-- hogql: SELECT s.c FROM (SELECT count() AS c, event FROM events GROUP BY event) AS s WHERE equals(s.event, 'a')
;
SELECT count() AS `count()` FROM (SELECT __events.event AS event, toTimeZone(__events.timestamp, 'America/New_York') AS timestamp FROM events AS __events PREWHERE equals(__events.team_id, 7) WHERE greater(__events.timestamp, minus(now64(6, 'America/New_York'), toIntervalDay(1)))) AS __recent SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- columns: [count()]
-- hogql: WITH recent AS (SELECT event, timestamp FROM events WHERE greater(timestamp, minus(now(), toIntervalDay(1)))) SELECT count() FROM recent
;
SELECT plus(5, 1) AS m FROM events AS __events PREWHERE equals(__events.team_id, 7) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- columns: [m]
-- hogql: WITH 5 AS n, plus(n, 1) AS m SELECT m FROM events
;
SELECT __b.event AS event FROM (SELECT __a.event AS event FROM (SELECT __events.event AS event FROM events AS __events PREWHERE equals(__events.team_id, 7)) AS __a) AS __b SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- columns: [event]
-- hogql: WITH a AS (SELECT event FROM events), b AS (SELECT event FROM a) SELECT event FROM b
;
(SELECT __events.event AS event FROM events AS __events PREWHERE equals(__events.team_id, 7)) UNION ALL (SELECT {p0:String} AS `'x'`) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: x
-- columns: [event]
-- hogql: SELECT event FROM events UNION ALL SELECT 'x'
;
SELECT __events.event AS event FROM events AS __events PREWHERE equals(__events.team_id, 7) WHERE in(ifNull(toUUIDOrNull(transform(__events.distinct_id, tupleElement((SELECT tuple(groupArray(__overrides.distinct_id), groupArray(toString(__overrides.person_id))) FROM (SELECT __overrides_versions.distinct_id AS distinct_id, argMax(__overrides_versions.person_id, __overrides_versions.version) AS person_id FROM person_distinct_id_overrides AS __overrides_versions PREWHERE equals(__overrides_versions.team_id, 7) GROUP BY __overrides_versions.distinct_id HAVING equals(argMax(__overrides_versions.is_deleted, __overrides_versions.version), 0)) AS __overrides), 1), tupleElement((SELECT tuple(groupArray(__overrides.distinct_id), groupArray(toString(__overrides.person_id))) FROM (SELECT __overrides_versions.distinct_id AS distinct_id, argMax(__overrides_versions.person_id, __overrides_versions.version) AS person_id FROM person_distinct_id_overrides AS __overrides_versions PREWHERE equals(__overrides_versions.team_id, 7) GROUP BY __overrides_versions.distinct_id HAVING equals(argMax(__overrides_versions.is_deleted, __overrides_versions.version), 0)) AS __overrides), 2), '')), __events.person_id), (SELECT __persons.id AS id FROM (SELECT __persons_versions.id AS id, argMax(JSONExtractRaw(__persons_versions.properties, {p0:String}), __persons_versions.version) AS property_0 FROM persons AS __persons_versions PREWHERE equals(__persons_versions.team_id, 7) GROUP BY __persons_versions.id HAVING equals(argMax(__persons_versions.is_deleted, __persons_versions.version), 0)) AS __persons WHERE ifNull(equals(replaceRegexpAll(nullIf(nullIf(__persons.property_0, ''), 'null'), '^"|"$', ''), {p1:String}), 0))) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: email
-- p1: a
-- columns: [event]
-- hogql: SELECT event FROM events WHERE in(person_id, (SELECT id FROM persons WHERE equals(properties.email, 'a')))
;
SELECT (SELECT count() AS `count()` FROM events AS __events PREWHERE equals(__events.team_id, 7)) AS total SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- columns: [total]
-- hogql: SELECT (SELECT count() FROM events) AS total
;
SELECT __persons.id AS id, toTimeZone(__persons.created_at, 'America/New_York') AS created_at, replaceRegexpAll(nullIf(nullIf(__persons.property_0, ''), 'null'), '^"|"$', '') AS email FROM (SELECT __persons_versions.id AS id, argMax(__persons_versions.created_at, __persons_versions.version) AS created_at, argMax(JSONExtractRaw(__persons_versions.properties, {p0:String}), __persons_versions.version) AS property_0 FROM persons AS __persons_versions PREWHERE equals(__persons_versions.team_id, 7) GROUP BY __persons_versions.id HAVING equals(argMax(__persons_versions.is_deleted, __persons_versions.version), 0)) AS __persons SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: email
-- columns: [id] [created_at] [email]
-- hogql: SELECT id, created_at, properties.email FROM persons
;
SELECT __persons.id AS id, toTimeZone(__persons.created_at, 'America/New_York') AS created_at, __persons.properties AS properties, __persons.is_identified AS is_identified FROM (SELECT __persons_versions.id AS id, argMax(__persons_versions.created_at, __persons_versions.version) AS created_at, argMax(__persons_versions.is_identified, __persons_versions.version) AS is_identified, argMax(__persons_versions.properties, __persons_versions.version) AS properties FROM persons AS __persons_versions PREWHERE equals(__persons_versions.team_id, 7) GROUP BY __persons_versions.id HAVING equals(argMax(__persons_versions.is_deleted, __persons_versions.version), 0)) AS __persons SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- columns: [id] [created_at] [properties] [is_identified]
-- hogql: SELECT id, created_at, properties, is_identified FROM persons
;
SELECT __person_distinct_ids.distinct_id AS distinct_id, __person_distinct_ids.person_id AS person_id FROM (SELECT __person_distinct_ids_versions.distinct_id AS distinct_id, argMax(__person_distinct_ids_versions.person_id, __person_distinct_ids_versions.version) AS person_id FROM person_distinct_ids AS __person_distinct_ids_versions PREWHERE equals(__person_distinct_ids_versions.team_id, 7) GROUP BY __person_distinct_ids_versions.distinct_id HAVING equals(argMax(__person_distinct_ids_versions.is_deleted, __person_distinct_ids_versions.version), 0)) AS __person_distinct_ids SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- columns: [distinct_id] [person_id]
-- hogql: SELECT distinct_id, person_id FROM person_distinct_ids
;
SELECT count() AS `count()` FROM (SELECT team_id FROM events PREWHERE equals(events.team_id, 7)) AS __events CROSS JOIN (SELECT __persons_versions.id AS id FROM persons AS __persons_versions PREWHERE equals(__persons_versions.team_id, 7) GROUP BY __persons_versions.id HAVING equals(argMax(__persons_versions.is_deleted, __persons_versions.version), 0)) AS __persons SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- columns: [count()]
-- hogql: SELECT count() FROM events CROSS JOIN persons
;
SELECT replaceRegexpAll(nullIf(nullIf(JSONExtractRaw(__sub.properties, {p0:String}), ''), 'null'), '^"|"$', '') AS plan FROM (SELECT __events.properties AS properties FROM events AS __events PREWHERE equals(__events.team_id, 7)) AS __sub SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: plan
-- columns: [plan]
-- hogql: SELECT sub.properties.plan FROM (SELECT properties FROM events) AS sub
;
SELECT __events.event AS event FROM (SELECT event FROM events PREWHERE equals(events.team_id, 7)) AS __events FULL JOIN (SELECT 1 AS one) AS __x ON equals(1, __x.one) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- columns: [event]
-- hogql: SELECT event FROM events FULL OUTER JOIN (SELECT 1 AS one) AS x ON equals(1, x.one)
