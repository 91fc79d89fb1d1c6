// rooms: http io base
//
// Sends batches of events such as posthog-js makes to a running server over keep-alive connections
// and prints one JSON line: what was acknowledged, how fast, and how long each answer took.
//
//   capture_load_bench --port 8000 --token phc_… --seconds 60 --connections 8 --batch 50
//                      [--rate EVENTS_PER_SECOND] [--gzip]

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include <CLI/CLI.hpp>

#include "tenrec/base/time.h"
#include "tenrec/base/uuid.h"
#include "tenrec/http/client.h"
#include "tenrec/io/compress.h"

namespace {

using std::chrono::steady_clock;

struct Options {
  int port = 8000;
  std::string token;
  int seconds = 60;
  int connections = 8;
  int batch = 50;
  std::int64_t rate = 0;
  bool gzip = false;
};

/// A small generator of its own per thread, so that making events costs next to nothing.
class Mixer {
 public:
  explicit Mixer(std::uint64_t seed) : state_(seed * 0x9E3779B97F4A7C15ULL + 1) {}
  std::uint64_t Next() {
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15ULL);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
  }
  std::size_t Below(std::size_t bound) { return Next() % bound; }

 private:
  std::uint64_t state_;
};

std::string FreshUuid(Mixer& mixer, std::int64_t now_ms) {
  std::uint64_t high = static_cast<std::uint64_t>(now_ms) << 16 | 0x7000 | (mixer.Next() & 0x0FFF);
  const std::uint64_t low = (mixer.Next() & 0x3FFFFFFFFFFFFFFFULL) | 0x8000000000000000ULL;
  return tenrec::Uuid::FromHalves(high, low).ToString();
}

void AppendEvent(std::string& body, const std::string& token, Mixer& mixer, std::int64_t now_ms,
                 const std::string& now_iso) {
  static constexpr const char* kEvents[] = {"$pageview",    "$autocapture", "$pageleave",
                                            "note created", "search used",  "$pageview"};
  static constexpr const char* kBrowsers[] = {"Chrome", "Safari", "Firefox", "Edge"};
  static constexpr const char* kSystems[] = {"Mac OS X", "Windows", "Linux", "iOS", "Android"};
  static constexpr const char* kCountries[] = {"US", "DE", "IN", "GB", "FR", "CA", "BR", "NL"};
  const std::string person = std::to_string(mixer.Below(50'000));
  const std::string page = std::to_string(mixer.Below(400));
  const std::string session = FreshUuid(mixer, now_ms);
  body +=
      R"({"uuid":")" + FreshUuid(mixer, now_ms) + R"(","event":")" +
      kEvents[mixer.Below(std::size(kEvents))] + R"(","properties":{"$os":")" +
      kSystems[mixer.Below(std::size(kSystems))] + R"(","$os_version":"10.15.7","$browser":")" +
      kBrowsers[mixer.Below(std::size(kBrowsers))] +
      R"(","$device_type":"Desktop","$timezone":"Europe/Berlin","$current_url":"https://app.example.com/notes/)" +
      page +
      R"(?tab=recent&utm_source=newsletter","$host":"app.example.com","$pathname":"/notes/)" +
      page +
      R"(","$raw_user_agent":"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36","$browser_version":142,"$browser_language":"en-GB","$browser_language_prefix":"en","$screen_height":1080,"$screen_width":1920,"$viewport_height":940,"$viewport_width":1512,"$lib":"web","$lib_version":"1.449.2","$insert_id":"q8m2x0c5r1k9v7b3","$time":)" +
      std::to_string(now_ms / 1000) + R"(,"distinct_id":"user-)" + person +
      R"(","$device_id":"0193a1b2-7c3d-7e4f-8a9b-)" + std::string(12 - person.size(), '0') +
      person +
      R"(","$referrer":"https://www.google.com/","$referring_domain":"www.google.com","token":")" +
      token + R"(","$session_id":")" + session + R"(","$window_id":")" + session +
      R"(","plan":"pro","note_count":)" + std::to_string(mixer.Below(200)) +
      R"(,"$geoip_country_code":")" + kCountries[mixer.Below(std::size(kCountries))] +
      R"(","$is_identified":true,"$process_person_profile":true,"$pageview_id":")" +
      FreshUuid(mixer, now_ms) + R"("},"offset":12,"timestamp":")" + now_iso + R"("},)";
}

std::string MakeBody(const Options& options, Mixer& mixer) {
  const tenrec::Timestamp now = tenrec::SystemClock().Now();
  const std::string iso = tenrec::FormatIsoMillis(now);
  std::string body = R"({"api_key":")" + options.token + R"(","batch":[)";
  body.reserve(static_cast<std::size_t>(options.batch) * 1700);
  for (int i = 0; i < options.batch; ++i) {
    AppendEvent(body, options.token, mixer, now.millis(), iso);
  }
  body.back() = ']';
  body += R"(,"sent_at":")" + iso + R"("})";
  return options.gzip ? tenrec::io::GzipEncode(body) : body;
}

struct Tally {
  std::vector<float> latencies_ms;
  std::map<int, std::int64_t> statuses;
  std::int64_t acknowledged = 0;
  std::int64_t bytes = 0;
  std::string failure;
};

