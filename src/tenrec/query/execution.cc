#include "tenrec/query/execution.h"

#include <array>

#include "tenrec/query/failure.h"

namespace tenrec::query {
namespace {

constexpr std::array<const char*, 7> kDisplayNameProperties = {
    "email", "Email", "name", "Name", "username", "Username", "UserName"};

double SecondsOf(std::chrono::steady_clock::duration time) {
  return std::chrono::duration<double>(time).count();
}

// A value takes about 30 bytes on its way to JSON, however small it is in the engine.
constexpr std::size_t kMaxAnswerValues = 5'000'000;

Status CheckSize(const engine::Block& block) {
  std::size_t values = 0;
  for (const engine::Column& column : block.columns) values += column.values();
  if (values <= kMaxAnswerValues) return Ok();
  return InvalidArgument(
             "The answer holds more than 5,000,000 values. Add a LIMIT, or select less.")
      .WithTag("too_many_bytes");
}

}  // namespace

void Timings::Step(std::string_view name) {
  const auto now = Steady::now();
  if (!running_.empty()) done_.emplace_back(running_, SecondsOf(now - since_));
  running_ = name;
  since_ = now;
}

JsonArray Timings::Finish() {
  Step("");
  JsonArray out;
  for (const auto& [name, seconds] : done_) {
    out.push_back(JsonObject{{"k", "./" + name}, {"t", seconds}});
  }
  out.push_back(JsonObject{{"k", "."}, {"t", SecondsOf(Steady::now() - begun_)}});
  return out;
}

insights::FilterContext Occasion::Filters() const {
  insights::FilterContext context{zone, now, property_type, {}};
  if (const auto* rules = team->Setting("path_cleaning_filters").if_array()) {
    for (const Json& rule : *rules) {
      const auto regex = StringMember(rule, "regex");
      if (!regex) continue;
      context.path_cleaning.push_back(
          {std::string(*regex), std::string(StringMember(rule, "alias").value_or(""))});
    }
  }
  return context;
}

const Json& Occasion::TestAccountFilters() const {
  return team->Setting("test_account_filters");
}

std::vector<std::string> Occasion::DisplayNameProperties() const {
  std::vector<std::string> names;
  if (const auto* list = team->Setting("person_display_name_properties").if_array()) {
    for (const Json& name : *list) {
      if (name.is_string()) names.emplace_back(View(name.get_string()));
    }
  }
  if (names.empty()) names.assign(kDisplayNameProperties.begin(), kDisplayNameProperties.end());
  return names;
}

void Execution::SetModifiers(const Json* modifiers) {
  if (modifiers == nullptr || !modifiers->is_object()) return;
  modifiers_json_ = modifiers->get_object();
  debug_ = BoolMember(*modifiers, "debug").value_or(false);
  modifiers_.convert_to_project_timezone =
      BoolMember(*modifiers, "convertToProjectTimezone").value_or(true);
}

JsonObject Execution::ModifiersJson() const {
  JsonObject out{{"personsOnEventsMode", "person_id_override_properties_on_events"},
                 {"personsArgMaxVersion", "auto"},
                 {"personsJoinMode", "inner"},
                 {"inCohortVia", "auto"},
                 {"materializationMode", "auto"},
                 {"optimizeJoinedFilters", false},
                 {"convertToProjectTimezone", true}};
  for (const auto& member : modifiers_json_) {
    if (!member.value().is_null()) out[member.key()] = member.value();
  }
  return out;
}

hogql::CompileContext Execution::Context(hogql::LimitContext limits) const {
  hogql::CompileContext context;
  context.team_id = occasion_.team->id;
  context.time_zone = occasion_.zone.zone_name();
  context.week_start_day = occasion_.zone.week_start_day();
  context.property_type = occasion_.property_type;
  context.layout = occasion_.layout;
  context.modifiers = modifiers_;
  context.limit_context = limits;
  return context;
}

Result<Asked> Execution::Ask(const hogql::ExprPtr& query) {
  return Ask(query, Context(hogql::LimitContext::kNone));
}

Result<Asked> Execution::Ask(const hogql::ExprPtr& query, const hogql::CompileContext& context) {
  timings_.Step("compile");
  Asked asked;
  TRY_ASSIGN(asked.compiled, hogql::Compile(query, context));
  timings_.Step("clickhouse");
  auto result = engine_.Query({asked.compiled.text.sql, asked.compiled.text.params}, options_);
  if (!result) return FromEngine(std::move(result).error());
  asked.result = *std::move(result);
  TRY(CheckSize(asked.result.block));
  timings_.Step("shape");
  return asked;
}

}  // namespace tenrec::query
