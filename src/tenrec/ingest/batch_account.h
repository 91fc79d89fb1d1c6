#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/base/ids.h"
#include "tenrec/base/result.h"
#include "tenrec/base/time.h"
#include "tenrec/ingest/drop_reason.h"

namespace tenrec::ingest {

/// What became of the events of one project that were received within one hour.
struct HourAccount {
  TeamId team_id = 0;
  /// When the hour begins.
  Timestamp hour;
  std::uint64_t accepted = 0;
  std::uint64_t stored = 0;
  /// Dropped and dead-lettered ones, by their reason.
  DropCounts ended{};

  bool balances() const;
};

/// The books of one batch. Every record is entered when it is read, and again by whoever decides
/// what becomes of it, so that an event which gets lost between the two shows.
/// Threads: one caller at a time.
class BatchAccount {
 public:
  void Clear();
  /// Gives the number under which the record is entered.
  std::size_t Accept(TeamId team_id, Timestamp received_at);
  void Store(std::size_t entry) { ++hours_[entry].stored; }
  void End(std::size_t entry, DropReason reason) {
    ++hours_[entry].ended[static_cast<std::size_t>(reason)];
  }

  const std::vector<HourAccount>& hours() const { return hours_; }

 private:
  std::vector<HourAccount> hours_;
  std::size_t last_ = 0;
};

/// JSON that ParseHours reads back.
std::string PrintHours(const std::vector<HourAccount>& hours);
/// Errors: kDataLoss.
Result<std::vector<HourAccount>> ParseHours(std::string_view text);

}  // namespace tenrec::ingest
