SELECT `__system.actions`.id AS id, `__system.actions`.name AS name, replaceRegexpAll(nullIf(nullIf(JSONExtractRaw(`__system.actions`.steps_json, {p0:String}), ''), 'null'), '^"|"$', '') AS x, `__system.actions`.deleted AS deleted FROM (SELECT tupleElement(`__system.actions_rows`.row, 'id') AS id, tupleElement(`__system.actions_rows`.row, 'name') AS name, tupleElement(`__system.actions_rows`.row, 'steps_json') AS steps_json, tupleElement(`__system.actions_rows`.row, 'deleted') AS deleted FROM (SELECT arrayJoin(JSONExtract({p1:String}, 'Array(Tuple(id Int64, name Nullable(String), steps_json String, deleted Int64))')) AS row) AS `__system.actions_rows`) AS `__system.actions` SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: x
-- p1: [{"id":1,"name":"first of system.actions"}]
-- row: 1,"first of system.actions",null,0
;
SELECT `__system.annotations`.id AS id, `__system.annotations`.content AS content, toTimeZone(`__system.annotations`.date_marker, 'America/New_York') AS date_marker FROM (SELECT tupleElement(`__system.annotations_rows`.row, 'id') AS id, tupleElement(`__system.annotations_rows`.row, 'content') AS content, fromUnixTimestamp64Micro(tupleElement(`__system.annotations_rows`.row, 'date_marker'), 'UTC') AS date_marker FROM (SELECT arrayJoin(JSONExtract({p0:String}, 'Array(Tuple(id Int64, content Nullable(String), date_marker Nullable(Int64)))')) AS row) AS `__system.annotations_rows`) AS `__system.annotations` SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: [{"id":1,"name":"first of system.annotations"}]
-- row: 1,null,null
;
SELECT `__system.cohorts`.id AS id, `__system.cohorts`.name AS name, `__system.cohorts`.count AS count, `__system.cohorts`.is_static AS is_static FROM (SELECT tupleElement(`__system.cohorts_rows`.row, 'id') AS id, tupleElement(`__system.cohorts_rows`.row, 'name') AS name, tupleElement(`__system.cohorts_rows`.row, 'count') AS count, tupleElement(`__system.cohorts_rows`.row, 'is_static') AS is_static FROM (SELECT arrayJoin(JSONExtract({p0:String}, 'Array(Tuple(id Int64, name Nullable(String), count Nullable(Int64), is_static Int64))')) AS row) AS `__system.cohorts_rows`) AS `__system.cohorts` SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: [{"id":1,"name":"first of system.cohorts"}]
-- row: 1,"first of system.cohorts",null,0
;
SELECT `__system.dashboards`.id AS id, `__system.dashboards`.name AS name FROM (SELECT tupleElement(`__system.dashboards_rows`.row, 'id') AS id, tupleElement(`__system.dashboards_rows`.row, 'name') AS name FROM (SELECT arrayJoin(JSONExtract({p0:String}, 'Array(Tuple(id Int64, name Nullable(String)))')) AS row) AS `__system.dashboards_rows`) AS `__system.dashboards` SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: [{"id":1,"name":"first of system.dashboards"}]
-- row: 1,"first of system.dashboards"
;
SELECT `__system.group_type_mappings`.group_type_index AS group_type_index, `__system.group_type_mappings`.group_type AS group_type FROM (SELECT 61 AS project_id, tupleElement(`__system.group_type_mappings_rows`.row, 'group_type') AS group_type, tupleElement(`__system.group_type_mappings_rows`.row, 'group_type_index') AS group_type_index FROM (SELECT arrayJoin(JSONExtract({p0:String}, 'Array(Tuple(group_type String, group_type_index Int64))')) AS row) AS `__system.group_type_mappings_rows`) AS `__system.group_type_mappings` SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: [{"id":1,"name":"first of system.group_type_mappings"}]
;
SELECT `__system.groups`.group_type_index AS group_type_index, `__system.groups`.group_key AS group_key, replaceRegexpAll(nullIf(nullIf(`__system.groups`.property_0, ''), 'null'), '^"|"$', '') AS name, toTimeZone(`__system.groups`.created_at, 'America/New_York') AS created_at FROM (SELECT `__system.groups_versions`.group_type_index AS group_type_index, `__system.groups_versions`.group_key AS group_key, argMax(`__system.groups_versions`.created_at, `__system.groups_versions`.version) AS created_at, argMax(JSONExtractRaw(`__system.groups_versions`.properties, {p0:String}), `__system.groups_versions`.version) AS property_0 FROM groups AS `__system.groups_versions` PREWHERE equals(`__system.groups_versions`.team_id, 61) GROUP BY `__system.groups_versions`.group_type_index, `__system.groups_versions`.group_key HAVING equals(argMax(`__system.groups_versions`.is_deleted, `__system.groups_versions`.version), 0)) AS `__system.groups` ORDER BY 1 ASC SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: name
-- row: 0,"acme","Acme","2023-12-31T19:00:00-05:00"
-- row: 1,"acme","Project","2023-12-31T19:00:00-05:00"
;
SELECT `__system.ingestion_warnings`.source AS source, `__system.ingestion_warnings`.type AS type, `__system.ingestion_warnings`.details AS details FROM ingestion_warnings AS `__system.ingestion_warnings` PREWHERE equals(`__system.ingestion_warnings`.team_id, 61) WHERE greater(`__system.ingestion_warnings`.timestamp, minus(now64(6, 'America/New_York'), toIntervalDay(1))) SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- row: "ingestion","too_large","{}"
;
SELECT `__system.insights`.id AS id, `__system.insights`.name AS name, replaceRegexpAll(nullIf(nullIf(JSONExtractRaw(`__system.insights`.query, {p0:String}), ''), 'null'), '^"|"$', '') AS kind FROM (SELECT tupleElement(`__system.insights_rows`.row, 'id') AS id, tupleElement(`__system.insights_rows`.row, 'name') AS name, tupleElement(`__system.insights_rows`.row, 'query') AS query FROM (SELECT arrayJoin(JSONExtract({p1:String}, 'Array(Tuple(id Int64, name Nullable(String), query String))')) AS row) AS `__system.insights_rows`) AS `__system.insights` SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: kind
-- p1: [{"id":1,"name":"first of system.insights"}]
-- row: 1,"first of system.insights",null
;
SELECT `__system.teams`.id AS id, `__system.teams`.name AS name, `__system.teams`.timezone AS timezone FROM (SELECT tupleElement(`__system.teams_rows`.row, 'id') AS id, tupleElement(`__system.teams_rows`.row, 'name') AS name, tupleElement(`__system.teams_rows`.row, 'timezone') AS timezone FROM (SELECT arrayJoin(JSONExtract({p0:String}, 'Array(Tuple(id Int64, name String, timezone String))')) AS row) AS `__system.teams_rows`) AS `__system.teams` SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: [{"id":1,"name":"first of system.teams"}]
-- row: 1,"first of system.teams",""
;
SELECT `__system.data_warehouse_sources`.id AS id, toTimeZone(`__system.data_warehouse_sources`.created_at, 'America/New_York') AS created_at FROM (SELECT tupleElement(`__system.data_warehouse_sources_rows`.row, 'id') AS id, fromUnixTimestamp64Micro(tupleElement(`__system.data_warehouse_sources_rows`.row, 'created_at'), 'UTC') AS created_at FROM (SELECT arrayJoin(JSONExtract({p0:String}, 'Array(Tuple(id String, created_at Int64))')) AS row) AS `__system.data_warehouse_sources_rows`) AS `__system.data_warehouse_sources` SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: [{"id":1,"name":"first of system.data_warehouse_sources"}]
-- row: "1","1969-12-31T19:00:00-05:00"
;
SELECT `__system.experiments`.id AS id, `__system.experiments`.name AS name, `__system.experiments`.feature_flag_id AS feature_flag_id, `__system.experiments`.archived AS archived FROM (SELECT tupleElement(`__system.experiments_rows`.row, 'id') AS id, tupleElement(`__system.experiments_rows`.row, 'name') AS name, tupleElement(`__system.experiments_rows`.row, 'archived') AS archived, tupleElement(`__system.experiments_rows`.row, 'feature_flag_id') AS feature_flag_id FROM (SELECT arrayJoin(JSONExtract({p0:String}, 'Array(Tuple(id Int64, name String, archived Int64, feature_flag_id Nullable(Int64)))')) AS row) AS `__system.experiments_rows`) AS `__system.experiments` SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: [{"id":1,"name":"first of system.experiments"}]
-- row: 1,"first of system.experiments",null,0
;
SELECT `__system.exports`.id AS id, toTimeZone(`__system.exports`.created_at, 'America/New_York') AS created_at FROM (SELECT tupleElement(`__system.exports_rows`.row, 'id') AS id, fromUnixTimestamp64Micro(tupleElement(`__system.exports_rows`.row, 'created_at'), 'UTC') AS created_at FROM (SELECT arrayJoin(JSONExtract({p0:String}, 'Array(Tuple(id Int64, created_at Int64))')) AS row) AS `__system.exports_rows`) AS `__system.exports` SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: [{"id":1,"name":"first of system.exports"}]
-- row: 1,"1969-12-31T19:00:00-05:00"
;
SELECT `__system.feature_flags`.id AS id, `__system.feature_flags`.key AS key, `__system.feature_flags`.name AS name, `__system.feature_flags`.rollout_percentage AS rollout_percentage FROM (SELECT tupleElement(`__system.feature_flags_rows`.row, 'id') AS id, tupleElement(`__system.feature_flags_rows`.row, 'key') AS key, tupleElement(`__system.feature_flags_rows`.row, 'name') AS name, tupleElement(`__system.feature_flags_rows`.row, 'rollout_percentage') AS rollout_percentage FROM (SELECT arrayJoin(JSONExtract({p0:String}, 'Array(Tuple(id Int64, key String, name String, rollout_percentage Nullable(Int64)))')) AS row) AS `__system.feature_flags_rows`) AS `__system.feature_flags` SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: [{"id":1,"name":"first of system.feature_flags"}]
-- row: 1,"","first of system.feature_flags",null
;
SELECT `__system.insight_variables`.id AS id, `__system.insight_variables`.name AS name, `__system.insight_variables`.code_name AS code_name, `__system.insight_variables`.default_value AS default_value FROM (SELECT tupleElement(`__system.insight_variables_rows`.row, 'id') AS id, tupleElement(`__system.insight_variables_rows`.row, 'name') AS name, tupleElement(`__system.insight_variables_rows`.row, 'code_name') AS code_name, tupleElement(`__system.insight_variables_rows`.row, 'default_value') AS default_value FROM (SELECT arrayJoin(JSONExtract({p0:String}, 'Array(Tuple(id String, name String, code_name String, default_value String))')) AS row) AS `__system.insight_variables_rows`) AS `__system.insight_variables` SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: [{"id":1,"name":"first of system.insight_variables"}]
-- row: "1","first of system.insight_variables","",""
;
SELECT `__system.surveys`.id AS id, `__system.surveys`.name AS name, replaceRegexpAll(nullIf(nullIf(JSONExtractRaw(`__system.surveys`.questions, 1, {p0:String}), ''), 'null'), '^"|"$', '') AS `questions.1['type']` FROM (SELECT tupleElement(`__system.surveys_rows`.row, 'id') AS id, tupleElement(`__system.surveys_rows`.row, 'name') AS name, tupleElement(`__system.surveys_rows`.row, 'questions') AS questions FROM (SELECT arrayJoin(JSONExtract({p1:String}, 'Array(Tuple(id String, name String, questions String))')) AS row) AS `__system.surveys_rows`) AS `__system.surveys` SETTINGS transform_null_in=1, use_variant_as_common_type=0
-- p0: type
-- p1: [{"id":1,"name":"first of system.surveys"}]
-- row: "1","first of system.surveys",null
