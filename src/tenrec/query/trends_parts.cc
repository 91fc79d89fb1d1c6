#include "tenrec/query/trends_parts.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "tenrec/base/hash.h"
#include "tenrec/insights/trends_buckets.h"
#include "tenrec/query/bucket_memory.h"
#include "tenrec/query/landed_events.h"
#include "tenrec/query/trends_run.h"
#include "tenrec/schema/schema.h"

namespace tenrec::query {
namespace {

using insights::BucketSpan;
using insights::DateRange;
using insights::TrendsContext;
using insights::TrendsPlan;
using insights::TrendsRows;
using insights::TrendsSelect;

/// More buckets are not remembered of one series.
constexpr std::size_t kMaxBuckets = 2'000;

/// By what the numbers of a select are remembered.
struct Key {
  std::string text;
  bool reads_overrides = false;
};

/// The range that every select is compiled over to tell it from others.
DateRange AnyRange(const DateRange& range) {
  const Timestamp start = Timestamp::FromSeconds(0);
  return {.from = start,
          .to = start,
          .lower_bound = start,
          .interval = range.interval,
          .buckets = {start},
          .days_of_week = range.days_of_week};
}

class SelectRun {
 public:
  SelectRun(Execution& execution, const TrendsPlan& plan, const TrendsSelect& select,
            const TrendsContext& context)
      : execution_(execution),
        source_(execution.bucket_source()),
        plan_(plan),
        select_(select),
        context_(context),
        range_(select.previous ? *plan.compare_range : plan.range),
        zone_(execution.occasion().zone) {}

  Result<AnsweredSelect> Run() {
    TRY_ASSIGN(const auto key, FindKey());
    if (key && !source_->asks_anew) {
      TRY_ASSIGN(auto rows, Recall(*key));
      if (rows) {
        const auto context = execution_.Context(hogql::LimitContext::kNone);
        TRY_ASSIGN(const auto compiled, execution_.Compile(select_.query, context));
        return AnsweredSelect{*std::move(rows), compiled.hogql};
      }
    }
    TRY_ASSIGN(Asked asked, execution_.Ask(select_.query));
    TRY_ASSIGN(TrendsRows rows, ReadTrendsRows(asked.block, select_));
    if (key) Remember(*key, rows);
    return AnsweredSelect{std::move(rows), std::move(asked.compiled.hogql)};
  }

 private:
  /// nullopt when the numbers are not those of each bucket's own events.
  Result<std::optional<Key>> FindKey() {
    std::optional<Key> key;
    if (source_ == nullptr || !insights::CountsByBucket(plan_.query, select_.series, context_)) {
      return key;
    }
    const auto& buckets = range_.buckets;
    if (buckets.empty() || buckets.size() > kMaxBuckets || range_.lower_bound < buckets.front()) {
      return key;
    }
    TRY_ASSIGN(const TrendsSelect any,
               insights::SelectOver(plan_, select_, AnyRange(range_), context_));
    hogql::CompileContext context = execution_.Context(hogql::LimitContext::kNone);
    // Who an event's person is by now is the one thing that may be looked up.
    using Mode = hogql::PersonsOnEventsMode;
    if (context.modifiers.persons_on_events != Mode::kOverrideOnEvents) return key;
    // The same text however persons moved, and one that shows whether that matters.
    context.person_moves = schema::PersonMoves::kUnknown;
    const auto compiled = execution_.Compile(any.query, context);
    // What is wrong with it, the whole statement tells.
    if (!compiled || compiled->tables != std::vector<std::string>{"events"}) return key;
    Key found;
    for (const std::string& table : compiled->stored_tables) {
      if (table == schema::EventsTable().name) continue;
      if (table != schema::PersonDistinctIdOverridesTable().name) return key;
      found.reads_overrides = true;
    }
    if (found.reads_overrides && !source_->person_changes) return key;
    std::string what = compiled->text.sql;
    for (const auto& [name, value] : compiled->text.params) {
      what.append("\n").append(name).append("=").append(value);
    }
    const auto digest = Sha256(what);
    found.text.assign(digest.begin(), digest.end());
    key = std::move(found);
    return key;
  }

