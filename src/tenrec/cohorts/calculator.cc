#include "tenrec/cohorts/calculator.h"

#include <algorithm>
#include <array>

#include "tenrec/accounts/team.h"
#include "tenrec/base/encoding.h"
#include "tenrec/base/logging.h"
#include "tenrec/cohorts/definition.h"
#include "tenrec/cohorts/members_query.h"
#include "tenrec/engine/engine.h"
#include "tenrec/hogql/parser.h"
#include "tenrec/query/execution.h"
#include "tenrec/schema/property_layout.h"

namespace tenrec::cohorts {
namespace {

using hogql::Alias;
using hogql::Call;
using hogql::Compare;
using hogql::CompareOp;
using hogql::Constant;
using hogql::ExprList;
using hogql::ExprPtr;
using hogql::Field;

/// Cohorts that one look takes on.
constexpr std::size_t kDueAtOnce = 50;
constexpr int kMaxDepth = 50;
/// Values of a list that travel as one text.
constexpr std::size_t kValuesAtOnce = 20'000;
/// Rows of a question that are read at a time.
constexpr std::int64_t kPage = 50'000;
/// A question that began before members were replaced is over by then.
constexpr std::chrono::minutes kOldVersionsKept{15};

ExprPtr IsAmong(ExprPtr select) {
  return Compare(CompareOp::kIn, Field({"person_id"}), std::move(select));
}

/// SELECT person FROM table WHERE text is one of the values.
ExprPtr PersonsBy(const char* table, const char* person, const ExprPtr& text,
                  const std::vector<std::string>& values) {
  hogql::SelectNode select;
  select.select = {Field({person})};
  select.from = {hogql::Table(table)};
  select.where = IsOneOf(text, values);
  return IsAmong(Make(std::move(select)));
}

ExprPtr Listed(const PersonList& list) {
  ExprList any;
  for (std::size_t begin = 0; begin < list.values.size(); begin += kValuesAtOnce) {
    const std::size_t end = std::min(list.values.size(), begin + kValuesAtOnce);
    std::vector<std::string> part(list.values.begin() + static_cast<std::ptrdiff_t>(begin),
                                  list.values.begin() + static_cast<std::ptrdiff_t>(end));
    const bool by_id = list.by == ListedBy::kDistinctId || list.by == ListedBy::kDistinctIdOrEmail;
    if (by_id) {
      any.push_back(PersonsBy("person_distinct_ids", "person_id", Field({"distinct_id"}), part));
    }
    if (list.by == ListedBy::kEmail || list.by == ListedBy::kDistinctIdOrEmail) {
      any.push_back(
          PersonsBy("persons", "id", Call("toString", {Field({"properties", "email"})}), part));
    }
    if (list.by == ListedBy::kPersonId) {
      for (std::string& id : part) id = ToLowerAscii(id);
      any.push_back(IsOneOf(Call("toString", {Field({"person_id"})}), part));
    }
  }
  return hogql::Or(std::move(any));
}

ExprPtr MembersOf(const Cohort& cohort) {
  return IsAmong(insights::MembersSelect({.id = cohort.id,
                                          .name = cohort.name.value_or(""),
                                          .is_static = cohort.is_static,
                                          .version = cohort.version}));
}

/// What a column of a SELECT is called.
std::string ColumnName(const ExprPtr& expr) {
  if (const auto* alias = hogql::As<hogql::AliasNode>(expr)) return alias->alias;
  const auto* field = hogql::As<hogql::FieldNode>(expr);
  return field == nullptr ? "" : field->chain.back();
}

/// The persons of a query in HogQL: its column person_id, actor_id or id.
Result<ExprPtr> PersonsOfHogQL(std::string_view text) {
  TRY_ASSIGN(const ExprPtr query, hogql::ParseSelect(text));
  ExprPtr first = query;
  while (const auto* set = hogql::As<hogql::SelectSetNode>(first)) first = set->initial;
  const auto* select = hogql::As<hogql::SelectNode>(first);
  constexpr std::array<std::string_view, 3> kNames = {"person_id", "actor_id", "id"};
  for (const std::string_view name : kNames) {
    if (select == nullptr) break;
    const bool found = std::ranges::any_of(
        select->select, [&](const ExprPtr& expr) { return ColumnName(expr) == name; });
    if (!found) continue;
    hogql::SelectNode outer;
    outer.select = {Call("toUUID", {Call("toString", {Field({std::string(name)})})})};
    outer.from = {hogql::Table(query, "source")};
    return IsAmong(Make(std::move(outer)));
  }
  return InvalidArgument(
             "The query must select a column named person_id, actor_id or id that holds persons.")
      .WithTag("invalid_input")
      .WithField("query");
}

/// The ActorsQuery that lists the ids behind a query.
Json IdsQuery(const Json& query, std::int64_t offset) {
  JsonObject actors = query.as_object();
  if (StringMember(query, "kind") != "ActorsQuery") {
    actors = JsonObject{{"kind", "ActorsQuery"}, {"source", query}};
  }
  actors["select"] = JsonArray{"id"};
  actors["orderBy"] = JsonArray{"id"};
  actors["limit"] = kPage;
  actors["offset"] = offset;
  return actors;
}

}  // namespace

/// Keeps a cohort for one writer.
class Calculator::Busy {
 public:
  Busy(Calculator& of, std::int64_t id) : of_(of), id_(id) {
    const MutexLock lock(of_.mutex_);
    while (!of_.busy_.insert(id_).second) of_.changed_.Wait(of_.mutex_);
  }
  ~Busy() {
    {
      const MutexLock lock(of_.mutex_);
      of_.busy_.erase(id_);
    }
    of_.changed_.NotifyAll();
  }
  Busy(const Busy&) = delete;
  Busy& operator=(const Busy&) = delete;

