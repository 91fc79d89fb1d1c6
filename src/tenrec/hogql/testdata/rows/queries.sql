SELECT arrayMap((event) -> plus(event, 1), [1, 2]) AS `arrayMap((event) -> plus(event, 1), [1, 2])`, arrayFilter((x, i) -> ifNull(greater(i, 1), 0), [{p0:String}, {p1:String}], [1, 2]) AS `arrayFilter((x, i) -> greater(i, 1), ['a', 'b'], [1, 2])` FROM events AS __events PREWHERE equals(__events.team_id, 61) LIMIT 1 SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: a
-- p1: b
-- row: [2,3],["b"]
;
SELECT lower(__events.event) AS event, equals(event, {p0:String}) AS is_buy FROM events AS __events PREWHERE equals(__events.team_id, 61) ORDER BY toTimeZone(__events.timestamp, 'America/New_York') ASC LIMIT 3 SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: buy
-- row: "$pageview",0
-- row: "$pageview",0
-- row: "buy",1
;
SELECT __events.event AS event, __s.seats AS seats FROM (SELECT event, timestamp FROM events PREWHERE equals(events.team_id, 61)) AS __events CROSS JOIN (SELECT 50 AS seats) AS __s ORDER BY toTimeZone(__events.timestamp, 'America/New_York') ASC LIMIT 1 SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- row: "$pageview",50
;
SELECT plus(3, 1) AS `plus(n, 1)`, upper({p0:String}) AS word FROM events AS __events PREWHERE equals(__events.team_id, 61) LIMIT 1 SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: a
-- row: 4,"A"
;
SELECT __query_0.event AS event, __query_0.price AS price FROM (SELECT __events.event AS event, accurateCastOrNull(multiIf(equals(arrayElement(__events.properties_tail, 'price'), ''), NULL, equals(arrayElement(__events.properties_tail, 'price'), '\x01'), '', arrayElement(__events.properties_tail, 'price')), 'Float64') AS price FROM events AS __events PREWHERE equals(__events.team_id, 61) ORDER BY toTimeZone(__events.timestamp, 'America/New_York') ASC LIMIT 2) AS __query_0 SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- row: "$pageview",10.0
-- row: "$pageview",2.5
;
SELECT __a.one AS one, __b.two AS two FROM (SELECT 1 AS one) AS __a CROSS JOIN (SELECT 2 AS two) AS __b SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- row: 1,2
;
SELECT __query_0.event AS event FROM (SELECT __events.event AS event, accurateCastOrNull(multiIf(equals(arrayElement(__events.properties_tail, 'price'), ''), NULL, equals(arrayElement(__events.properties_tail, 'price'), '\x01'), '', arrayElement(__events.properties_tail, 'price')), 'Float64') AS price FROM events AS __events PREWHERE equals(__events.team_id, 61) ORDER BY toTimeZone(__events.timestamp, 'America/New_York') ASC LIMIT 1) AS __query_0 SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- row: "$pageview"
;
SELECT __few.event AS event, 2 AS n, (SELECT count() AS `count()` FROM events AS __events PREWHERE equals(__events.team_id, 61)) AS total FROM (SELECT __events.event AS event, toTimeZone(__events.timestamp, 'America/New_York') AS timestamp FROM events AS __events PREWHERE equals(__events.team_id, 61) ORDER BY toTimeZone(__events.timestamp, 'America/New_York') ASC LIMIT 2) AS __few ORDER BY __few.timestamp ASC SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- row: "$pageview",2,5
-- row: "$pageview",2,5
;
SELECT __a.event AS event, __b.n AS n FROM (SELECT __events.event AS event, count() AS n FROM events AS __events PREWHERE equals(__events.team_id, 61) GROUP BY __events.event) AS __a JOIN (SELECT __events.event AS event, count() AS n FROM events AS __events PREWHERE equals(__events.team_id, 61) GROUP BY __events.event) AS __b ON equals(__a.event, __b.event) ORDER BY __a.event ASC SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- row: "$pageview",3
-- row: "buy",1
-- row: "server",1
;
SELECT count() AS `count()` FROM (SELECT __a.event AS event FROM (SELECT __events.event AS event FROM events AS __events PREWHERE equals(__events.team_id, 61)) AS __a WHERE notEquals(__a.event, {p0:String})) AS __b SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: buy
-- row: 4
;
SELECT __t.`count()` AS b, __t.event AS a FROM (SELECT __events.event AS event, count() AS `count()` FROM events AS __events PREWHERE equals(__events.team_id, 61) GROUP BY __events.event) AS __t ORDER BY __t.event ASC SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- row: 3,"$pageview"
-- row: 1,"buy"
-- row: 1,"server"
;
(SELECT {p0:String} AS x) UNION ALL (SELECT __events.event AS event FROM events AS __events PREWHERE equals(__events.team_id, 61) WHERE equals(__events.event, {p1:String})) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: a
-- p1: buy
-- row: "a"
-- row: "buy"
;
SELECT __query_0.x AS x FROM ((SELECT __events.event AS x FROM events AS __events PREWHERE equals(__events.team_id, 61)) UNION DISTINCT (SELECT {p0:String} AS `'buy'`)) AS __query_0 ORDER BY __query_0.x ASC SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: buy
-- row: "$pageview"
-- row: "buy"
-- row: "server"
;
SELECT __query_0.x AS x FROM ((SELECT __events.event AS x FROM events AS __events PREWHERE equals(__events.team_id, 61)) INTERSECT (SELECT {p0:String} AS `'buy'`)) AS __query_0 ORDER BY __query_0.x ASC SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: buy
-- row: "buy"
;
SELECT DISTINCT __query_0.x AS x FROM ((SELECT __events.event AS x FROM events AS __events PREWHERE equals(__events.team_id, 61)) EXCEPT (SELECT {p0:String} AS `'buy'`)) AS __query_0 ORDER BY __query_0.x ASC SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: buy
-- row: "$pageview"
-- row: "server"
;
SELECT __query_0.x AS x FROM ((((SELECT 1 AS x) UNION ALL (SELECT 2 AS `2`)) EXCEPT (SELECT 2 AS `2`)) UNION ALL (SELECT 3 AS `3`)) AS __query_0 ORDER BY __query_0.x ASC SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- row: 1
-- row: 3
;
SELECT * FROM ((SELECT __numbers.number AS x FROM numbers(5) AS __numbers) UNION ALL (SELECT __numbers.number AS number FROM numbers(5) AS __numbers)) LIMIT 3 SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- row: 0
-- row: 1
-- row: 2
;
SELECT __numbers.number AS number FROM numbers(9) AS __numbers LIMIT 2 OFFSET 3 SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- row: 3
-- row: 4
;
SELECT __numbers.number AS number FROM numbers(9) AS __numbers LIMIT 2 OFFSET 3 SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- row: 3
-- row: 4
;
SELECT __numbers.number AS number FROM numbers(5) AS __numbers OFFSET 3 SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- row: 3
-- row: 4
;
SELECT __numbers.number AS number FROM numbers(10) AS __numbers LIMIT 0.2 SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- row: 0
-- row: 1
;
SELECT modulo(__numbers.number, 3) AS n FROM numbers(6) AS __numbers ORDER BY n ASC LIMIT 1 WITH TIES SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- row: 0
-- row: 0
;
SELECT __events.event AS event, __events.distinct_id AS distinct_id FROM events AS __events PREWHERE equals(__events.team_id, 61) ORDER BY __events.event ASC, toTimeZone(__events.timestamp, 'America/New_York') ASC LIMIT 1 BY __events.event SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- row: "$pageview","anna"
-- row: "buy","anna"
-- row: "server","old"
;
SELECT __events.event AS event, __events.distinct_id AS distinct_id FROM events AS __events PREWHERE equals(__events.team_id, 61) ORDER BY __events.event ASC, toTimeZone(__events.timestamp, 'America/New_York') ASC LIMIT 1 OFFSET 1 BY __events.event SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- row: "$pageview","anna"
;
SELECT DISTINCT __events.event AS event FROM events AS __events PREWHERE equals(__events.team_id, 61) ORDER BY __events.event ASC SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- row: "$pageview"
-- row: "buy"
-- row: "server"
;
SELECT __events.event AS event, x FROM (SELECT event FROM events PREWHERE equals(events.team_id, 61)) AS __events ARRAY JOIN [1, 2] AS x WHERE equals(__events.event, {p0:String}) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: buy
-- row: "buy",1
-- row: "buy",2
;
SELECT __events.event AS event, x FROM (SELECT event FROM events PREWHERE equals(events.team_id, 61)) AS __events LEFT ARRAY JOIN arrayFilter((y) -> ifNull(greater(y, 5), 0), [1]) AS x WHERE equals(__events.event, {p0:String}) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: buy
-- row: "buy",0
;
SELECT __events.event AS event FROM events AS __events PREWHERE equals(__events.team_id, 61) WHERE equals(__events.event, {p0:String}) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: buy
-- row: "buy"
;
SELECT __events.event AS event, count() AS `count()` FROM events AS __events PREWHERE equals(__events.team_id, 61) GROUP BY ALL ORDER BY __events.event ASC SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- row: "$pageview",3
-- row: "buy",1
-- row: "server",1
;
SELECT __events.event AS event, count() AS `count()` FROM events AS __events PREWHERE equals(__events.team_id, 61) GROUP BY ROLLUP(__events.event) ORDER BY __events.event ASC SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- row: "",5
-- row: "$pageview",3
-- row: "buy",1
-- row: "server",1
;
SELECT __events.event AS event, __events.distinct_id AS distinct_id, count() AS `count()` FROM events AS __events PREWHERE equals(__events.team_id, 61) GROUP BY CUBE(__events.event, __events.distinct_id) ORDER BY __events.event ASC, __events.distinct_id ASC SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- row: "","",5
-- row: "","anna",3
-- row: "","bob",1
-- row: "","old",1
-- row: "$pageview","",3
-- row: "$pageview","anna",2
-- row: "$pageview","bob",1
-- row: "buy","",1
-- row: "buy","anna",1
-- row: "server","",1
-- row: "server","old",1
;
SELECT __events.event AS event, __events.distinct_id AS distinct_id, count() AS `count()` FROM events AS __events PREWHERE equals(__events.team_id, 61) GROUP BY GROUPING SETS ((__events.event), (__events.distinct_id), ()) ORDER BY __events.event ASC, __events.distinct_id ASC SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- row: "","",5
-- row: "","anna",3
-- row: "","bob",1
-- row: "","old",1
-- row: "$pageview","",3
-- row: "buy","",1
-- row: "server","",1
;
SELECT __events.event AS event, count() AS n FROM events AS __events PREWHERE equals(__events.team_id, 61) GROUP BY __events.event HAVING greater(n, 1) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- row: "$pageview",3
;
SELECT __events.event AS event, row_number() OVER (PARTITION BY __events.event ORDER BY toTimeZone(__events.timestamp, 'America/New_York') ASC) AS n FROM events AS __events PREWHERE equals(__events.team_id, 61) QUALIFY equals(n, 2) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- row: "$pageview",2
;
SELECT __events.event AS event, count() AS `count()` FROM events AS __events PREWHERE equals(__events.team_id, 61) GROUP BY __events.event ORDER BY 2 DESC, 1 ASC SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- row: "$pageview",3
-- row: "buy",1
-- row: "server",1
;
SELECT multiply(__numbers.number, 2) AS n FROM numbers(3) AS __numbers ORDER BY n ASC WITH FILL FROM 0 TO 6 STEP 1 SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- row: 0
-- row: 1
-- row: 2
-- row: 3
-- row: 4
-- row: 5
;
SELECT __events.event AS event, count() OVER w AS n, sum(1) OVER (ORDER BY toTimeZone(__events.timestamp, 'America/New_York') ASC ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS s FROM events AS __events PREWHERE equals(__events.team_id, 61) WINDOW w AS (PARTITION BY __events.event) ORDER BY toTimeZone(__events.timestamp, 'America/New_York') ASC SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- row: "$pageview",3,1
-- row: "$pageview",3,2
-- row: "buy",1,2
-- row: "$pageview",3,2
-- row: "server",1,2
;
SELECT cast(__events.event, 'String') AS event, rank() OVER (ORDER BY cast(__events.event, 'String') ASC) AS `rank() OVER (ORDER BY event ASC)`, dense_rank() OVER (ORDER BY cast(__events.event, 'String') ASC) AS `dense_rank() OVER (ORDER BY event ASC)`, first_value(cast(__events.event, 'String')) OVER (ORDER BY toTimeZone(__events.timestamp, 'America/New_York') ASC) AS `first_value(event) OVER (ORDER BY timestamp ASC)`, last_value(cast(__events.event, 'String')) OVER (PARTITION BY __events.distinct_id) AS `last_value(event) OVER (PARTITION BY distinct_id)`, nth_value(cast(__events.event, 'String'), 2) OVER (PARTITION BY __events.distinct_id ORDER BY toTimeZone(__events.timestamp, 'America/New_York') ASC ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS `nth_value(event, 2) OVER (PARTITION BY distinct_id ORDER BY timestamp ASC ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)` FROM events AS __events PREWHERE equals(__events.team_id, 61) ORDER BY toTimeZone(__events.timestamp, 'America/New_York') ASC SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- row: "$pageview",1,1,"$pageview","buy","$pageview"
-- row: "$pageview",1,1,"$pageview","buy","$pageview"
-- row: "buy",4,2,"$pageview","buy","$pageview"
-- row: "$pageview",1,1,"$pageview","$pageview",""
-- row: "server",5,3,"$pageview","server",""
;
SELECT cast(__events.event, 'String') AS event, lagInFrame(toNullable(cast(__events.event, 'String'))) OVER (ORDER BY toTimeZone(__events.timestamp, 'America/New_York') ASC ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS `lag(event) OVER (ORDER BY timestamp ASC)`, leadInFrame(toNullable(cast(__events.event, 'String')), 1, {p0:String}) OVER (ORDER BY toTimeZone(__events.timestamp, 'America/New_York') ASC ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS `lead(event, 1, 'none') OVER (ORDER BY timestamp ASC)`, lagInFrame(cast(__events.event, 'String')) OVER (ORDER BY toTimeZone(__events.timestamp, 'America/New_York') ASC) AS `lagInFrame(event) OVER (ORDER BY timestamp ASC)`, leadInFrame(cast(__events.event, 'String')) OVER (ORDER BY toTimeZone(__events.timestamp, 'America/New_York') ASC ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS `leadInFrame(event) OVER (ORDER BY timestamp ASC ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)` FROM events AS __events PREWHERE equals(__events.team_id, 61) ORDER BY toTimeZone(__events.timestamp, 'America/New_York') ASC SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: none
-- row: "$pageview",null,"$pageview","","$pageview"
-- row: "$pageview","$pageview","buy","$pageview","buy"
-- row: "buy","$pageview","$pageview","$pageview","$pageview"
-- row: "$pageview","buy","server","buy","server"
-- row: "server","$pageview","none","$pageview",""
;
SELECT __e.event AS event, __p.id AS id FROM (SELECT distinct_id, event, person_id, timestamp FROM events PREWHERE equals(events.team_id, 61)) AS __e JOIN (SELECT __p_versions.id AS id FROM persons AS __p_versions PREWHERE equals(__p_versions.team_id, 61) GROUP BY __p_versions.id HAVING equals(argMax(__p_versions.is_deleted, __p_versions.version), 0)) AS __p ON equals(if(equals((SELECT multiIf(equals(count(), 0), 0, greaterOrEquals(max(__overrides_seen.version), 100), 2, 1) FROM person_distinct_id_overrides AS __overrides_seen PREWHERE equals(__overrides_seen.team_id, 61)), 2), ifNull(toUUIDOrNull(transform(__e.distinct_id, tupleElement((SELECT tuple(groupArray(__overrides.distinct_id), groupArray(toString(__overrides.person_id))) FROM (SELECT __overrides_versions.distinct_id AS distinct_id, argMax(__overrides_versions.person_id, __overrides_versions.version) AS person_id FROM person_distinct_id_overrides AS __overrides_versions PREWHERE equals(__overrides_versions.team_id, 61) GROUP BY __overrides_versions.distinct_id HAVING equals(argMax(__overrides_versions.is_deleted, __overrides_versions.version), 0)) AS __overrides WHERE equals((SELECT multiIf(equals(count(), 0), 0, greaterOrEquals(max(__overrides_seen.version), 100), 2, 1) FROM person_distinct_id_overrides AS __overrides_seen PREWHERE equals(__overrides_seen.team_id, 61)), 2)), 1), tupleElement((SELECT tuple(groupArray(__overrides.distinct_id), groupArray(toString(__overrides.person_id))) FROM (SELECT __overrides_versions.distinct_id AS distinct_id, argMax(__overrides_versions.person_id, __overrides_versions.version) AS person_id FROM person_distinct_id_overrides AS __overrides_versions PREWHERE equals(__overrides_versions.team_id, 61) GROUP BY __overrides_versions.distinct_id HAVING equals(argMax(__overrides_versions.is_deleted, __overrides_versions.version), 0)) AS __overrides WHERE equals((SELECT multiIf(equals(count(), 0), 0, greaterOrEquals(max(__overrides_seen.version), 100), 2, 1) FROM person_distinct_id_overrides AS __overrides_seen PREWHERE equals(__overrides_seen.team_id, 61)), 2)), 2), '')), __e.person_id), if(equals((SELECT multiIf(equals(count(), 0), 0, greaterOrEquals(max(__overrides_seen.version), 100), 2, 1) FROM person_distinct_id_overrides AS __overrides_seen PREWHERE equals(__overrides_seen.team_id, 61)), 0), __e.person_id, if(in(reinterpretAsUInt64(__e.person_id), (SELECT reinterpretAsUInt64(__overrides.origin_id) FROM (SELECT __overrides_versions.distinct_id AS distinct_id, argMax(__overrides_versions.origin_id, __overrides_versions.version) AS origin_id FROM person_distinct_id_overrides AS __overrides_versions PREWHERE equals(__overrides_versions.team_id, 61) GROUP BY __overrides_versions.distinct_id HAVING equals(argMax(__overrides_versions.is_deleted, __overrides_versions.version), 0)) AS __overrides WHERE equals((SELECT multiIf(equals(count(), 0), 0, greaterOrEquals(max(__overrides_seen.version), 100), 2, 1) FROM person_distinct_id_overrides AS __overrides_seen PREWHERE equals(__overrides_seen.team_id, 61)), 1))), toUUIDOrDefault(transform(toString(__e.person_id), tupleElement((SELECT tuple(groupArray(toString(__overrides.origin_id)), groupArray(toString(__overrides.person_id))) FROM (SELECT __overrides_versions.distinct_id AS distinct_id, argMax(__overrides_versions.origin_id, __overrides_versions.version) AS origin_id, argMax(__overrides_versions.person_id, __overrides_versions.version) AS person_id FROM person_distinct_id_overrides AS __overrides_versions PREWHERE equals(__overrides_versions.team_id, 61) GROUP BY __overrides_versions.distinct_id HAVING equals(argMax(__overrides_versions.is_deleted, __overrides_versions.version), 0)) AS __overrides WHERE equals((SELECT multiIf(equals(count(), 0), 0, greaterOrEquals(max(__overrides_seen.version), 100), 2, 1) FROM person_distinct_id_overrides AS __overrides_seen PREWHERE equals(__overrides_seen.team_id, 61)), 1)), 1), tupleElement((SELECT tuple(groupArray(toString(__overrides.origin_id)), groupArray(toString(__overrides.person_id))) FROM (SELECT __overrides_versions.distinct_id AS distinct_id, argMax(__overrides_versions.origin_id, __overrides_versions.version) AS origin_id, argMax(__overrides_versions.person_id, __overrides_versions.version) AS person_id FROM person_distinct_id_overrides AS __overrides_versions PREWHERE equals(__overrides_versions.team_id, 61) GROUP BY __overrides_versions.distinct_id HAVING equals(argMax(__overrides_versions.is_deleted, __overrides_versions.version), 0)) AS __overrides WHERE equals((SELECT multiIf(equals(count(), 0), 0, greaterOrEquals(max(__overrides_seen.version), 100), 2, 1) FROM person_distinct_id_overrides AS __overrides_seen PREWHERE equals(__overrides_seen.team_id, 61)), 1)), 2), ''), __e.person_id), __e.person_id))), __p.id) ORDER BY toTimeZone(__e.timestamp, 'America/New_York') ASC SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- row: "$pageview","00000000-0000-0000-0000-000000000001"
-- row: "$pageview","00000000-0000-0000-0000-000000000001"
-- row: "buy","00000000-0000-0000-0000-000000000001"
-- row: "$pageview","00000000-0000-0000-0000-000000000002"
-- row: "server","00000000-0000-0000-0000-000000000001"
;
SELECT __n.number AS number, __c.event AS event FROM numbers(2) AS __n LEFT JOIN (SELECT 1 AS one, __events.event AS event FROM events AS __events PREWHERE equals(__events.team_id, 61) WHERE equals(__events.event, {p0:String})) AS __c ON equals(__n.number, __c.one) ORDER BY __n.number ASC SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: buy
-- row: 0,""
-- row: 1,"buy"
;
SELECT __c.event AS event, __n.number AS number FROM (SELECT 1 AS one, __events.event AS event FROM events AS __events PREWHERE equals(__events.team_id, 61) WHERE equals(__events.event, {p0:String})) AS __c RIGHT JOIN numbers(2) AS __n ON equals(__n.number, __c.one) ORDER BY __n.number ASC SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: buy
-- row: "",0
-- row: "buy",1
;
SELECT __a.x AS x, __b.y AS y FROM (SELECT 1 AS x) AS __a FULL JOIN (SELECT 2 AS y) AS __b ON equals(__a.x, __b.y) ORDER BY __a.x ASC SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- row: 0,2
-- row: 1,0
;
SELECT __a.number AS column_1, __b.number AS number FROM numbers(2) AS __a CROSS JOIN numbers(2) AS __b ORDER BY 1 ASC, 2 ASC SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- row: 0,0
-- row: 0,1
-- row: 1,0
-- row: 1,1
;
SELECT __a.x AS x, __b.event AS event FROM (SELECT {p0:String} AS x) AS __a LEFT ANY JOIN (SELECT event FROM events PREWHERE equals(events.team_id, 61)) AS __b ON equals(__a.x, __b.event) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: buy
-- row: "buy","buy"
;
SELECT __e.event AS event FROM (SELECT event FROM events PREWHERE equals(events.team_id, 61)) AS __e LEFT ANTI JOIN (SELECT {p0:String} AS x) AS __b ON equals(__e.event, __b.x) WHERE notEquals(__e.event, {p1:String}) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: buy
-- p1: $pageview
-- row: "server"
;
SELECT __a.event AS event, __b.n AS n FROM (SELECT __events.event AS event FROM events AS __events PREWHERE equals(__events.team_id, 61)) AS __a JOIN (SELECT __events.event AS event, count() AS n FROM events AS __events PREWHERE equals(__events.team_id, 61) GROUP BY __events.event) AS __b ON equals(__a.event, __b.event) ORDER BY __a.event ASC LIMIT 2 SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- row: "$pageview",3
-- row: "$pageview",3
;
SELECT __a.number AS column_1, __b.number AS number FROM numbers(3) AS __a JOIN numbers(3) AS __b ON less(__a.number, __b.number) ORDER BY 1 ASC, 2 ASC SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- row: 0,1
-- row: 0,2
-- row: 1,2
;
SELECT count() AS `count()` FROM events AS __events PREWHERE equals(__events.team_id, 61) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- row: 5
;
SELECT __events.event AS event, (SELECT count() AS `count()` FROM events AS __events PREWHERE equals(__events.team_id, 61)) AS total FROM events AS __events PREWHERE equals(__events.team_id, 61) WHERE equals(__events.event, {p0:String}) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: buy
-- row: "buy",5
;
SELECT __events.event AS event FROM events AS __events PREWHERE equals(__events.team_id, 61) WHERE in(__events.distinct_id, (SELECT __person_distinct_ids.distinct_id AS distinct_id FROM (SELECT __person_distinct_ids_versions.distinct_id AS distinct_id FROM person_distinct_ids AS __person_distinct_ids_versions PREWHERE equals(__person_distinct_ids_versions.team_id, 61) GROUP BY __person_distinct_ids_versions.distinct_id HAVING equals(argMax(__person_distinct_ids_versions.is_deleted, __person_distinct_ids_versions.version), 0)) AS __person_distinct_ids WHERE equals(__person_distinct_ids.distinct_id, {p0:String}))) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: bob
-- row: "$pageview"
;
SELECT __numbers.number AS number FROM numbers(3, 2) AS __numbers SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- row: 3
-- row: 4