  /// nullopt when the whole statement has to be asked.
  Result<std::optional<TrendsRows>> Recall(const Key& key) {
    std::optional<TrendsRows> rows;
    const auto known = source_->memory.Find(key.text);
    if (known == nullptr) return rows;
    if (key.reads_overrides && known->person_changes != *source_->person_changes) return rows;
    KnownBuckets now{.buckets = StillRight(*known),
                     .whole = known->whole,
                     .landed = source_->landed,
                     .person_changes = source_->person_changes.value_or(0)};
    const auto spans = insights::SpansOf(range_);
    const std::size_t right = CountKnown(now, spans);
    if (right == 0) return rows;
    if (right < spans.size()) {
      const DateRange rest = insights::RangeFrom(range_, right);
      TRY_ASSIGN(const TrendsSelect select, insights::SelectOver(plan_, select_, rest, context_));
      TRY_ASSIGN(const Asked asked, execution_.Ask(select.query));
      TRY_ASSIGN(const TrendsRows fresh, ReadTrendsRows(asked.block, select));
      if (fresh.whole != now.whole || !Add(now, fresh, rest)) return rows;
    }
    insights::NumbersByBucket numbers;
    for (const BucketSpan& span : spans) {
      numbers.emplace(span.bucket, now.buckets.at(span.bucket).numbers);
    }
    rows = insights::PutTogether(plan_.query, spans, numbers, now.whole);
    if (!rows) return rows;
    source_->remembered.Add(right);
    source_->asked.Add(spans.size() - right);
    Keep(key, std::move(now));
    return rows;
  }

  void Remember(const Key& key, const TrendsRows& rows) {
    KnownBuckets known{.buckets = {},
                       .whole = rows.whole,
                       .landed = source_->landed,
                       .person_changes = source_->person_changes.value_or(0)};
    // Without a number in it, nothing is tried in vain the next time.
    if (!Add(known, rows, range_)) known.buckets.clear();
    source_->asked.Add(range_.buckets.size());
    Keep(key, std::move(known));
  }

  /// The buckets of which nothing has changed since they were asked for.
  std::map<Timestamp, KnownBuckets::Bucket> StillRight(const KnownBuckets& known) const {
    const Timestamp changed = Touched(source_->earliest_since(known.landed));
    const Timestamp now = execution_.occasion().now;
    auto buckets = known.buckets;
    std::erase_if(buckets, [&](const auto& entry) {
      const auto& [numbers, asked_at] = entry.second;
      // Ahead of now: the machine's clock was set back, and how old it is nobody knows.
      const bool is_old = asked_at < now - BucketMemory::kMaxAge || asked_at > now;
      return is_old || numbers.span.before > changed;
    });
    return buckets;
  }

  /// From when on buckets may hold an event of this time or later.
  Timestamp Touched(Timestamp time) const {
    if (time == LandedEvents::kAnyTime || time == LandedEvents::kNever) return time;
    return insights::IsEvenAround(time, zone_) ? time : time - insights::kFarFromClockChange;
  }

  /// How many of the first spans are known, up to where the rest can be asked for by itself.
  std::size_t CountKnown(const KnownBuckets& known, const std::vector<BucketSpan>& spans) const {
    std::size_t count = 0;
    while (count < spans.size()) {
      const auto found = known.buckets.find(spans[count].bucket);
      if (found == known.buckets.end() || found->second.numbers.span != spans[count]) break;
      ++count;
    }
    if (count == spans.size()) return count;
    while (count > 0 && !insights::IsEvenAround(spans[count].bucket, zone_)) --count;
    return count;
  }

  bool Add(KnownBuckets& known, const TrendsRows& rows, const DateRange& range) const {
    auto taken = insights::TakeApart(rows, range, zone_);
    if (!taken) return false;
    for (auto& [bucket, numbers] : *taken) {
      known.buckets[bucket] = {std::move(numbers), execution_.occasion().now};
    }
    return true;
  }

  void Keep(const Key& key, KnownBuckets known) const {
    while (known.buckets.size() > kMaxBuckets) known.buckets.erase(known.buckets.begin());
    source_->memory.Keep(key.text, std::move(known));
  }

  Execution& execution_;
  const BucketSource* const source_;
  const TrendsPlan& plan_;
  const TrendsSelect& select_;
  const TrendsContext& context_;
  const DateRange& range_;
  const insights::ProjectTime& zone_;
};

}  // namespace

Result<AnsweredSelect> AnswerSelect(Execution& execution, const TrendsPlan& plan,
                                    const TrendsSelect& select, const TrendsContext& context) {
  return SelectRun(execution, plan, select, context).Run();
}

}  // namespace tenrec::query
