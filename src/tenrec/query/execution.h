#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tenrec/accounts/team.h"
#include "tenrec/base/cancel.h"
#include "tenrec/base/json.h"
#include "tenrec/base/result.h"
#include "tenrec/base/time.h"
#include "tenrec/engine/engine.h"
#include "tenrec/hogql/compile.h"
#include "tenrec/insights/named_sets.h"
#include "tenrec/insights/project_time.h"
#include "tenrec/insights/property_filter.h"
#include "tenrec/query/completion.h"
#include "tenrec/query/unseen_names.h"
#include "tenrec/schema/person_moves.h"
#include "tenrec/schema/property_layout.h"

namespace tenrec::query {

class AnswerText;
struct BucketSource;
class PropertyUse;

/// The steps of a run and how long they took: [{"k": "./clickhouse", "t": 0.012}].
/// Threads: one caller at a time.
class Timings {
 public:
  /// Ends the step that was running.
  void Step(std::string_view name);
  JsonArray Finish();

 private:
  using Steady = std::chrono::steady_clock;
  std::string running_;
  Steady::time_point since_ = Steady::now();
  const Steady::time_point begun_ = Steady::now();
  std::vector<std::pair<std::string, double>> done_;
};

/// The project and the moment for which a question is asked.
struct Occasion {
  std::shared_ptr<const accounts::Team> team;
  insights::ProjectTime zone;
  Timestamp now;
  hogql::PropertyTypeLookup property_type;
  /// Names by index.
  std::vector<std::string> group_types;
  /// Where properties live.
  std::shared_ptr<const schema::PropertyLayout> layout;
  /// What properties the project has; empty: nobody knows.
  PropertyNames property_names;
  /// Actions and cohorts; nullptr when the question names none.
  std::shared_ptr<const insights::NamedSets> named_sets = nullptr;
  /// The project's rows of `system.*`; empty: there are none.
  std::function<Result<std::string>(std::string_view table)> system_rows = {};
  /// What its events are called; empty: nobody knows.
  SeenNames seen_names = {};
  /// What currencies were worth; nullptr: nobody knows.
  std::shared_ptr<const hogql::ExchangeRates> exchange_rates = nullptr;

  insights::FilterContext Filters() const;
  const Json& TestAccountFilters() const;
  std::vector<std::string> DisplayNameProperties() const;
};

/// A statement's answer and the words it was asked in.
struct Asked {
  engine::Block block;
  hogql::CompiledQuery compiled;
};

/// What a question asked of the engine so far.
struct Spent {
  int statements = 0;
  std::uint64_t result_rows = 0;
  /// It reads tables whose rows change although no event lands.
  bool reads_records = false;
};

/// One question on its way through the engine.
/// Threads: one caller at a time.
class Execution {
 public:
  /// `property_use` may be null. `progress` is told what each statement took; may be null.
  Execution(const Occasion& occasion, engine::Engine& engine, PropertyUse* property_use,
            engine::QueryOptions options, bool background,
            std::shared_ptr<engine::QueryProgress> progress = nullptr)
      : occasion_(occasion),
        engine_(engine),
        property_use_(property_use),
        options_(std::move(options)),
        background_(background),
        progress_(std::move(progress)) {
    SetModifiers(nullptr);
  }

  const Occasion& occasion() const { return occasion_; }
  Timings& timings() { return timings_; }
  /// The answer that pays for what is held beside it. Without one nothing is charged.
  void PayWith(AnswerText& answer) { answer_ = &answer; }
  /// Pays for so much that is held until the answer is written. Units: bytes, in all.
  /// Errors: kInvalidArgument (tag "too_many_bytes") for more than an answer may take, kUnavailable
  ///         when other answers have the memory.
  Status Hold(std::size_t bytes);
  /// As Hold; false instead of an error.
  bool TryHold(std::size_t bytes);
  /// Nothing is held any more.
  void LetGo();
  /// For long work between statements, which stop by themselves.
  /// Errors: kCancelled once nobody waits for the answer any more.
  Status CheckCancelled() const;

  bool background() const { return background_; }
  /// Whether the rows are for a file, and as many as one may have.
  bool for_export() const { return for_export_; }
  void SetForExport() { for_export_ = true; }
  const Spent& spent() const { return spent_; }

  /// What statements may take for granted of persons until it is set again.
  void SetPersonMoves(schema::PersonMoves moves) { person_moves_ = moves; }

  /// Where numbers of buckets are remembered; nullptr, as in the beginning: nowhere.
  const BucketSource* bucket_source() const { return bucket_source_; }
  void SetBucketSource(const BucketSource* source) { bucket_source_ = source; }

  /// What the project's `modifiers` ask for, and before those the query's own.
  void SetModifiers(const Json* modifiers);
  /// The modifiers in force, for the response.
  JsonObject ModifiersJson() const;
  bool debug() const { return debug_; }

  /// The limits of what a client wrote in HogQL.
  hogql::LimitContext Limits() const;
  /// The context that Ask compiles in; may be filled further before Ask(query, context).
  hogql::CompileContext Context(hogql::LimitContext limits) const;

  /// Errors: those of hogql.
  Result<hogql::CompiledQuery> Compile(const hogql::ExprPtr& query,
                                       const hogql::CompileContext& context);
  /// What the rows of an answer are like. The engine hands over so many at once that wide ones
  /// would take tens of megabytes a time; many narrow ones come quickest as QueryOptions::by_column
  /// says.
  enum class RowWidth { kNarrow, kWide, kNarrowAndMany };
  /// Runs a statement and hands over its rows block by block; the first block tells the columns.
  /// Errors: those of `on_block`; those of the engine are marked by FromEngine.
  Status Stream(const hogql::CompiledQuery& compiled,
                const std::function<Status(engine::Block&&)>& on_block,
                RowWidth width = RowWidth::kNarrow);

  /// Runs a statement whose rows become a Parquet file.
  Result<std::string> Parquet(const hogql::CompiledQuery& compiled);

  /// How the engine would run the statement, line by line.
  Result<std::vector<std::string>> Explain(const hogql::CompiledQuery& compiled);

  /// Compiles and runs, for questions that need every row at once.
  /// Errors: as Compile and Stream; kInvalidArgument (tag "too_many_bytes") for too many values.
  Result<Asked> Ask(const hogql::ExprPtr& query);

 private:
  const Occasion& occasion_;
  engine::Engine& engine_;
  PropertyUse* const property_use_;
  const engine::QueryOptions options_;
  const bool background_;
  bool for_export_ = false;
  AnswerText* answer_ = nullptr;
  const BucketSource* bucket_source_ = nullptr;
  const std::shared_ptr<engine::QueryProgress> progress_;
  Spent spent_;
  schema::PersonMoves person_moves_ = schema::PersonMoves::kUnknown;
  hogql::Modifiers modifiers_;
  JsonObject modifiers_json_;
  bool debug_ = false;
  Timings timings_;
};

}  // namespace tenrec::query
