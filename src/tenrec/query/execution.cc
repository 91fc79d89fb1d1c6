#include "tenrec/query/execution.h"

#include "tenrec/query/answer_text.h"
#include "tenrec/query/display_name.h"
#include "tenrec/query/failure.h"
#include "tenrec/query/modifiers.h"
#include "tenrec/query/property_use.h"
#include "tenrec/sql/print.h"

namespace tenrec::query {
namespace {

double SecondsOf(std::chrono::steady_clock::duration time) {
  return std::chrono::duration<double>(time).count();
}

/// What a question that reads all of its rows before it writes one may hold.
constexpr std::size_t kMaxHeldValues = 2'000'000;
constexpr const char* kWideRowsAtOnce = "4096";

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
  insights::FilterContext context{zone, now, property_type, {}, named_sets};
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
  return query::DisplayNameProperties(*team);
}

void Execution::SetModifiers(const Json* modifiers) {
  modifiers_json_.clear();
  for (const Json* from : {&occasion_.team->Setting("modifiers"), modifiers}) {
    if (from == nullptr || !from->is_object()) continue;
    for (const auto& member : from->get_object()) {
      if (!member.value().is_null()) modifiers_json_[member.key()] = member.value();
    }
  }
  debug_ = BoolMember(modifiers_json_, "debug").value_or(false);
  modifiers_ = ReadModifiers(modifiers_json_, occasion_.Filters());
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

Status Execution::Hold(std::size_t bytes) {
  return answer_ == nullptr ? Ok() : answer_->Hold(bytes);
}

bool Execution::TryHold(std::size_t bytes) {
  return answer_ == nullptr || answer_->TryHold(bytes);
}

void Execution::LetGo() {
  if (answer_ != nullptr) answer_->LetGo();
}

Status Execution::CheckCancelled() const {
  if (options_.cancel == nullptr || !options_.cancel->cancelled()) return Ok();
  return Cancelled("the asker left");
}

hogql::LimitContext Execution::Limits() const {
  if (for_export_) return hogql::LimitContext::kExport;
  return background_ ? hogql::LimitContext::kQueryAsync : hogql::LimitContext::kQuery;
}

hogql::CompileContext Execution::Context(hogql::LimitContext limits) const {
  hogql::CompileContext context;
  context.team_id = occasion_.team->id;
  context.time_zone = occasion_.zone.zone_name();
  context.week_start_day = occasion_.zone.week_start_day();
  context.property_type = occasion_.property_type;
  context.group_types = occasion_.group_types;
  context.layout = occasion_.layout;
  context.person_moves = person_moves_;
  context.modifiers = modifiers_;
  context.limit_context = limits;
  context.named = insights::CompilerSets(occasion_.Filters());
  context.rows = occasion_.system_rows;
  context.exchange_rates = occasion_.exchange_rates;
  return context;
}

Result<hogql::CompiledQuery> Execution::Compile(const hogql::ExprPtr& query,
                                                const hogql::CompileContext& context) {
  timings_.Step("compile");
  auto compiled = hogql::Compile(query, context);
  if (compiled) spent_.reads_records |= compiled->reads_records;
  return compiled;
}

Status Execution::Stream(const hogql::CompiledQuery& compiled,
                         const std::function<Status(engine::Block&&)>& on_block, RowWidth width) {
  timings_.Step("clickhouse");
  if (property_use_ != nullptr) property_use_->Count(compiled);
  // The engine hands errors of its reader through, and they are not its own.
  Status taken;
  const auto take = [&](engine::Block&& block) -> Status {
    spent_.result_rows += block.rows;
    taken = on_block(std::move(block));
    return taken;
  };
  engine::QueryOptions options = options_;
  if (width == RowWidth::kWide) options.settings.emplace_back("max_block_size", kWideRowsAtOnce);
  options.by_column = width == RowWidth::kNarrowAndMany;
  ++spent_.statements;
  auto streamed = engine_.Stream({compiled.text.sql, compiled.text.params}, options, take);
  if (progress_ != nullptr) {
    progress_->Settle(streamed ? streamed->rows_read : 0, streamed ? streamed->bytes_read : 0);
  }
  TRY(taken);
  if (!streamed) return FromEngine(std::move(streamed).error());
  timings_.Step("shape");
  return Ok();
}

Result<std::string> Execution::Parquet(const hogql::CompiledQuery& compiled) {
  timings_.Step("clickhouse");
  if (property_use_ != nullptr) property_use_->Count(compiled);
  ++spent_.statements;
  auto file = engine_.Parquet({compiled.text.sql, compiled.text.params}, options_);
  if (progress_ != nullptr) {
    progress_->Settle(file ? file->stats.rows_read : 0, file ? file->stats.bytes_read : 0);
  }
  if (!file) return FromEngine(std::move(file).error());
  return std::move(file->bytes);
}

Result<std::vector<std::string>> Execution::Explain(const hogql::CompiledQuery& compiled) {
  timings_.Step("explain");
  const sql::Text text = sql::Explain(compiled.text);
  auto result = engine_.Query({text.sql, text.params}, options_);
  if (!result) return FromEngine(std::move(result).error());
  std::vector<std::string> lines;
  if (result->block.columns.empty()) return lines;
  const engine::Column& column = result->block.columns.front();
  for (std::size_t row = 0; row < result->block.rows; ++row) lines.emplace_back(column.Text(row));
  return lines;
}

Result<Asked> Execution::Ask(const hogql::ExprPtr& query) {
  Asked asked;
  TRY_ASSIGN(asked.compiled, Compile(query, Context(hogql::LimitContext::kNone)));
  std::size_t values = 0;
  const auto gather = [&](engine::Block&& block) -> Status {
    for (const engine::Column& column : block.columns) values += column.values();
    if (values > kMaxHeldValues) {
      return InvalidArgument(
                 "The answer holds more than 2,000,000 values. Narrow the question: shorten the "
                 "date range, lengthen the interval, or lower the breakdown limit.")
          .WithTag("too_many_bytes");
    }
    asked.block.Append(std::move(block));
    return Ok();
  };
  TRY(Stream(asked.compiled, gather));
  return asked;
}

}  // namespace tenrec::query
