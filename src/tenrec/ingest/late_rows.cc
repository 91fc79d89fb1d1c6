#include "tenrec/ingest/late_rows.h"

#include <algorithm>
#include <utility>

#include "tenrec/base/encoding.h"
#include "tenrec/base/hash.h"
#include "tenrec/base/logging.h"

namespace tenrec::ingest {
namespace {

using SteadyClock = std::chrono::steady_clock;

/// The texts of a row in a fixed order, for packing and unpacking.
std::array<std::string_view*, 10> TextsOf(store::EventRow& row) {
  return {&row.event,          &row.distinct_id, &row.properties, &row.person_properties,
          &row.elements_chain, &row.groups[0],   &row.groups[1],  &row.groups[2],
          &row.groups[3],      &row.groups[4]};
}

}  // namespace

LateRow::LateRow(const store::EventRow& row, std::uint32_t partition)
    : partition_(partition), fixed_(row) {
  const auto texts = TextsOf(fixed_);
  std::size_t size = 0;
  for (const std::string_view* text : texts) size += text->size();
  texts_.reserve(size);
  for (std::size_t i = 0; i < kTexts; ++i) {
    texts_ += *texts[i];
    ends_[i] = static_cast<std::uint32_t>(texts_.size());
    *texts[i] = {};
  }
}

store::EventRow LateRow::View() const {
  store::EventRow row = fixed_;
  const auto texts = TextsOf(row);
  std::size_t begin = 0;
  for (std::size_t i = 0; i < kTexts; ++i) {
    *texts[i] = std::string_view(texts_).substr(begin, ends_[i] - begin);
    begin = ends_[i];
  }
  return row;
}

void LateRows::Landed::Add(const Landed& more) {
  for (const auto& [team, events] : more.stored) stored[team].Add(events);
  unstorable += more.unstorable;
}

LateRows::LateRows(store::EventsWriter& writer, LateRowsOptions options, Metrics& metrics,
                   OnRound on_round)
    : writer_(writer),
      options_(options),
      on_round_(std::move(on_round)),
      waiting_rows_(metrics.GetGauge("ingest_late_rows_waiting")),
      inserts_(metrics.GetCounter("ingest_late_inserts_total")),
      thread_("ingest-late", [this] { Run(); }) {
}

LateRows::~LateRows() {
  {
    const MutexLock lock(mutex_);
    stopping_ = true;
    abandoned_ = true;
  }
  changed_.NotifyAll();
  thread_.Join();
}

void LateRows::Add(log::Offset from, std::vector<LateRow> rows) {
  if (rows.empty()) return;
  const MutexLock lock(mutex_);
  if (waiting_.empty()) waiting_since_ = SteadyClock::now();
  for (const LateRow& row : rows) waiting_bytes_ += row.bytes();
  waiting_rows_.Add(static_cast<std::int64_t>(rows.size()));
  waiting_.push_back({.from = from, .rows = std::move(rows)});
  changed_.NotifyAll();
}

LateRows::Landed LateRows::TakeLanded() {
  const MutexLock lock(mutex_);
  return std::exchange(landed_, {});
}

bool LateRows::IsFull() const {
  const MutexLock lock(mutex_);
  return waiting_bytes_ >= options_.max_bytes;
}

std::optional<log::Offset> LateRows::oldest() const {
  const MutexLock lock(mutex_);
  if (inserting_) return inserting_;
  return waiting_.empty() ? std::nullopt : std::optional(waiting_.front().from);
}

void LateRows::Hurry(bool hurry) {
  const MutexLock lock(mutex_);
  hurry_ = hurry;
  changed_.NotifyAll();
}

void LateRows::Salt(std::string salt) {
  const MutexLock lock(mutex_);
  salt_ = std::move(salt);
}

void LateRows::Abandon() {
  const MutexLock lock(mutex_);
  abandoned_ = true;
  while (busy_) changed_.Wait(mutex_);
  waiting_.clear();
  waiting_bytes_ = 0;
  waiting_rows_.Set(0);
  failed_ = false;
  abandoned_ = false;
}

/// False when it is time to stop.
bool LateRows::WaitForRows() {
  const MutexLock lock(mutex_);
  while (!stopping_) {
    if (waiting_.empty() || failed_ || abandoned_) {
      changed_.Wait(mutex_);
      continue;
    }
    const auto due = waiting_since_ + options_.interval;
    if (hurry_ || waiting_bytes_ >= options_.max_bytes || SteadyClock::now() >= due) return true;
    changed_.WaitUntil(mutex_, due);
  }
  return false;
}

void LateRows::Run() {
  while (WaitForRows()) {
    std::deque<Batch> round;
    {
      const MutexLock lock(mutex_);
      if (waiting_.empty()) continue;
      inserting_ = waiting_.front().from;
      busy_ = true;
      round.swap(waiting_);
      waiting_bytes_ = 0;
    }
    std::size_t rows = 0;
    for (const Batch& batch : round) rows += batch.rows.size();
    Landed landed;
    const Status inserted = InsertRound(round, landed);
    {
      const MutexLock lock(mutex_);
      landed_.Add(landed);
      waiting_rows_.Add(-static_cast<std::int64_t>(rows));
      inserting_.reset();
      failed_ = !inserted;
    }
    on_round_(inserted);
    const MutexLock lock(mutex_);
    busy_ = false;
    changed_.NotifyAll();
  }
}

Status LateRows::InsertRound(const std::deque<Batch>& round, Landed& landed) {
  std::vector<const LateRow*> rows;
  for (const Batch& batch : round) {
    for (const LateRow& row : batch.rows) rows.push_back(&row);
  }
  // In the order in which they came within a partition: of two rows with one key the later stays.
  std::stable_sort(rows.begin(), rows.end(), [](const LateRow* a, const LateRow* b) {
    return a->partition() < b->partition();
  });
  for (auto begin = rows.cbegin(); begin != rows.cend();) {
    auto end = begin;
    for (std::size_t partitions = 0; end != rows.cend(); ++end) {
      const bool is_next = end == begin || (*end)->partition() != (*(end - 1))->partition();
      if (is_next && ++partitions > options_.partitions_per_insert) break;
    }
    std::string salt;
    {
      const MutexLock lock(mutex_);
      if (abandoned_) return Cancelled("abandoned");
      salt = salt_;
    }
    TRY(InsertRows(begin, end, salt, landed));
    begin = end;
  }
  return Ok();
}

Status LateRows::InsertRows(std::vector<const LateRow*>::const_iterator begin,
                            std::vector<const LateRow*>::const_iterator end,
                            const std::string& salt, Landed& landed) {
  store::EventBatch batch = writer_.NewBatch();
  Landed taken;
  std::string uuids;
  for (auto at = begin; at != end; ++at) {
    const LateRow& row = **at;
    const Status added = batch.Add(row.View());
    if (!added) {
      ++taken.unstorable;
      LogLine(LogLevel::kError, "ingest", "event that no row can hold",
              {{"uuid", row.uuid().ToString()}, {"why", added.error().message}});
      continue;
    }
    uuids += row.uuid().ToString();
    taken.stored[row.team_id()].Add(row.timestamp());
  }
  TRY(writer_.Insert(std::move(batch), "late/" + salt + HexEncode(Sha256(uuids))));
  inserts_.Add();
  landed.Add(taken);
  return Ok();
}

}  // namespace tenrec::ingest
