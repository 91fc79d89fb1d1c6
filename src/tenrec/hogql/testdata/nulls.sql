SELECT 1 AS `1` FROM events AS __events WHERE and(equals(__events.team_id, 7), ifNull(equals(if(mapContains(__events.properties_tail, {p0:String}), arrayElement(__events.properties_tail, {p0:String}), NULL), {p1:String}), 0)) SETTINGS transform_null_in=1
-- p0: a
-- p1: x
-- columns: [1]
-- hogql: SELECT 1 FROM events WHERE equals(properties.a, 'x')
;
SELECT 1 AS `1` FROM events AS __events WHERE and(equals(__events.team_id, 7), ifNull(notEquals(if(mapContains(__events.properties_tail, {p0:String}), arrayElement(__events.properties_tail, {p0:String}), NULL), {p1:String}), 1)) SETTINGS transform_null_in=1
-- p0: a
-- p1: x
-- columns: [1]
-- hogql: SELECT 1 FROM events WHERE notEquals(properties.a, 'x')
;
SELECT 1 AS `1` FROM events AS __events WHERE and(equals(__events.team_id, 7), ifNull(equals(if(mapContains(__events.properties_tail, {p0:String}), arrayElement(__events.properties_tail, {p0:String}), NULL), if(mapContains(__events.properties_tail, {p1:String}), arrayElement(__events.properties_tail, {p1:String}), NULL)), and(isNull(if(mapContains(__events.properties_tail, {p0:String}), arrayElement(__events.properties_tail, {p0:String}), NULL)), isNull(if(mapContains(__events.properties_tail, {p1:String}), arrayElement(__events.properties_tail, {p1:String}), NULL))))) SETTINGS transform_null_in=1
-- p0: a
-- p1: b
-- columns: [1]
-- hogql: SELECT 1 FROM events WHERE equals(properties.a, properties.b)
;
SELECT 1 AS `1` FROM events AS __events WHERE and(equals(__events.team_id, 7), ifNull(notEquals(if(mapContains(__events.properties_tail, {p0:String}), arrayElement(__events.properties_tail, {p0:String}), NULL), if(mapContains(__events.properties_tail, {p1:String}), arrayElement(__events.properties_tail, {p1:String}), NULL)), or(isNotNull(if(mapContains(__events.properties_tail, {p0:String}), arrayElement(__events.properties_tail, {p0:String}), NULL)), isNotNull(if(mapContains(__events.properties_tail, {p1:String}), arrayElement(__events.properties_tail, {p1:String}), NULL))))) SETTINGS transform_null_in=1
-- p0: a
-- p1: b
-- columns: [1]
-- hogql: SELECT 1 FROM events WHERE notEquals(properties.a, properties.b)
;
SELECT 1 AS `1` FROM events AS __events WHERE and(equals(__events.team_id, 7), or(isNull(if(mapContains(__events.properties_tail, {p0:String}), arrayElement(__events.properties_tail, {p0:String}), NULL)), isNotNull(if(mapContains(__events.properties_tail, {p0:String}), arrayElement(__events.properties_tail, {p0:String}), NULL)))) SETTINGS transform_null_in=1
-- p0: a
-- columns: [1]
-- hogql: SELECT 1 FROM events WHERE or(equals(properties.a, NULL), notEquals(properties.a, NULL))
;
SELECT 1 AS `1` FROM events AS __events WHERE and(equals(__events.team_id, 7), ifNull(less(if(mapContains(__events.properties_tail, {p0:String}), arrayElement(__events.properties_tail, {p0:String}), NULL), 5), 0), ifNull(like(if(mapContains(__events.properties_tail, {p0:String}), arrayElement(__events.properties_tail, {p0:String}), NULL), {p1:String}), 0), ifNull(notLike(if(mapContains(__events.properties_tail, {p0:String}), arrayElement(__events.properties_tail, {p0:String}), NULL), {p2:String}), 1)) SETTINGS transform_null_in=1
-- p0: a
-- p1: %x%
-- p2: y
-- columns: [1]
-- hogql: SELECT 1 FROM events WHERE and(less(properties.a, 5), like(properties.a, '%x%'), notLike(properties.a, 'y'))
;
SELECT 1 AS `1` FROM events AS __events WHERE and(equals(__events.team_id, 7), equals(__events.event, {p0:String}), like(__events.event, {p1:String}), in(__events.event, tuple({p0:String}, {p2:String})), notIn(__events.event, {p3:String})) SETTINGS transform_null_in=1
-- p0: a
-- p1: b%
-- p2: b
-- p3: c
-- columns: [1]
-- hogql: SELECT 1 FROM events WHERE and(equals(event, 'a'), like(event, 'b%'), in(event, tuple('a', 'b')), notIn(event, 'c'))
;
SELECT 1 AS `1` FROM events AS __events WHERE and(equals(__events.team_id, 7), ifNull(match(if(mapContains(__events.properties_tail, {p0:String}), arrayElement(__events.properties_tail, {p0:String}), NULL), {p1:String}), and(isNull(if(mapContains(__events.properties_tail, {p0:String}), arrayElement(__events.properties_tail, {p0:String}), NULL)), isNull({p1:String}))), ifNull(not(match(if(mapContains(__events.properties_tail, {p0:String}), arrayElement(__events.properties_tail, {p0:String}), NULL), concat('(?i)', {p2:String}))), or(isNotNull(if(mapContains(__events.properties_tail, {p0:String}), arrayElement(__events.properties_tail, {p0:String}), NULL)), isNotNull({p2:String}))), match(__events.event, {p3:String})) SETTINGS transform_null_in=1
-- p0: a
-- p1: x
-- p2: y
-- p3: z
-- columns: [1]
-- hogql: SELECT 1 FROM events WHERE and(match(properties.a, 'x'), not(match(properties.a, concat('(?i)', 'y'))), match(event, 'z'))
;
SELECT 1 AS `1` FROM events AS __events WHERE and(equals(__events.team_id, 7), ifNull(and(greaterOrEquals(if(mapContains(__events.properties_tail, {p0:String}), arrayElement(__events.properties_tail, {p0:String}), NULL), 1), lessOrEquals(if(mapContains(__events.properties_tail, {p0:String}), arrayElement(__events.properties_tail, {p0:String}), NULL), 5)), 0), ifNull(not(and(greaterOrEquals(if(mapContains(__events.properties_tail, {p0:String}), arrayElement(__events.properties_tail, {p0:String}), NULL), 1), lessOrEquals(if(mapContains(__events.properties_tail, {p0:String}), arrayElement(__events.properties_tail, {p0:String}), NULL), 2))), 0)) SETTINGS transform_null_in=1
-- p0: a
-- columns: [1]
-- hogql: SELECT 1 FROM events WHERE and(properties.a BETWEEN 1 AND 5, properties.a NOT BETWEEN 1 AND 2)
;
SELECT 1 AS `1` FROM events AS __events WHERE and(equals(__events.team_id, 7), in(if(mapContains(__events.properties_tail, {p0:String}), arrayElement(__events.properties_tail, {p0:String}), NULL), tuple({p0:String}, NULL)), notIn(if(mapContains(__events.properties_tail, {p0:String}), arrayElement(__events.properties_tail, {p0:String}), NULL), {p1:String})) SETTINGS transform_null_in=1
-- p0: a
-- p1: b
-- columns: [1]
-- hogql: SELECT 1 FROM events WHERE and(in(properties.a, tuple('a', NULL)), notIn(properties.a, 'b'))
;
SELECT 1 AS `equals(1, 1)`, 0 AS `equals(1, 2)`, 1 AS `less('a', 'b')`, 0 AS `less(NULL, 1)` SETTINGS transform_null_in=1
-- columns: [equals(1, 1)] [equals(1, 2)] [less('a', 'b')] [less(NULL, 1)]
-- hogql: SELECT equals(1, 1), equals(1, 2), less('a', 'b'), less(NULL, 1)
;
SELECT equals(__events.event, {p0:String}) AS `and(true, equals(event, 'a'))`, equals(__events.event, {p1:String}) AS `or(false, equals(event, 'b'))`, 1 AS `and(true, true)`, 0 AS `and(equals(event, 'a'), false)` FROM events AS __events WHERE equals(__events.team_id, 7) SETTINGS transform_null_in=1
-- p0: a
-- p1: b
-- columns: [and(true, equals(event, 'a'))] [or(false, equals(event, 'b'))] [and(true, true)] [and(equals(event, 'a'), false)]
-- hogql: SELECT and(true, equals(event, 'a')), or(false, equals(event, 'b')), and(true, true), and(equals(event, 'a'), false) FROM events
;
SELECT not(ifNull(equals(if(mapContains(__events.properties_tail, {p0:String}), arrayElement(__events.properties_tail, {p0:String}), NULL), {p1:String}), and(isNull(if(mapContains(__events.properties_tail, {p0:String}), arrayElement(__events.properties_tail, {p0:String}), NULL)), isNull({p1:String})))) AS `properties.a IS DISTINCT FROM 'x'`, ifNull(equals(if(mapContains(__events.properties_tail, {p0:String}), arrayElement(__events.properties_tail, {p0:String}), NULL), NULL), and(isNull(if(mapContains(__events.properties_tail, {p0:String}), arrayElement(__events.properties_tail, {p0:String}), NULL)), isNull(NULL))) AS `properties.a IS NOT DISTINCT FROM NULL` FROM events AS __events WHERE equals(__events.team_id, 7) SETTINGS transform_null_in=1
-- p0: a
-- p1: x
-- columns: [properties.a IS DISTINCT FROM 'x'] [properties.a IS NOT DISTINCT FROM NULL]
-- hogql: SELECT properties.a IS DISTINCT FROM 'x', properties.a IS NOT DISTINCT FROM NULL FROM events
;
SELECT concat(__events.event, ifNull(toString(if(mapContains(__events.properties_tail, {p0:String}), arrayElement(__events.properties_tail, {p0:String}), NULL)), ''), toString(1), '') AS `concat(event, properties.a, 1, NULL)`, concat(__events.event, {p1:String}) AS `concat(event, 'x')` FROM events AS __events WHERE equals(__events.team_id, 7) SETTINGS transform_null_in=1
-- p0: a
-- p1: x
-- columns: [concat(event, properties.a, 1, NULL)] [concat(event, 'x')]
-- hogql: SELECT concat(event, properties.a, 1, NULL), concat(event, 'x') FROM events
;
SELECT and(equals(length(if(match(ifNull(toString(if(mapContains(__events.properties_tail, {p0:String}), arrayElement(__events.properties_tail, {p0:String}), NULL)), ''), '^\\s*v?(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)(?:[-+]\\S*)?\\s*$'), arrayMap((x) -> toInt64OrNull(x), splitByChar('.', extract(ifNull(toString(if(mapContains(__events.properties_tail, {p0:String}), arrayElement(__events.properties_tail, {p0:String}), NULL)), ''), '(\\d+\\.\\d+\\.\\d+)'))), [NULL])), 3), equals(length(if(match(ifNull(toString({p1:String}), ''), '^\\s*v?(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)(?:[-+]\\S*)?\\s*$'), arrayMap((x) -> toInt64OrNull(x), splitByChar('.', extract(ifNull(toString({p1:String}), ''), '(\\d+\\.\\d+\\.\\d+)'))), [NULL])), 3), greater(if(match(ifNull(toString(if(mapContains(__events.properties_tail, {p0:String}), arrayElement(__events.properties_tail, {p0:String}), NULL)), ''), '^\\s*v?(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)(?:[-+]\\S*)?\\s*$'), arrayMap((x) -> toInt64OrNull(x), splitByChar('.', extract(ifNull(toString(if(mapContains(__events.properties_tail, {p0:String}), arrayElement(__events.properties_tail, {p0:String}), NULL)), ''), '(\\d+\\.\\d+\\.\\d+)'))), [NULL]), if(match(ifNull(toString({p1:String}), ''), '^\\s*v?(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)(?:[-+]\\S*)?\\s*$'), arrayMap((x) -> toInt64OrNull(x), splitByChar('.', extract(ifNull(toString({p1:String}), ''), '(\\d+\\.\\d+\\.\\d+)'))), [NULL]))) AS `greater(sortableSemver(properties.v), sortableSemver('1.2.3'))` FROM events AS __events WHERE equals(__events.team_id, 7) SETTINGS transform_null_in=1
-- p0: v
-- p1: 1.2.3
-- columns: [greater(sortableSemver(properties.v), sortableSemver('1.2.3'))]
-- hogql: SELECT greater(sortableSemver(properties.v), sortableSemver('1.2.3')) FROM events
