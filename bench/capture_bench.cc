// rooms: capture http log accounts io base
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "tenrec/accounts/team_lookup.h"
#include "tenrec/capture/admit.h"
#include "tenrec/capture/capture.h"
#include "tenrec/capture/decode.h"
#include "tenrec/capture/envelope.h"
#include "tenrec/capture/json_reader.h"
#include "tenrec/io/compress.h"

namespace tenrec::capture {
namespace {

constexpr int kBatch = 50;

/// An event as posthog-js sends it: 25 properties, about 1.5 KB.
std::string Event(int number) {
  const std::string id = std::to_string(1000 + number);
  return R"({"uuid":"0193b6a0-0000-7000-8000-00000000)" + id +
         R"(","event":"$pageview","properties":{"$os":"Mac OS X","$os_version":"10.15.7",)"
         R"("$browser":"Chrome","$device_type":"Desktop","$current_url":"https://app.example.com/)"
         R"(projects/1234/dashboards/5678?tab=overview&range=last-30-days&compare=true","$host":)"
         R"("app.example.com","$pathname":"/projects/1234/dashboards/5678","$raw_user_agent":)"
         R"("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko))"
         R"( Chrome/131.0.0.0 Safari/537.36","$browser_version":131,"$browser_language":"en-US",)"
         R"("$screen_height":1117,"$screen_width":1728,"$viewport_height":992,"$viewport_width":)"
         R"(1728,"$lib":"web","$lib_version":"1.449.2","$insert_id":"x0h2l8tq3)" +
         id +
         R"(","$time":1795341600.123,"distinct_id":"0193b6a0-1111-7000-8000-000000000042",)"
         R"("$device_id":"0193b6a0-1111-7000-8000-000000000042","$initial_person_info":{"r":)"
         R"("$direct","u":"https://app.example.com/"},"$referrer":"https://www.google.com/",)"
         R"("$referring_domain":"www.google.com","token":"phc_x","$session_id":"0193b6a0-2222-)"
         R"(7000-8000-000000000042","$window_id":"0193b6a0-3333-7000-8000-000000000042",)"
         R"("$pageview_id":"0193b6a0-4444-7000-8000-000000000042","title":"Überblick 😀 \"Q4\"",)"
         R"("plan":"enterprise","seats":250,"trial":false},"timestamp":)"
         R"("2026-11-22T10:00:00.123Z"})";
}

std::string Batch() {
  std::string body = R"({"api_key":"phc_x","sent_at":"2026-11-22T10:00:01.000Z","batch":[)";
  for (int i = 0; i < kBatch; ++i) body += (i == 0 ? "" : ",") + Event(i);
  return body + "]}";
}

/// A log that is always done.
class NullLog final : public log::EventLog {
 public:
  void Append(std::vector<log::NewRecord> records,
              UniqueFunction<void(Result<log::Offset>)> done) override {
    count_ += records.size();
    done(log::Offset{count_});
  }
  Result<log::ReadBatch> Read(int, log::Offset, std::size_t, std::size_t) override {
    return log::ReadBatch{};
  }
  bool WaitForData(int, log::Offset, std::chrono::milliseconds) override { return false; }
  int partitions() const override { return 1; }
  log::Offset begin(int) const override { return 0; }
  log::Offset end(int) const override { return count_; }
  Result<log::Offset> CommittedOffset(std::string_view, int) override { return log::Offset{0}; }
  Status CommitOffset(std::string_view, int, log::Offset) override { return Ok(); }

 private:
  log::Offset count_ = 0;
};

void SetRates(benchmark::State& state, std::size_t bytes) {
  state.SetItemsProcessed(state.iterations() * kBatch);
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bytes));
}

void BM_Decode(benchmark::State& state) {
  const bool gzip = state.range(0) != 0;
  const std::string body = gzip ? io::GzipEncode(Batch()) : Batch();
  BodyHints hints;
  hints.max_decoded_bytes = 100U << 20U;
  for (auto _ : state) benchmark::DoNotOptimize(DecodeBody(body, hints));
  SetRates(state, Batch().size());
}
BENCHMARK(BM_Decode)->ArgName("gzip")->Arg(0)->Arg(1);

void BM_Parse(benchmark::State& state) {
  const std::string body = Batch();
  for (auto _ : state) {
    Envelope envelope;
    benchmark::DoNotOptimize(ParseEnvelope(body, 256, envelope));
  }
  SetRates(state, body.size());
}
BENCHMARK(BM_Parse);

void BM_Admit(benchmark::State& state) {
  Envelope envelope;
  if (!ParseEnvelope(Batch(), 256, envelope)) return state.SkipWithError("no envelope");
  RequestFacts facts;
  facts.now = SystemClock().Now();
  facts.token = "phc_x";
  for (auto _ : state) benchmark::DoNotOptimize(AdmitEvents(envelope, facts));
  SetRates(state, envelope.text.size());
}
BENCHMARK(BM_Admit);

/// All of it, from the request to the answer, with a log that costs nothing.
void BM_Request(benchmark::State& state) {
  NullLog log;
  Metrics metrics;
  accounts::TeamDirectory teams;
  accounts::Team team;
  team.id = 1;
  team.api_token = "phc_x";
  teams.Put(std::move(team));
  http::Router router;
  CaptureDependencies dependencies;
  dependencies.events = &log;
  dependencies.recordings = &log;
  dependencies.teams = &teams;
  dependencies.metrics = &metrics;
  Register(router, dependencies);
  const bool gzip = state.range(0) != 0;
  const std::string body = gzip ? io::GzipEncode(Batch()) : Batch();
  int status = 0;
  for (auto _ : state) {
    auto request = std::make_shared<http::Request>();
    request->method = http::Method::kPost;
    request->path = "/batch/";
    request->headers = {{"Host", "localhost"}, {"Content-Type", "application/json"}};
    request->body = body;
    request->received_at = SystemClock().Now();
    router.Dispatch(std::move(request), [&](http::Response response) { status = response.status; });
  }
  if (status != 200) state.SkipWithError("not accepted");
  SetRates(state, Batch().size());
}
BENCHMARK(BM_Request)->ArgName("gzip")->Arg(0)->Arg(1);

}  // namespace
}  // namespace tenrec::capture

BENCHMARK_MAIN();
