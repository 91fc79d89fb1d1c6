#include "tenrec/ingest/batch_account.h"

#include <numeric>

#include "tenrec/base/json.h"

namespace tenrec::ingest {
namespace {

constexpr std::int64_t kHour = 3'600'000'000;

Timestamp HourOf(Timestamp time) {
  const std::int64_t rest = time.micros % kHour;
  return {time.micros - (rest < 0 ? rest + kHour : rest)};
}

}  // namespace

bool HourAccount::balances() const {
  return accepted == std::accumulate(ended.begin(), ended.end(), stored);
}

void BatchAccount::Clear() {
  hours_.clear();
  last_ = 0;
}

std::size_t BatchAccount::Accept(TeamId team_id, Timestamp received_at) {
  const auto fits = [&](const HourAccount& hour) {
    return hour.team_id == team_id && hour.hour <= received_at &&
           received_at.micros < hour.hour.micros + kHour;
  };
  // Nearly always the one of the record before.
  if (last_ >= hours_.size() || !fits(hours_[last_])) {
    for (last_ = 0; last_ < hours_.size() && !fits(hours_[last_]);) ++last_;
    if (last_ == hours_.size()) {
      hours_.push_back({.team_id = team_id, .hour = HourOf(received_at)});
    }
  }
  ++hours_[last_].accepted;
  return last_;
}

std::string PrintHours(const std::vector<HourAccount>& hours) {
  JsonArray all;
  for (const HourAccount& hour : hours) {
    JsonObject ended;
    for (std::size_t i = 0; i < kDropReasons; ++i) {
      if (hour.ended[i] > 0) ended[DropReasonName(static_cast<DropReason>(i))] = hour.ended[i];
    }
    all.push_back(
        JsonArray{hour.team_id, hour.hour.micros, hour.accepted, hour.stored, std::move(ended)});
  }
  return PrintJson(Json(std::move(all)));
}

Result<std::vector<HourAccount>> ParseHours(std::string_view text) {
  TRY_ASSIGN(const Json json, ParseJson(text));
  std::vector<HourAccount> hours;
  if (!json.is_array()) return DataLoss("the books of a batch are damaged");
  for (const Json& item : json.get_array()) {
    if (!item.is_array() || item.get_array().size() != 5 || !item.get_array()[4].is_object()) {
      return DataLoss("the books of a batch are damaged");
    }
    const JsonArray& fields = item.get_array();
    const auto number = [&](std::size_t at) {
      return fields[at].is_int64() ? fields[at].get_int64() : 0;
    };
    HourAccount& hour = hours.emplace_back();
    hour.team_id = number(0);
    hour.hour = {number(1)};
    hour.accepted = static_cast<std::uint64_t>(number(2));
    hour.stored = static_cast<std::uint64_t>(number(3));
    for (std::size_t i = 0; i < kDropReasons; ++i) {
      const auto count = IntMember(fields[4], DropReasonName(static_cast<DropReason>(i)));
      hour.ended[i] = static_cast<std::uint64_t>(count.value_or(0));
    }
  }
  return hours;
}

}  // namespace tenrec::ingest