 private:
  Calculator& of_;
  const std::int64_t id_;
};

Calculator::Calculator(Cohorts& cohorts, CalculatorParts parts, CalculatorOptions options)
    : cohorts_(cohorts), parts_(std::move(parts)), options_(options), writer_(parts_.engine) {
}

Calculator::~Calculator() {
  Stop();
}

void Calculator::Start() {
  thread_ = io::NamedThread("cohorts", [this] { Loop(); });
}

void Calculator::Stop() {
  {
    const MutexLock lock(mutex_);
    stopping_ = true;
  }
  cancel_->Cancel();
  changed_.NotifyAll();
  if (thread_.joinable()) thread_.Join();
}

Status Calculator::Ask(TeamId team_id, std::int64_t id) {
  TRY(cohorts_.MarkWaiting(team_id, id));
  {
    const MutexLock lock(mutex_);
    const std::pair one(team_id, id);
    if (std::ranges::find(waiting_, one) == waiting_.end()) waiting_.push_back(one);
    landed_.erase(id);
  }
  changed_.NotifyAll();
  return Ok();
}

void Calculator::Loop() {
  auto next_look = std::chrono::steady_clock::now();
  while (true) {
    std::optional<std::pair<TeamId, std::int64_t>> one;
    {
      const MutexLock lock(mutex_);
      while (!stopping_ && waiting_.empty() && changed_.WaitUntil(mutex_, next_look)) {
      }
      if (stopping_) return;
      if (!waiting_.empty()) {
        one = waiting_.front();
        waiting_.pop_front();
      }
    }
    if (one) {
      // What went wrong is kept with the cohort.
      (void)Calculate(one->first, one->second);
      continue;
    }
    const Status looked = RunOnce();
    if (!looked) {
      LogLine(LogLevel::kWarning, "cohorts", "nothing is due or deleted",
              {{"error", looked.error().message}});
    }
    next_look = std::chrono::steady_clock::now() + options_.interval;
  }
}

Status Calculator::RunOnce() {
  const Timestamp now = parts_.clock.Now();
  TRY_ASSIGN(const auto due, cohorts_.Due(now - options_.max_age, kDueAtOnce));
  for (const Cohort& cohort : due) {
    {
      const MutexLock lock(mutex_);
      // Somebody waits for an edit: first come first served.
      if (stopping_) return Ok();
    }
    if (IsUnchanged(cohort)) {
      TRY(cohorts_.KeepMembers(cohort));
      continue;
    }
    (void)Calculate(cohort.team_id, cohort.id);
  }
  return DeleteOldVersions();
}

/// Only events change who a person is, so members that do not depend on time stay who they are
/// until one lands.
bool Calculator::IsUnchanged(const Cohort& cohort) {
  if (!parts_.landed_events || !cohort.version || !cohort.query.is_null()) return false;
  if (!cohort.last_calculation || cohort.updated_at > *cohort.last_calculation) return false;
  if (DependsOnTime(cohort.filters) || !ReferencedCohorts(cohort.filters).empty()) return false;
  const std::int64_t landed = parts_.landed_events(cohort.team_id);
  const MutexLock lock(mutex_);
  const auto known = landed_.find(cohort.id);
  return known != landed_.end() && known->second.landed == landed &&
         known->second.at > parts_.clock.Now() - options_.max_unchanged_age;
}

Status Calculator::Calculate(TeamId team_id, std::int64_t id) {
  return CalculateInner(team_id, id, 0);
}

Status Calculator::CalculateInner(TeamId team_id, std::int64_t id, int depth) {
  TRY_ASSIGN(const Cohort cohort, cohorts_.Find(team_id, id));
  if (cohort.deleted || (cohort.is_static && cohort.query.is_null())) return Ok();
  for (const std::int64_t inner : ReferencedCohorts(cohort.filters)) {
    const auto found = cohorts_.Find(team_id, inner);
    if (!found || found->deleted || found->version || depth >= kMaxDepth) continue;
    TRY(CalculateInner(team_id, inner, depth + 1));
  }
  if (parts_.landed_events) {
    const std::int64_t landed = parts_.landed_events(team_id);
    const MutexLock lock(mutex_);
    landed_[id] = {landed, parts_.clock.Now()};
  }
  return Write(cohort,
               [&](const query::Occasion& occasion) { return Definition(cohort, occasion); });
}

Result<ExprPtr> Calculator::Definition(const Cohort& cohort,
                                       const query::Occasion& occasion) const {
  if (!cohort.query.is_null()) return PersonsOfQuery(cohort, occasion);
  return MembersCondition(cohort.filters, occasion.Filters());
}

Result<ExprPtr> Calculator::PersonsOfQuery(const Cohort& cohort,
                                           const query::Occasion& occasion) const {
  Json query = cohort.query;
  // What screens wrap a question in.
  for (int depth = 0; depth < 4; ++depth) {
    const std::string_view kind = StringMember(query, "kind").value_or("");
    const Json* source = FindMember(query, "source");
    if ((kind != "DataTableNode" && kind != "DataVisualizationNode") || source == nullptr) break;
    Json inner = *source;
    query = std::move(inner);
  }
  if (!query.is_object()) {
    return InvalidArgument("The query must be an ActorsQuery or a HogQLQuery.").WithField("query");
  }
  if (StringMember(query, "kind") == "HogQLQuery") {
    return PersonsOfHogQL(StringMember(query, "query").value_or(""));
  }
  PersonList list{.by = ListedBy::kPersonId, .values = {}};
  for (std::int64_t offset = 0;; offset += kPage) {
    query::QueryRequest request{.team = occasion.team, .body = Json()};
    request.body = JsonObject{{"query", IdsQuery(query, offset)}, {"refresh", "force_blocking"}};
    request.cancelled = cancel_;
    const query::Answer answer = parts_.ask(request);
    TRY_ASSIGN(const Json body, ParseJson(answer.body));
    if (answer.status != 200) {
      return InvalidArgument(std::string(StringMember(body, "detail").value_or("no answer")))
          .WithField("query");
    }
    const Json* results = FindMember(body, "results");
    if (results == nullptr || !results->is_array()) {
      return Internal("an actors question gave no results");
    }
    for (const Json& row : results->get_array()) {
      const auto* cells = row.if_array();
      if (cells != nullptr && !cells->empty() && cells->front().is_string()) {
        list.values.emplace_back(View(cells->front().get_string()));
      }
    }
    if (!BoolMember(body, "hasMore").value_or(false)) break;
  }
  return Listed(list);
}

Result<std::unique_ptr<query::Occasion>> Calculator::OccasionFor(TeamId team_id) const {
  auto team = parts_.team(team_id);
  if (team == nullptr) return NotFound("the project is gone");
  TRY_ASSIGN(auto zone, insights::ProjectTime::Load(team->timezone, team->week_start_day));
  TRY_ASSIGN(auto sets, parts_.named_sets(team_id));
  return std::unique_ptr<query::Occasion>(new query::Occasion{
      std::move(team), std::move(zone), parts_.clock.Now(),
      parts_.property_types ? parts_.property_types(team_id) : hogql::PropertyTypeLookup(),
      parts_.group_types ? parts_.group_types(team_id) : std::vector<std::string>(),
      parts_.layout.Current(), query::PropertyNames(), std::move(sets)});
}

Status Calculator::Write(const Cohort& cohort,
                         const std::function<Result<ExprPtr>(const query::Occasion&)>& condition) {
  const Busy busy(*this, cohort.id);
  TRY_ASSIGN(const std::int64_t version, cohorts_.Begin(cohort));
  Calculation calculation{.id = Uuid::V4(), .started_at = parts_.clock.Now()};
  const auto write = [&]() -> Result<Outcome> {
    TRY_ASSIGN(const auto occasion, OccasionFor(cohort.team_id));
    TRY_ASSIGN(ExprPtr wanted, condition(*occasion));
    return WriteVersion(cohort, version, *occasion, std::move(wanted));
  };
  auto outcome = write();
  calculation.finished_at = parts_.clock.Now();
  parts_.metrics.GetCounter("cohorts_calculations_total", {{"result", outcome ? "done" : "failed"}})
      .Add();
  if (!outcome) {
    calculation.error = outcome.error().message;
    calculation.error_code = outcome.error().tag.empty()
                                 ? std::string(ErrorCodeName(outcome.error().code))
                                 : outcome.error().tag;
    TRY(cohorts_.Fail(cohort, version, calculation, outcome.error()));
    return std::move(outcome).error();
  }
  calculation.count = outcome->count;
  TRY(cohorts_.Finish(cohort, calculation, *outcome));
  if (outcome->checksum == cohort.checksum) return Ok();
  TRY_ASSIGN(const auto dependents, cohorts_.Dependents(cohort.team_id, cohort.id));
  for (const Cohort& dependent : dependents) TRY(Ask(dependent.team_id, dependent.id));
  return Ok();
}

Result<Outcome> Calculator::WriteVersion(const Cohort& cohort, std::int64_t version,
                                         const query::Occasion& occasion, ExprPtr condition) {
  engine::QueryOptions options;
  options.max_execution_time = options_.max_execution_time;
  options.max_memory_bytes = options_.max_memory_bytes;
  options.cancel = cancel_;
  query::Execution execution(occasion, parts_.engine, nullptr, options, true);

  hogql::SelectNode rows;
  rows.select = {Alias("team", Constant(std::int64_t{cohort.team_id})),
                 Alias("cohort", Constant(cohort.id)), Alias("calculation", Constant(version)),
                 Field({"person_id"}), Field({"one_distinct_id"})};
  rows.from = {hogql::Table(Make(PersonsSelect(std::move(condition))), "people")};
  TRY_ASSIGN(const hogql::CompiledQuery compiled,
             execution.Compile(Make(std::move(rows)),
                               execution.Context(hogql::LimitContext::kCohortCalculation)));
  TRY(writer_.Insert(compiled.text, options));

  hogql::SelectNode sum;
  const ExprPtr member =
      Call("concat", {Call("toString", {Field({"person_id"})}), Field({"distinct_id"})});
  sum.select = {
      Alias("members", Call("count")),
      Alias("checksum", Call("toString", {Call("groupBitXor", {Call("cityHash64", {member})})}))};
  sum.from = {hogql::Table("raw_cohort_people")};
  sum.where = hogql::And({Compare(CompareOp::kEq, Field({"cohort_id"}), Constant(cohort.id)),
                          Compare(CompareOp::kEq, Field({"version"}), Constant(version))});
  TRY_ASSIGN(const query::Asked asked, execution.Ask(Make(std::move(sum))));
  const engine::Column* members = asked.block.Find("members");
  const engine::Column* checksum = asked.block.Find("checksum");
  if (members == nullptr || checksum == nullptr || asked.block.rows == 0) {
    return Internal("the members of a cohort could not be counted");
  }
  const std::int64_t count = members->Int(0);
  return Outcome{.version = version,
                 .count = count,
                 .checksum = std::to_string(count) + "/" + std::string(checksum->Text(0))};
}

Status Calculator::Add(const Cohort& cohort, const PersonList& list) {
  return Write(cohort, [&](const query::Occasion&) -> Result<ExprPtr> {
    // What is in it by now: somebody else may have changed it while this one waited.
    TRY_ASSIGN(const Cohort now, cohorts_.Find(cohort.team_id, cohort.id));
    return hogql::Or({MembersOf(now), Listed(list)});
  });
}

Status Calculator::Remove(const Cohort& cohort, const Uuid& person) {
  const PersonList one{.by = ListedBy::kPersonId, .values = {person.ToString()}};
  return Write(cohort, [&](const query::Occasion&) -> Result<ExprPtr> {
    TRY_ASSIGN(const Cohort now, cohorts_.Find(cohort.team_id, cohort.id));
    return hogql::And({MembersOf(now), hogql::Not(Listed(one))});
  });
}

Status Calculator::AddMembersOf(const Cohort& cohort, const Cohort& other) {
  return Write(cohort, [&](const query::Occasion&) -> Result<ExprPtr> {
    TRY_ASSIGN(const Cohort now, cohorts_.Find(cohort.team_id, cohort.id));
    return hogql::Or({MembersOf(now), MembersOf(other)});
  });
}

Status Calculator::DeleteOldVersions() {
  TRY_ASSIGN(const auto old, cohorts_.OldVersions(parts_.clock.Now() - kOldVersionsKept));
  std::vector<store::CohortMembersWriter::Version> versions;
  for (const OldVersion& one : old) versions.push_back({one.cohort_id, one.version});
  TRY(writer_.Delete(versions));
  return cohorts_.ForgetOldVersions(old);
}

}  // namespace tenrec::cohorts
