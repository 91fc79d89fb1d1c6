#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "tenrec/base/ids.h"
#include "tenrec/base/result.h"
#include "tenrec/base/time.h"
#include "tenrec/log/event_record.h"

namespace tenrec::demo {

struct DemoOptions {
  std::uint64_t events = 1'000'000;
  std::uint64_t seed = 1;
  /// How far back the history begins.
  int days = 90;
  /// When it ends; no event is later.
  Timestamp end;
  TeamId team_id = 1;
  std::string token;
};

struct DemoSummary {
  std::uint64_t events = 0;
  /// People, about one for twenty events; most of them never sign up.
  std::uint64_t persons = 0;
  std::uint64_t users = 0;
  std::uint64_t companies = 0;
};

/// Takes the events one by one in order of time. The record's views are good during the call.
using DemoSink = std::function<Status(const log::EventRecord&)>;
/// Told now and then how many events are out.
using DemoProgress = std::function<void(std::uint64_t events)>;

/// Makes exactly `options.events` events of a subscription product for teams: visits by channel, a
/// sign-up funnel with its losses, activation, use that fades by kind of user, weekly and daily
/// rhythm by time zone, growth, companies, plans and payments.
/// Memory:  about 20 bytes for each event.
/// Errors:  kInvalidArgument for no events, no days or more than 3,650; what the sink answers.
Result<DemoSummary> Generate(const DemoOptions& options, const DemoSink& sink,
                             const DemoProgress& progress = {});

}  // namespace tenrec::demo
