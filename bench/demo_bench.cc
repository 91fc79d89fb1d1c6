// rooms: demo log base
//
// How fast demo events are made, without writing them anywhere.
//   demo_bench [events]
#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "tenrec/demo/demo.h"

int main(int argc, char** argv) {
  tenrec::demo::DemoOptions options;
  options.events = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1'000'000;
  options.end = tenrec::FromCivilUtc({.year = 2026, .month = 11, .day = 22});
  options.token = "phc_demo";
  std::uint64_t bytes = 0;
  const auto started = std::chrono::steady_clock::now();
  const auto summary = tenrec::demo::Generate(options, [&](const tenrec::log::EventRecord& record) {
    bytes += tenrec::log::EncodeEventRecord(record).size();
    return tenrec::Ok();
  });
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - started;
  if (!summary) return 1;
  const auto events = static_cast<double>(summary->events);
  std::printf(
      "%.0f events, %llu persons, %llu users, %llu companies in %.2f s: %.0f events/s, "
      "%.0f bytes each\n",
      events, static_cast<unsigned long long>(summary->persons),
      static_cast<unsigned long long>(summary->users),
      static_cast<unsigned long long>(summary->companies), took.count(), events / took.count(),
      static_cast<double>(bytes) / events);
  return 0;
}
