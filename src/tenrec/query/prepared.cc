#include "tenrec/query/prepared.h"

#include <algorithm>
#include <array>
#include <utility>

#include "tenrec/accounts/team.h"
#include "tenrec/base/encoding.h"
#include "tenrec/base/uuid.h"
#include "tenrec/hogql/names.h"
#include "tenrec/insights/field_reader.h"
#include "tenrec/query/answer_cache.h"
#include "tenrec/query/query_record.h"

namespace tenrec::query {
namespace {

Result<Refresh> ParseRefresh(const Json* json) {
  if (json == nullptr || json->is_null()) return Refresh::kBlocking;
  if (json->is_bool()) return json->get_bool() ? Refresh::kForceBlocking : Refresh::kBlocking;
  if (json->is_string()) {
    const std::string_view word = View(json->get_string());
    if (word == "blocking" || word == "force_cache" || word == "false") return Refresh::kBlocking;
    if (word == "async") return Refresh::kAsync;
    if (word == "async_except_on_cache_miss") return Refresh::kAsyncExceptOnCacheMiss;
    if (word == "lazy_async") return Refresh::kLazyAsync;
    if (word == "force_blocking" || word == "true") return Refresh::kForceBlocking;
    if (word == "force_async") return Refresh::kForceAsync;
  }
  return InvalidArgument("refresh: Input should be a refresh mode such as 'blocking' or 'async'")
      .WithTag("invalid_input");
}

std::string NewQueryId() {
  std::string id = Uuid::V4().ToString();
  std::erase(id, '-');
  return id;
}

/// Whether the question, or what it may take from the project, seems to name an action or a cohort.
bool MayNameSets(const Json& query, const accounts::Team& team) {
  // Entities of a retention question are of type "actions".
  constexpr std::array<std::string_view, 6> kSigns = {
      "cohort", "actionsnode", "\"actions\"", "matchesaction", "actionid", "actionsteps"};
  const std::string text = ToLowerAscii(PrintJson(query)) +
                           ToLowerAscii(PrintJson(team.Setting("test_account_filters")));
  return std::ranges::any_of(
      kSigns, [&](std::string_view sign) { return text.find(sign) != std::string::npos; });
}

/// The query of the saved insight that a SavedInsightNode stands for; others as they are.
Result<Json> Resolve(Json query, TeamId team, const RunnerParts& parts) {
  if (StringMember(query, "kind") != "SavedInsightNode") return query;
  const auto short_id = StringMember(query, "shortId");
  if (!short_id || short_id->empty()) return InvalidArgument("query.shortId: Field required");
  auto saved = parts.saved_query ? parts.saved_query(team, *short_id)
                                 : NotFound("this server keeps no insights");
  if (!saved && saved.error().code == ErrorCode::kNotFound) {
    return NotFound("query.shortId: the project has no insight '" + hogql::Shown(*short_id) + "'");
  }
  if (!saved) return std::move(saved).error();
  return Unwrap(*saved);
}

/// The question with the limits of an export, where it names none.
Json WithExportLimits(Json query) {
  constexpr std::array<std::string_view, 4> kPaged = {"ActorsQuery", "EventsQuery", "GroupsQuery",
                                                      "SessionsQuery"};
  constexpr std::int64_t kRows = 50'000;
  constexpr std::int64_t kBreakdownValues = 512;
  const auto unset = [](const JsonObject& object, std::string_view name) {
    const Json* member = object.if_contains(name);
    return member == nullptr || member->is_null();
  };
  if (!query.is_object()) return query;
  JsonObject& object = query.get_object();
  const std::string_view kind = StringMember(query, "kind").value_or("");
  if (std::ranges::find(kPaged, kind) != kPaged.end() && unset(object, "limit")) {
    object["limit"] = kRows;
  }
  Json* breakdown = object.if_contains("breakdownFilter");
  if (breakdown != nullptr && breakdown->is_object() &&
      unset(breakdown->get_object(), "breakdown_limit")) {
    breakdown->get_object()["breakdown_limit"] = kBreakdownValues;
  }
  return query;
}

}  // namespace

Result<PreparedPtr> Prepare(const QueryRequest& request, const RunnerParts& parts) {
  insights::FieldReader body(request.body, "request");
  const Json* query = body.Object("query");
  const Json* refresh = body.Any("refresh");
  const bool is_async = body.Bool("async");
  const auto id = body.Text("client_query_id");
  const Json* filters = body.Any("filters_override");
  const Json* variables = body.Any("variables_override");
  body.Ignore({"name", "limit_context"});
  if (query == nullptr) body.Fail("query", "Field required");
  TRY(body.Finish());
  // NOLINTNEXTLINE(clang-analyzer-core.NonNullParamChecker): without a query Finish() has failed
  const auto kind = StringMember(*query, "kind");
  if (!request.path_kind.empty() && kind && request.path_kind != *kind) {
    return InvalidArgument("The query kind in the URL, '" + hogql::Shown(request.path_kind) +
                           "', differs from query.kind, '" + hogql::Shown(*kind) + "'");
  }
  const TeamId team = request.team->id;
  TRY_ASSIGN(Json posted, Unwrap(*query));
  TRY_ASSIGN(Json unwrapped, Resolve(std::move(posted), team, parts));
  TRY_ASSIGN(Json final_query,
             ApplyOverrides(std::move(unwrapped), filters == nullptr ? Json() : *filters,
                            variables == nullptr ? Json() : *variables));
  if (request.for_export) final_query = WithExportLimits(std::move(final_query));
  TRY_ASSIGN(QuestionPtr question, ParseQuestion(final_query));
  TRY_ASSIGN(insights::ProjectTime zone,
             insights::ProjectTime::Load(request.team->timezone, request.team->week_start_day));
  std::shared_ptr<const insights::NamedSets> named_sets;
  if (parts.named_sets && MayNameSets(final_query, *request.team)) {
    TRY_ASSIGN(named_sets, parts.named_sets(team));
  }
  auto prepared = std::make_shared<Prepared>(Prepared{
      .occasion = {request.team, std::move(zone), parts.clock.Now(),
                   parts.property_types ? parts.property_types(team) : hogql::PropertyTypeLookup(),
                   parts.group_types ? parts.group_types(team) : std::vector<std::string>(),
                   parts.layout.Current(),
                   parts.property_names ? parts.property_names(team) : PropertyNames(),
                   std::move(named_sets),
                   parts.system_rows ? [rows = parts.system_rows,
                                        team](std::string_view table) { return rows(team, table); }
                                     : std::function<Result<std::string>(std::string_view)>(),
                   parts.seen_names ? parts.seen_names(team) : SeenNames(), parts.exchange_rates},
      .kind = std::string(StringMember(final_query, "kind").value_or("")),
      .question = std::move(question),
      .custom_names = CustomNames(final_query),
      .id = id.value_or(NewQueryId()),
      .by_api_key = request.by_api_key,
      .as_parquet = request.as_parquet,
      .for_export = request.for_export});
  TRY_ASSIGN(prepared->refresh, ParseRefresh(refresh));
  if (is_async && prepared->refresh == Refresh::kBlocking) prepared->refresh = Refresh::kAsync;
  if (parts.record) prepared->record = RecordOf(request, final_query, prepared->id);
  prepared->key = CacheKey(final_query, prepared->occasion);
  if (request.as_parquet) prepared->key += "_parquet";
  prepared->shelf = prepared->question->ShelfAt(prepared->occasion);
  return PreparedPtr(std::move(prepared));
}

}  // namespace tenrec::query
