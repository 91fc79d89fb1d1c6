SELECT `__system.dashboards`.id AS id, `__system.dashboards`.name AS name, toTimeZone(`__system.dashboards`.created_at, 'America/New_York') AS created_at, replaceRegexpAll(nullIf(nullIf(JSONExtractRaw(`__system.dashboards`.filters, {p0:String}), ''), 'null'), '^"|"$', '') AS date_from FROM (SELECT tupleElement(`__system.dashboards_rows`.row, 'id') AS id, tupleElement(`__system.dashboards_rows`.row, 'name') AS name, fromUnixTimestamp64Micro(tupleElement(`__system.dashboards_rows`.row, 'created_at'), 'UTC') AS created_at, tupleElement(`__system.dashboards_rows`.row, 'deleted') AS deleted, tupleElement(`__system.dashboards_rows`.row, 'filters') AS filters FROM (SELECT arrayJoin(JSONExtract({p1:String}, 'Array(Tuple(id Int64, name Nullable(String), created_at Int64, deleted Int64, filters String))')) AS row) AS `__system.dashboards_rows`) AS `__system.dashboards` WHERE equals(`__system.dashboards`.deleted, 0) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: date_from
-- p1: []
-- columns: [id] [name] [created_at] [date_from]
-- hogql: SELECT id, name, created_at, filters.date_from FROM system.dashboards WHERE equals(deleted, 0)
;
SELECT count() AS `count()` FROM (SELECT tupleElement(`__system.teams_rows`.row, 'id') AS id FROM (SELECT arrayJoin(JSONExtract({p0:String}, 'Array(Tuple(id Int64))')) AS row) AS `__system.teams_rows`) AS `__system.teams` SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: []
-- columns: [count()]
-- hogql: SELECT count() FROM system.teams
;
SELECT `__system.group_type_mappings`.group_type AS group_type, `__system.group_type_mappings`.group_type_index AS group_type_index, `__system.group_type_mappings`.name_singular AS name_singular, `__system.group_type_mappings`.name_plural AS name_plural FROM (SELECT 7 AS project_id, tupleElement(`__system.group_type_mappings_rows`.row, 'group_type') AS group_type, tupleElement(`__system.group_type_mappings_rows`.row, 'group_type_index') AS group_type_index, tupleElement(`__system.group_type_mappings_rows`.row, 'name_singular') AS name_singular, tupleElement(`__system.group_type_mappings_rows`.row, 'name_plural') AS name_plural FROM (SELECT arrayJoin(JSONExtract({p0:String}, 'Array(Tuple(group_type String, group_type_index Int64, name_singular Nullable(String), name_plural Nullable(String)))')) AS row) AS `__system.group_type_mappings_rows`) AS `__system.group_type_mappings` SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: []
-- columns: [group_type] [group_type_index] [name_singular] [name_plural]
-- hogql: SELECT group_type, group_type_index, name_singular, name_plural FROM system.group_type_mappings
;
SELECT `__system.groups`.group_key AS group_key, replaceRegexpAll(nullIf(nullIf(`__system.groups`.property_0, ''), 'null'), '^"|"$', '') AS name FROM (SELECT `__system.groups_versions`.group_type_index AS group_type_index, `__system.groups_versions`.group_key AS group_key, argMax(JSONExtractRaw(`__system.groups_versions`.properties, {p0:String}), `__system.groups_versions`.version) AS property_0 FROM groups AS `__system.groups_versions` PREWHERE equals(`__system.groups_versions`.team_id, 7) GROUP BY `__system.groups_versions`.group_type_index, `__system.groups_versions`.group_key HAVING equals(argMax(`__system.groups_versions`.is_deleted, `__system.groups_versions`.version), 0)) AS `__system.groups` WHERE equals(`__system.groups`.group_type_index, 0) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: name
-- columns: [group_key] [name]
-- hogql: SELECT group_key, group_properties.name FROM system.groups WHERE equals(group_type_index, 0)
;
SELECT `__system.ingestion_warnings`.type AS type, count() AS `count()` FROM ingestion_warnings AS `__system.ingestion_warnings` PREWHERE equals(`__system.ingestion_warnings`.team_id, 7) GROUP BY `__system.ingestion_warnings`.type SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- columns: [type] [count()]
-- hogql: SELECT type, count() FROM system.ingestion_warnings GROUP BY type
;
SELECT __query_log.query AS query, __query_log.read_rows AS read_rows, toDate(toTimeZone(__query_log.event_time, 'America/New_York')) AS event_date, __query_log.kind AS query_type FROM query_log AS __query_log PREWHERE equals(__query_log.team_id, 7) WHERE equals(__query_log.status, {p0:String}) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: QueryFinish
-- columns: [query] [read_rows] [event_date] [query_type]
-- hogql: SELECT query, read_rows, event_date, query_type FROM query_log WHERE equals(status, 'QueryFinish')
;
SELECT replaceRegexpAll(nullIf(nullIf(JSONExtractRaw(__i.query, {p0:String}), ''), 'null'), '^"|"$', '') AS kind, count() AS `count()` FROM (SELECT tupleElement(__i_rows.row, 'id') AS id, 7 AS project_id, tupleElement(__i_rows.row, 'query') AS query FROM (SELECT arrayJoin(JSONExtract({p1:String}, 'Array(Tuple(id Int64, query String))')) AS row) AS __i_rows) AS __i JOIN (SELECT team_id FROM events PREWHERE equals(events.team_id, 7)) AS __e ON equals(__e.team_id, __i.project_id) GROUP BY 1 SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: kind
-- p1: []
-- columns: [kind] [count()]
-- hogql: SELECT i.query.kind, count() FROM system.insights AS i JOIN events AS e ON equals(e.team_id, i.team_id) GROUP BY 1
;
SELECT base58Decode(cast(__events.event, 'String')) AS `base58Decode(event)`, cast(__events.`p_$browser`, 'Nullable(String)') AS `$browser`, lower(cast(__events.`p_$os`, 'Nullable(String)')) AS `lower(properties.$os)` FROM events AS __events PREWHERE equals(__events.team_id, 7) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- columns: [base58Decode(event)] [$browser] [lower(properties.$os)]
-- hogql: SELECT base58Decode(event), properties.$browser, lower(properties.$os) FROM events
;
SELECT match({p0:String}, cast(__events.event, 'String')) AS `match('x', event)`, equals(cast(__events.event, 'String'), {p1:String}) AS `equals(event, 'a')` FROM events AS __events PREWHERE equals(__events.team_id, 7) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: x
-- p1: a
-- columns: [match('x', event)] [equals(event, 'a')]
-- hogql: SELECT match('x', event), equals(event, 'a') FROM events
;
SELECT match(__events.event, {p0:String}) AS `match(event, 'x')`, lower(__events.event) AS `lower(event)` FROM events AS __events PREWHERE equals(__events.team_id, 7) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: x
-- columns: [match(event, 'x')] [lower(event)]
-- hogql: SELECT match(event, 'x'), lower(event) FROM events
