SELECT count() AS `count()` FROM (SELECT 1 AS `1` FROM numbers(200) AS __numbers) AS __query_0 LIMIT 100 SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- row: 200
;
SELECT __numbers.number AS number FROM numbers(2) AS __numbers LIMIT 100 SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- row: 0
-- row: 1
;
SELECT __numbers.number AS number FROM numbers(2) AS __numbers LIMIT 50000 SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- row: 0
-- row: 1
;
SELECT __numbers.number AS number FROM numbers(2) AS __numbers LIMIT min2(50000, plus(1, 60000)) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- row: 0
-- row: 1
;
SELECT * FROM ((SELECT 1 AS x) UNION ALL (SELECT 2 AS `2`)) LIMIT 100 SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- row: 1
-- row: 2
;
SELECT __numbers.number AS number FROM numbers(2) AS __numbers LIMIT 50000 SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- row: 0
-- row: 1
;
SELECT __numbers.number AS number FROM numbers(2) AS __numbers LIMIT 1000000 SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- row: 0
-- row: 1
;
SELECT __numbers.number AS number FROM numbers(2) AS __numbers LIMIT 1000000000 SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- row: 0
-- row: 1
;
SELECT {p0:String} AS `'buy'`, plus(41, 1) AS `plus(41, 1)`, equals(__events.event, {p0:String}) AS `equals(event, 'buy')` FROM events AS __events PREWHERE equals(__events.team_id, 61) ORDER BY toTimeZone(__events.timestamp, 'America/New_York') ASC LIMIT 3 SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: buy
-- row: "buy",42,0
-- row: "buy",42,0
-- row: "buy",42,1
;
SELECT __events.event AS event FROM events AS __events PREWHERE equals(__events.team_id, 61) WHERE equals(__events.event, {p0:String}) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: server
-- row: "server"
;
SELECT __events.event AS event FROM events AS __events PREWHERE equals(__events.team_id, 61) WHERE greaterOrEquals(__events.timestamp, toDateTime64({p0:String}, 6, 'America/New_York')) ORDER BY toTimeZone(__events.timestamp, 'America/New_York') ASC SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: 2024-03-01 12:00:00
-- row: "$pageview"
-- row: "server"
;
SELECT __sessions.session_id AS session_id FROM (SELECT __e.`$session_id` AS session_id, min(toTimeZone(__e.timestamp, 'America/New_York')) AS `$start_timestamp` FROM events AS __e PREWHERE equals(__e.team_id, 61) WHERE and(greaterOrEquals(__e.timestamp, minus(toDateTime64({p0:String}, 6, 'America/New_York'), toIntervalDay(3))), equals(substring(__e.`$session_id`, 15, 1), {p1:String})) GROUP BY __e.`$session_id` HAVING match(__e.`$session_id`, {p2:String})) AS __sessions WHERE greaterOrEquals(__sessions.`$start_timestamp`, toDateTime64({p0:String}, 6, 'America/New_York')) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: 2024-03-01 12:00:00
-- p1: 7
-- p2: ^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$
-- row: "018dfe9b-3100-7000-8000-000000000002"
;
SELECT __events.event AS event FROM events AS __events PREWHERE equals(__events.team_id, 61) WHERE and(greaterOrEquals(__events.timestamp, toDateTime64({p0:String}, 6, 'America/New_York')), less(__events.timestamp, toDateTime64({p1:String}, 6, 'America/New_York'))) ORDER BY toTimeZone(__events.timestamp, 'America/New_York') ASC SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: 2024-03-01 05:00:30
-- p1: 2024-03-03
-- row: "buy"
-- row: "$pageview"
;
SELECT count() AS `count()` FROM events AS __events PREWHERE equals(__events.team_id, 61) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- row: 5
