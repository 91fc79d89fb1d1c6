SELECT toTimeZone(__events.timestamp, 'America/New_York') AS timestamp, toDate(toTimeZone(__events.timestamp, 'America/New_York')) AS `toDate(timestamp)`, toHour(toTimeZone(__events.timestamp, 'America/New_York')) AS `toHour(timestamp)`, toStartOfDay(toTimeZone(__events.timestamp, 'America/New_York')) AS `toStartOfDay(timestamp)`, toString(toTimeZone(__events.timestamp, 'America/New_York')) AS `toString(timestamp)` FROM events AS __events PREWHERE equals(__events.team_id, 61) ORDER BY toTimeZone(__events.timestamp, 'America/New_York') ASC LIMIT 2 SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- row: "2024-03-01T05:00:00-05:00","2024-03-01",5,"2024-03-01T00:00:00-05:00","2024-03-01 05:00:00.000000"
-- row: "2024-03-01T05:00:20-05:00","2024-03-01",5,"2024-03-01T00:00:00-05:00","2024-03-01 05:00:20.000000"
;
SELECT __events.timestamp AS timestamp, toStartOfDay(__events.timestamp) AS `toStartOfDay(timestamp)` FROM events AS __events PREWHERE equals(__events.team_id, 61) ORDER BY __events.timestamp ASC LIMIT 1 SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- row: "2024-03-01T10:00:00Z","2024-03-01T00:00:00Z"
;
SELECT __events.event AS event FROM events AS __events PREWHERE equals(__events.team_id, 61) WHERE and(greaterOrEquals(__events.timestamp, toDateTime64({p0:String}, 6, 'America/New_York')), less(__events.timestamp, toDateTime64({p1:String}, 6, 'America/New_York'))) ORDER BY toTimeZone(__events.timestamp, 'America/New_York') ASC SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: 2024-03-02
-- p1: 2024-03-03
-- row: "$pageview"
;
SELECT __events.event AS event FROM events AS __events PREWHERE equals(__events.team_id, 61) WHERE equals(toDate(toTimeZone(__events.timestamp, 'America/New_York')), {p0:String}) ORDER BY toTimeZone(__events.timestamp, 'America/New_York') ASC SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: 2024-03-02
-- row: "$pageview"
;
SELECT toDateTime64({p0:String}, 6, 'America/New_York') AS `toDateTime('2024-03-01')`, toDateTime64({p1:String}, 6, 'America/New_York') AS `toDateTime('2024-03-01 10:00:00')`, toDateTime64({p2:String}, 6, 'America/New_York') AS `toDateTime('2024-03-01 10:00:00.25')`, parseDateTime64BestEffort({p3:String}, 6, 'America/New_York') AS `toDateTime('2024-03-01T10:00:00Z')`, toDateTime64({p1:String}, 6, {p4:String}) AS `toDateTime('2024-03-01 10:00:00', 'UTC')`, toDateTime(1700000000, 'America/New_York') AS `toDateTime(1700000000)` SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: 2024-03-01
-- p1: 2024-03-01 10:00:00
-- p2: 2024-03-01 10:00:00.25
-- p3: 2024-03-01T10:00:00Z
-- p4: UTC
-- row: "2024-03-01T00:00:00-05:00","2024-03-01T10:00:00-05:00","2024-03-01T10:00:00.250000-05:00","2024-03-01T05:00:00-05:00","2024-03-01T10:00:00Z","2023-11-14T17:13:20-05:00"
;
SELECT toDateTime(__query_0.s, 'America/New_York') AS `toDateTime(s)`, toDateTime64(__query_0.s, 3, 'America/New_York') AS `toDateTime64(s, 3)` FROM (SELECT arrayJoin([{p0:String}, {p1:String}]) AS s) AS __query_0 SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: 2024-03-01 10:00:00
-- p1: 2024-03-01 10:00:00.5
-- row: "2024-03-01T10:00:00-05:00","2024-03-01T10:00:00-05:00"
-- row: "2024-03-01T10:00:00-05:00","2024-03-01T10:00:00.500000-05:00"
;
SELECT greater(now64(6, 'America/New_York'), toDateTime64({p0:String}, 6, 'America/New_York')) AS `greater(now(), '2024-01-01')`, greater(today(), toDate({p0:String})) AS `greater(today(), toDate('2024-01-01'))`, toTypeName(now64(6, 'America/New_York')) AS `toTypeName(now())`, toTypeName(today()) AS `toTypeName(today())`, greater(now64(6, 'America/New_York'), toDateTime64({p0:String}, 6, 'America/New_York')) AS `greater(current_timestamp(), '2024-01-01')` SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: 2024-01-01
-- row: 1,1,"DateTime64(6, 'America/New_York')","Date",1
;
SELECT toStartOfInterval(toTimeZone(__events.timestamp, 'America/New_York'), toIntervalWeek(1)) AS `toStartOfInterval(timestamp, toIntervalWeek(1))`, toStartOfInterval(toTimeZone(__events.timestamp, 'America/New_York'), toIntervalHour(2)) AS `toStartOfInterval(timestamp, toIntervalHour(2))` FROM events AS __events PREWHERE equals(__events.team_id, 61) ORDER BY toTimeZone(__events.timestamp, 'America/New_York') ASC LIMIT 1 SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- row: "2024-02-26","2024-03-01T04:00:00-05:00"
;
SELECT toTimeZone(toTimeZone(__events.timestamp, 'America/New_York'), {p0:String}) AS `toTimeZone(timestamp, 'UTC')`, toTimeZone(toTimeZone(__events.timestamp, 'America/New_York'), {p1:String}) AS `timezone('Asia/Tokyo', timestamp)`, toStartOfDay(toTimeZone(toTimeZone(__events.timestamp, 'America/New_York'), {p1:String})) AS `toStartOfDay(toTimeZone(timestamp, 'Asia/Tokyo'))` FROM events AS __events PREWHERE equals(__events.team_id, 61) ORDER BY toTimeZone(__events.timestamp, 'America/New_York') ASC LIMIT 1 SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: UTC
-- p1: Asia/Tokyo
-- row: "2024-03-01T10:00:00Z","2024-03-01T19:00:00+09:00","2024-03-01T00:00:00+09:00"
;
SELECT dateDiff({p0:String}, min(toTimeZone(__events.timestamp, 'America/New_York')), max(toTimeZone(__events.timestamp, 'America/New_York'))) AS `dateDiff('minute', min(timestamp), max(timestamp))`, age({p1:String}, min(toTimeZone(__events.timestamp, 'America/New_York')), max(toTimeZone(__events.timestamp, 'America/New_York'))) AS `age('day', min(timestamp), max(timestamp))`, plus(toDate({p2:String}), toIntervalDay(1)) AS `dateAdd('day', 1, toDate('2024-01-01'))` FROM events AS __events PREWHERE equals(__events.team_id, 61) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: minute
-- p1: day
-- p2: 2024-01-01
-- row: 2880,2,"2024-01-02"
