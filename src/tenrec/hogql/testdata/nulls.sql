SELECT 1 AS `1` FROM events AS __events PREWHERE equals(__events.team_id, 7) WHERE ifNull(equals(multiIf(equals(arrayElement(__events.properties_tail, 'a'), ''), NULL, equals(arrayElement(__events.properties_tail, 'a'), '\x01'), '', arrayElement(__events.properties_tail, 'a')), {p0:String}), 0) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: x
-- columns: [1]
-- hogql: SELECT 1 FROM events WHERE equals(properties.a, 'x')
;
SELECT 1 AS `1` FROM events AS __events PREWHERE equals(__events.team_id, 7) WHERE ifNull(notEquals(multiIf(equals(arrayElement(__events.properties_tail, 'a'), ''), NULL, equals(arrayElement(__events.properties_tail, 'a'), '\x01'), '', arrayElement(__events.properties_tail, 'a')), {p0:String}), 1) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: x
-- columns: [1]
-- hogql: SELECT 1 FROM events WHERE notEquals(properties.a, 'x')
;
SELECT 1 AS `1` FROM events AS __events PREWHERE equals(__events.team_id, 7) WHERE ifNull(equals(multiIf(equals(arrayElement(__events.properties_tail, 'a'), ''), NULL, equals(arrayElement(__events.properties_tail, 'a'), '\x01'), '', arrayElement(__events.properties_tail, 'a')), multiIf(equals(arrayElement(__events.properties_tail, 'b'), ''), NULL, equals(arrayElement(__events.properties_tail, 'b'), '\x01'), '', arrayElement(__events.properties_tail, 'b'))), and(isNull(multiIf(equals(arrayElement(__events.properties_tail, 'a'), ''), NULL, equals(arrayElement(__events.properties_tail, 'a'), '\x01'), '', arrayElement(__events.properties_tail, 'a'))), isNull(multiIf(equals(arrayElement(__events.properties_tail, 'b'), ''), NULL, equals(arrayElement(__events.properties_tail, 'b'), '\x01'), '', arrayElement(__events.properties_tail, 'b'))))) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- columns: [1]
-- hogql: SELECT 1 FROM events WHERE equals(properties.a, properties.b)
;
SELECT 1 AS `1` FROM events AS __events PREWHERE equals(__events.team_id, 7) WHERE ifNull(notEquals(multiIf(equals(arrayElement(__events.properties_tail, 'a'), ''), NULL, equals(arrayElement(__events.properties_tail, 'a'), '\x01'), '', arrayElement(__events.properties_tail, 'a')), multiIf(equals(arrayElement(__events.properties_tail, 'b'), ''), NULL, equals(arrayElement(__events.properties_tail, 'b'), '\x01'), '', arrayElement(__events.properties_tail, 'b'))), or(isNotNull(multiIf(equals(arrayElement(__events.properties_tail, 'a'), ''), NULL, equals(arrayElement(__events.properties_tail, 'a'), '\x01'), '', arrayElement(__events.properties_tail, 'a'))), isNotNull(multiIf(equals(arrayElement(__events.properties_tail, 'b'), ''), NULL, equals(arrayElement(__events.properties_tail, 'b'), '\x01'), '', arrayElement(__events.properties_tail, 'b'))))) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- columns: [1]
-- hogql: SELECT 1 FROM events WHERE notEquals(properties.a, properties.b)
;
SELECT 1 AS `1` FROM events AS __events PREWHERE equals(__events.team_id, 7) WHERE or(isNull(multiIf(equals(arrayElement(__events.properties_tail, 'a'), ''), NULL, equals(arrayElement(__events.properties_tail, 'a'), '\x01'), '', arrayElement(__events.properties_tail, 'a'))), isNotNull(multiIf(equals(arrayElement(__events.properties_tail, 'a'), ''), NULL, equals(arrayElement(__events.properties_tail, 'a'), '\x01'), '', arrayElement(__events.properties_tail, 'a')))) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- columns: [1]
-- hogql: SELECT 1 FROM events WHERE or(equals(properties.a, NULL), notEquals(properties.a, NULL))
;
SELECT 1 AS `1` FROM events AS __events PREWHERE equals(__events.team_id, 7) WHERE and(ifNull(less(multiIf(equals(arrayElement(__events.properties_tail, 'a'), ''), NULL, equals(arrayElement(__events.properties_tail, 'a'), '\x01'), '', arrayElement(__events.properties_tail, 'a')), 5), 0), ifNull(like(multiIf(equals(arrayElement(__events.properties_tail, 'a'), ''), NULL, equals(arrayElement(__events.properties_tail, 'a'), '\x01'), '', arrayElement(__events.properties_tail, 'a')), {p0:String}), 0), ifNull(notLike(multiIf(equals(arrayElement(__events.properties_tail, 'a'), ''), NULL, equals(arrayElement(__events.properties_tail, 'a'), '\x01'), '', arrayElement(__events.properties_tail, 'a')), {p1:String}), 1)) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: %x%
-- p1: y
-- columns: [1]
-- hogql: SELECT 1 FROM events WHERE and(less(properties.a, 5), like(properties.a, '%x%'), notLike(properties.a, 'y'))
;
SELECT 1 AS `1` FROM events AS __events PREWHERE equals(__events.team_id, 7) WHERE and(equals(__events.event, {p0:String}), like(__events.event, {p1:String}), in(__events.event, tuple({p0:String}, {p2:String})), notIn(__events.event, {p3:String})) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: a
-- p1: b%
-- p2: b
-- p3: c
-- columns: [1]
-- hogql: SELECT 1 FROM events WHERE and(equals(event, 'a'), like(event, 'b%'), in(event, tuple('a', 'b')), notIn(event, 'c'))
;
SELECT 1 AS `1` FROM events AS __events PREWHERE equals(__events.team_id, 7) WHERE and(ifNull(match(multiIf(equals(arrayElement(__events.properties_tail, 'a'), ''), NULL, equals(arrayElement(__events.properties_tail, 'a'), '\x01'), '', arrayElement(__events.properties_tail, 'a')), {p0:String}), and(isNull(multiIf(equals(arrayElement(__events.properties_tail, 'a'), ''), NULL, equals(arrayElement(__events.properties_tail, 'a'), '\x01'), '', arrayElement(__events.properties_tail, 'a'))), isNull({p0:String}))), ifNull(not(match(multiIf(equals(arrayElement(__events.properties_tail, 'a'), ''), NULL, equals(arrayElement(__events.properties_tail, 'a'), '\x01'), '', arrayElement(__events.properties_tail, 'a')), concat('(?i)', {p1:String}))), or(isNotNull(multiIf(equals(arrayElement(__events.properties_tail, 'a'), ''), NULL, equals(arrayElement(__events.properties_tail, 'a'), '\x01'), '', arrayElement(__events.properties_tail, 'a'))), isNotNull({p1:String}))), match(cast(__events.event, 'String'), {p2:String})) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: x
-- p1: y
-- p2: z
-- columns: [1]
-- hogql: SELECT 1 FROM events WHERE and(match(properties.a, 'x'), not(match(properties.a, concat('(?i)', 'y'))), match(event, 'z'))
;
SELECT 1 AS `1` FROM events AS __events PREWHERE equals(__events.team_id, 7) WHERE and(ifNull(and(greaterOrEquals(multiIf(equals(arrayElement(__events.properties_tail, 'a'), ''), NULL, equals(arrayElement(__events.properties_tail, 'a'), '\x01'), '', arrayElement(__events.properties_tail, 'a')), 1), lessOrEquals(multiIf(equals(arrayElement(__events.properties_tail, 'a'), ''), NULL, equals(arrayElement(__events.properties_tail, 'a'), '\x01'), '', arrayElement(__events.properties_tail, 'a')), 5)), 0), ifNull(not(and(greaterOrEquals(multiIf(equals(arrayElement(__events.properties_tail, 'a'), ''), NULL, equals(arrayElement(__events.properties_tail, 'a'), '\x01'), '', arrayElement(__events.properties_tail, 'a')), 1), lessOrEquals(multiIf(equals(arrayElement(__events.properties_tail, 'a'), ''), NULL, equals(arrayElement(__events.properties_tail, 'a'), '\x01'), '', arrayElement(__events.properties_tail, 'a')), 2))), 0)) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- columns: [1]
-- hogql: SELECT 1 FROM events WHERE and(properties.a BETWEEN 1 AND 5, properties.a NOT BETWEEN 1 AND 2)
;
SELECT 1 AS `1` FROM events AS __events PREWHERE equals(__events.team_id, 7) WHERE and(in(multiIf(equals(arrayElement(__events.properties_tail, 'a'), ''), NULL, equals(arrayElement(__events.properties_tail, 'a'), '\x01'), '', arrayElement(__events.properties_tail, 'a')), tuple({p0:String}, NULL)), notIn(multiIf(equals(arrayElement(__events.properties_tail, 'a'), ''), NULL, equals(arrayElement(__events.properties_tail, 'a'), '\x01'), '', arrayElement(__events.properties_tail, 'a')), {p1:String})) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: a
-- p1: b
-- columns: [1]
-- hogql: SELECT 1 FROM events WHERE and(in(properties.a, tuple('a', NULL)), notIn(properties.a, 'b'))
;
SELECT 1 AS `equals(1, 1)`, 0 AS `equals(1, 2)`, 1 AS `less('a', 'b')`, 0 AS `less(NULL, 1)` SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- columns: [equals(1, 1)] [equals(1, 2)] [less('a', 'b')] [less(NULL, 1)]
-- hogql: SELECT equals(1, 1), equals(1, 2), less('a', 'b'), less(NULL, 1)
;
SELECT equals(__events.event, {p0:String}) AS `and(true, equals(event, 'a'))`, equals(__events.event, {p1:String}) AS `or(false, equals(event, 'b'))`, 1 AS `and(true, true)`, 0 AS `and(equals(event, 'a'), false)` FROM events AS __events PREWHERE equals(__events.team_id, 7) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: a
-- p1: b
-- columns: [and(true, equals(event, 'a'))] [or(false, equals(event, 'b'))] [and(true, true)] [and(equals(event, 'a'), false)]
-- hogql: SELECT and(true, equals(event, 'a')), or(false, equals(event, 'b')), and(true, true), and(equals(event, 'a'), false) FROM events
;
SELECT not(ifNull(equals(multiIf(equals(arrayElement(__events.properties_tail, 'a'), ''), NULL, equals(arrayElement(__events.properties_tail, 'a'), '\x01'), '', arrayElement(__events.properties_tail, 'a')), {p0:String}), and(isNull(multiIf(equals(arrayElement(__events.properties_tail, 'a'), ''), NULL, equals(arrayElement(__events.properties_tail, 'a'), '\x01'), '', arrayElement(__events.properties_tail, 'a'))), isNull({p0:String})))) AS `properties.a IS DISTINCT FROM 'x'`, ifNull(equals(multiIf(equals(arrayElement(__events.properties_tail, 'a'), ''), NULL, equals(arrayElement(__events.properties_tail, 'a'), '\x01'), '', arrayElement(__events.properties_tail, 'a')), NULL), and(isNull(multiIf(equals(arrayElement(__events.properties_tail, 'a'), ''), NULL, equals(arrayElement(__events.properties_tail, 'a'), '\x01'), '', arrayElement(__events.properties_tail, 'a'))), isNull(NULL))) AS `properties.a IS NOT DISTINCT FROM NULL` FROM events AS __events PREWHERE equals(__events.team_id, 7) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: x
-- columns: [properties.a IS DISTINCT FROM 'x'] [properties.a IS NOT DISTINCT FROM NULL]
-- hogql: SELECT properties.a IS DISTINCT FROM 'x', properties.a IS NOT DISTINCT FROM NULL FROM events
;
SELECT concat(__events.event, ifNull(toString(multiIf(equals(arrayElement(__events.properties_tail, 'a'), ''), NULL, equals(arrayElement(__events.properties_tail, 'a'), '\x01'), '', arrayElement(__events.properties_tail, 'a'))), ''), toString(1), '') AS `concat(event, properties.a, 1, NULL)`, concat(__events.event, {p0:String}) AS `concat(event, 'x')` FROM events AS __events PREWHERE equals(__events.team_id, 7) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: x
-- columns: [concat(event, properties.a, 1, NULL)] [concat(event, 'x')]
-- hogql: SELECT concat(event, properties.a, 1, NULL), concat(event, 'x') FROM events
;
SELECT and(equals(length(if(match(ifNull(toString(multiIf(equals(arrayElement(__events.properties_tail, 'v'), ''), NULL, equals(arrayElement(__events.properties_tail, 'v'), '\x01'), '', arrayElement(__events.properties_tail, 'v'))), ''), '^\\s*v?(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)(?:[-+]\\S*)?\\s*$'), arrayMap((x) -> toInt64OrNull(x), splitByChar('.', extract(ifNull(toString(multiIf(equals(arrayElement(__events.properties_tail, 'v'), ''), NULL, equals(arrayElement(__events.properties_tail, 'v'), '\x01'), '', arrayElement(__events.properties_tail, 'v'))), ''), '(\\d+\\.\\d+\\.\\d+)'))), [NULL])), 3), equals(length(if(match(ifNull(toString({p0:String}), ''), '^\\s*v?(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)(?:[-+]\\S*)?\\s*$'), arrayMap((x) -> toInt64OrNull(x), splitByChar('.', extract(ifNull(toString({p0:String}), ''), '(\\d+\\.\\d+\\.\\d+)'))), [NULL])), 3), greater(if(match(ifNull(toString(multiIf(equals(arrayElement(__events.properties_tail, 'v'), ''), NULL, equals(arrayElement(__events.properties_tail, 'v'), '\x01'), '', arrayElement(__events.properties_tail, 'v'))), ''), '^\\s*v?(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)(?:[-+]\\S*)?\\s*$'), arrayMap((x) -> toInt64OrNull(x), splitByChar('.', extract(ifNull(toString(multiIf(equals(arrayElement(__events.properties_tail, 'v'), ''), NULL, equals(arrayElement(__events.properties_tail, 'v'), '\x01'), '', arrayElement(__events.properties_tail, 'v'))), ''), '(\\d+\\.\\d+\\.\\d+)'))), [NULL]), if(match(ifNull(toString({p0:String}), ''), '^\\s*v?(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)(?:[-+]\\S*)?\\s*$'), arrayMap((x) -> toInt64OrNull(x), splitByChar('.', extract(ifNull(toString({p0:String}), ''), '(\\d+\\.\\d+\\.\\d+)'))), [NULL]))) AS `greater(sortableSemver(properties.v), sortableSemver('1.2.3'))` FROM events AS __events PREWHERE equals(__events.team_id, 7) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: 1.2.3
-- columns: [greater(sortableSemver(properties.v), sortableSemver('1.2.3'))]
-- hogql: SELECT greater(sortableSemver(properties.v), sortableSemver('1.2.3')) FROM events
