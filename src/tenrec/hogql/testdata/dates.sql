SELECT toTimeZone(__events.timestamp, 'America/New_York') AS timestamp, toStartOfDay(toTimeZone(__events.timestamp, 'America/New_York')) AS `toStartOfDay(timestamp)`, toDate(toTimeZone(__events.timestamp, 'America/New_York')) AS `toDate(timestamp)`, toStartOfWeek(toTimeZone(__events.timestamp, 'America/New_York'), 3) AS `toStartOfWeek(timestamp)`, toHour(toTimeZone(__events.timestamp, 'America/New_York')) AS `toHour(timestamp)` FROM events AS __events PREWHERE equals(__events.team_id, 7) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- columns: [timestamp] [toStartOfDay(timestamp)] [toDate(timestamp)] [toStartOfWeek(timestamp)] [toHour(timestamp)]
-- hogql: SELECT timestamp, toStartOfDay(timestamp), toDate(timestamp), toStartOfWeek(timestamp), toHour(timestamp) FROM events
;
SELECT 1 AS `1` FROM events AS __events PREWHERE equals(__events.team_id, 7) WHERE and(greaterOrEquals(__events.timestamp, toDateTime64({p0:String}, 6, 'America/New_York')), less(__events.timestamp, toDateTime64({p1:String}, 6, 'America/New_York')), notEquals(__events.timestamp, parseDateTime64BestEffort({p2:String}, 6, 'America/New_York'))) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: 2024-03-01
-- p1: 2024-03-02 10:00:00
-- p2: 2024-01-01T00:00:00Z
-- columns: [1]
-- hogql: SELECT 1 FROM events WHERE and(greaterOrEquals(timestamp, '2024-03-01'), less(timestamp, '2024-03-02 10:00:00'), notEquals(timestamp, '2024-01-01T00:00:00Z'))
;
SELECT 1 AS `1` FROM events AS __events PREWHERE equals(__events.team_id, 7) WHERE and(greaterOrEquals(__events.timestamp, toDateTime64({p0:String}, 6, 'America/New_York')), less(__events.timestamp, minus(now64(6, 'America/New_York'), toIntervalDay(7)))) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: 2024-03-01
-- columns: [1]
-- hogql: SELECT 1 FROM events WHERE and(greaterOrEquals(timestamp, toDateTime('2024-03-01')), less(timestamp, minus(now(), toIntervalDay(7))))
;
SELECT 1 AS `1` FROM events AS __events PREWHERE equals(__events.team_id, 7) WHERE and(greater(__events.timestamp, toDateTime(toDate({p0:String}), 'America/New_York')), and(greaterOrEquals(__events.timestamp, toDateTime64({p1:String}, 6, 'America/New_York')), lessOrEquals(__events.timestamp, toDateTime64({p2:String}, 6, 'America/New_York')))) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: 2024-03-01
-- p1: 2024-01-01
-- p2: 2024-02-01
-- columns: [1]
-- hogql: SELECT 1 FROM events WHERE and(greater(timestamp, toDate('2024-03-01')), timestamp BETWEEN '2024-01-01' AND '2024-02-01')
;
SELECT 1 AS `1` FROM events AS __events PREWHERE equals(__events.team_id, 7) WHERE and(equals(toDate(toTimeZone(__events.timestamp, 'America/New_York')), {p0:String}), equals(toStartOfDay(toTimeZone(__events.timestamp, 'America/New_York')), toDateTime64({p0:String}, 6, 'America/New_York'))) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: 2024-03-01
-- columns: [1]
-- hogql: SELECT 1 FROM events WHERE and(equals(toDate(timestamp), '2024-03-01'), equals(toStartOfDay(timestamp), '2024-03-01'))
;
SELECT toDateTime64({p0:String}, 6, 'America/New_York') AS `toDateTime('2024-03-01 10:00:00.5')`, parseDateTime64BestEffortOrNull(multiIf(equals(arrayElement(__events.properties_tail, 'a'), ''), NULL, equals(arrayElement(__events.properties_tail, 'a'), '\x01'), '', arrayElement(__events.properties_tail, 'a')), 6, 'America/New_York') AS `toDateTime(properties.a)`, toDateTime(1700000000, 'America/New_York') AS `toDateTime(1700000000)`, toDate({p1:String}) AS `toDate('2024-01-01')` FROM events AS __events PREWHERE equals(__events.team_id, 7) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: 2024-03-01 10:00:00.5
-- p1: 2024-01-01
-- columns: [toDateTime('2024-03-01 10:00:00.5')] [toDateTime(properties.a)] [toDateTime(1700000000)] [toDate('2024-01-01')]
-- hogql: SELECT toDateTime('2024-03-01 10:00:00.5'), toDateTime(properties.a), toDateTime(1700000000), toDate('2024-01-01') FROM events
;
SELECT now64(6, 'America/New_York') AS `now()`, today() AS `today()`, dateDiff({p0:String}, min(toTimeZone(__events.timestamp, 'America/New_York')), now64(6, 'America/New_York')) AS `dateDiff('day', min(timestamp), now())`, dateTrunc({p1:String}, toTimeZone(__events.timestamp, 'America/New_York')) AS `date_trunc('month', timestamp)` FROM events AS __events PREWHERE equals(__events.team_id, 7) GROUP BY toTimeZone(__events.timestamp, 'America/New_York') SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: day
-- p1: month
-- columns: [now()] [today()] [dateDiff('day', min(timestamp), now())] [date_trunc('month', timestamp)]
-- hogql: SELECT now(), today(), dateDiff('day', min(timestamp), now()), date_trunc('month', timestamp) FROM events GROUP BY timestamp
;
SELECT toTimeZone(toTimeZone(__events.timestamp, 'America/New_York'), {p0:String}) AS `toTimeZone(timestamp, 'UTC')`, toTimeZone(toTimeZone(__events.timestamp, 'America/New_York'), {p0:String}) AS `timezone('UTC', timestamp)`, plus(toTimeZone(__events.timestamp, 'America/New_York'), toIntervalWeek(3)) AS `plus(timestamp, toIntervalWeek(3))` FROM events AS __events PREWHERE equals(__events.team_id, 7) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: UTC
-- columns: [toTimeZone(timestamp, 'UTC')] [timezone('UTC', timestamp)] [plus(timestamp, toIntervalWeek(3))]
-- hogql: SELECT toTimeZone(timestamp, 'UTC'), timezone('UTC', timestamp), plus(timestamp, toIntervalWeek(3)) FROM events
;
SELECT max(toTimeZone(__events.timestamp, 'America/New_York')) AS latest FROM events AS __events PREWHERE equals(__events.team_id, 7) HAVING greater(latest, toDateTime64({p0:String}, 6, 'America/New_York')) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: 2024-01-01
-- columns: [latest]
-- hogql: SELECT max(timestamp) AS latest FROM events HAVING greater(latest, '2024-01-01')
;
SELECT toStartOfInterval(toTimeZone(__events.timestamp, 'America/New_York'), toIntervalWeek(1)) AS `toStartOfInterval(timestamp, toIntervalWeek(1))`, formatDateTime(toTimeZone(__events.timestamp, 'America/New_York'), {p0:String}) AS column_2 FROM events AS __events PREWHERE equals(__events.team_id, 7) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: %Y-%m
-- columns: [toStartOfInterval(timestamp, toIntervalWeek(1))] [formatDateTime(timestamp, '%Y-%m')]
-- hogql: SELECT toStartOfInterval(timestamp, toIntervalWeek(1)), formatDateTime(timestamp, '%Y-%m') FROM events