void Send(const Options& options, int index, std::vector<std::string> prepared, Tally& tally) {
  Mixer mixer(static_cast<std::uint64_t>(index) + 1);
  auto client = tenrec::http::Client::Connect("127.0.0.1", options.port);
  if (!client) {
    tally.failure = client.error().message;
    return;
  }
  const std::vector<tenrec::http::Header> headers = {
      {"Content-Type", options.gzip ? "text/plain" : "application/json"}};
  const auto start = steady_clock::now();
  const auto stop = start + std::chrono::seconds(options.seconds);
  const double per_thread =
      static_cast<double>(options.rate) / options.connections / options.batch;  // requests a second
  std::size_t sent = 0;
  while (steady_clock::now() < stop) {
    if (options.rate > 0) {
      std::this_thread::sleep_until(
          start + std::chrono::duration_cast<steady_clock::duration>(
                      std::chrono::duration<double>(static_cast<double>(sent) / per_thread)));
    }
    if (options.gzip && sent >= prepared.size()) break;
    const std::string body = options.gzip ? std::move(prepared[sent]) : MakeBody(options, mixer);
    const auto before = steady_clock::now();
    const auto answer = client->Send("POST", "/batch/", headers, body);
    const std::chrono::duration<float, std::milli> took = steady_clock::now() - before;
    ++sent;
    if (!answer) {
      tally.failure = answer.error().message;
      return;
    }
    ++tally.statuses[answer->status];
    tally.latencies_ms.push_back(took.count());
    if (answer->status == 200) {
      tally.acknowledged += options.batch;
      tally.bytes += static_cast<std::int64_t>(body.size());
    }
  }
}

double Percentile(const std::vector<float>& sorted, double p) {
  if (sorted.empty()) return 0;
  return static_cast<double>(
      sorted[static_cast<std::size_t>(p * static_cast<double>(sorted.size() - 1))]);
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app("Sends events to a running server and measures the answers.");
  app.add_option("--port", options.port);
  app.add_option("--token", options.token)->required();
  app.add_option("--seconds", options.seconds);
  app.add_option("--connections", options.connections);
  app.add_option("--batch", options.batch);
  app.add_option("--rate", options.rate, "events a second; 0 is as fast as it goes");
  app.add_flag("--gzip", options.gzip,
               "bodies as posthog-js packs them, made before the clock starts");
  CLI11_PARSE(app, argc, argv);

  std::vector<std::vector<std::string>> prepared(static_cast<std::size_t>(options.connections));
  if (options.gzip) {
    const std::int64_t rate = options.rate > 0 ? options.rate : 60'000;
    const auto each =
        static_cast<std::size_t>(rate * options.seconds / options.batch / options.connections + 1);
    for (std::size_t i = 0; i < prepared.size(); ++i) {
      Mixer mixer(1000 + i);
      while (prepared[i].size() < each) prepared[i].push_back(MakeBody(options, mixer));
    }
  }
  std::vector<Tally> tallies(static_cast<std::size_t>(options.connections));
  std::vector<std::thread> threads;
  const auto start = steady_clock::now();
  for (int i = 0; i < options.connections; ++i) {
    const auto at = static_cast<std::size_t>(i);
    threads.emplace_back(Send, std::cref(options), i, std::move(prepared[at]),
                         std::ref(tallies[at]));
  }
  for (std::thread& thread : threads) thread.join();
  const double seconds = std::chrono::duration<double>(steady_clock::now() - start).count();

  std::vector<float> latencies;
  std::map<int, std::int64_t> statuses;
  std::int64_t acknowledged = 0;
  std::int64_t bytes = 0;
  std::string failure;
  for (const Tally& tally : tallies) {
    latencies.insert(latencies.end(), tally.latencies_ms.begin(), tally.latencies_ms.end());
    for (const auto& [status, count] : tally.statuses) statuses[status] += count;
    acknowledged += tally.acknowledged;
    bytes += tally.bytes;
    if (!tally.failure.empty()) failure = tally.failure;
  }
  std::sort(latencies.begin(), latencies.end());
  std::string by_status;
  for (const auto& [status, count] : statuses) {
    by_status +=
        (by_status.empty() ? "\"" : ",\"") + std::to_string(status) + "\":" + std::to_string(count);
  }
  std::printf(
      R"({"acknowledged":%lld,"seconds":%.2f,"events_per_second":%.0f,"bytes_per_event":%.0f,)"
      R"("p50_ms":%.2f,"p95_ms":%.2f,"p99_ms":%.2f,"max_ms":%.2f,"statuses":{%s},"failure":"%s"})"
      "\n",
      static_cast<long long>(acknowledged), seconds, static_cast<double>(acknowledged) / seconds,
      acknowledged > 0 ? static_cast<double>(bytes) / static_cast<double>(acknowledged) : 0,
      Percentile(latencies, 0.5), Percentile(latencies, 0.95), Percentile(latencies, 0.99),
      Percentile(latencies, 1), by_status.c_str(), failure.c_str());
  return failure.empty() ? 0 : 1;
}
