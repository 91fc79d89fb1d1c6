#include "tenrec/server/self_check.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "tenrec/server/machine_check.h"

namespace tenrec::server {
namespace {

/// What people are told of a part.
struct PartWords {
  std::string_view part;
  std::string_view title;
  std::string_view well;
  std::string_view wrong;
  /// What finds out why, with DATA for the data directory.
  std::string_view fix;
};

constexpr std::array<PartWords, 8> kWords = {{
    {"database", "metadata", "answers", "does not answer", "tenrec doctor --data DATA"},
    {"migrations", "migrations", "all done",
     "the metadata is not in the form that this version knows", "tenrec doctor --data DATA"},
    {"analytics", "analytics", "the engine answers", "the engine does not answer",
     "tenrec doctor --data DATA"},
    {"storage", "event log", "takes events", "refuses events, because the disk is full",
     "du -xh --max-depth=2 DATA | sort -h | tail"},
    {"ingestion", "ingestion", "keeps pace", "is millions of events behind",
     "curl -s localhost:PORT/metrics | grep ingest_"},
    {"books", "books", "every event is accounted for", "some events are not accounted for",
     "tenrec doctor --data DATA --deep"},
    {"freshness", "freshness", "no event waits", "events wait for more than a minute",
     "curl -s localhost:PORT/metrics | grep ingest_"},
    {"self_test", "self-test", "an event goes from capture to a question",
     "the self-test event did not arrive", "curl -s localhost:PORT/metrics | grep self_test"},
}};

std::string Fill(std::string_view text, std::string_view gap, const std::string& value) {
  std::string filled(text);
  if (const std::size_t at = filled.find(gap); at != std::string::npos) {
    filled.replace(at, gap.size(), value);
  }
  return filled;
}

/// As a word of a command line.
std::string Quoted(const std::string& path) {
  const bool is_plain = std::ranges::all_of(path, [](char c) {
    return std::string_view(" '\"\\$`&|;<>()*?[]#~!{}").find(c) == std::string_view::npos;
  });
  if (is_plain && !path.empty()) return path;
  std::string quoted = "'";
  for (const char c : path) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  quoted += "'";
  return quoted;
}

api::ServerCheck CheckPart(const HealthCheck& part, const Settings& settings) {
  using State = api::ServerCheck::State;
  const bool works = part.works();
  const State state = works ? State::kGood : part.alarm.empty() ? State::kBad : State::kWarning;
  const auto* words = std::ranges::find(kWords, part.name, &PartWords::part);
  if (words == kWords.end()) {
    return {state, part.name, works ? "works" : "does not work", works ? "" : "tenrec doctor"};
  }
  std::string fix;
  if (!works) {
    fix = Fill(Fill(words->fix, "DATA", Quoted(settings.data)), "PORT",
               std::to_string(settings.port));
  }
  return {state, std::string(words->title), std::string(works ? words->well : words->wrong),
          std::move(fix)};
}

api::ServerCheck::State StateOf(Finding::State state) {
  switch (state) {
    case Finding::State::kGood:
      return api::ServerCheck::State::kGood;
    case Finding::State::kWarning:
      return api::ServerCheck::State::kWarning;
    case Finding::State::kBad:
      return api::ServerCheck::State::kBad;
  }
  return api::ServerCheck::State::kBad;
}

}  // namespace

std::vector<api::ServerCheck> CheckServer(const std::vector<HealthCheck>& parts,
                                          const Settings& settings) {
  std::vector<api::ServerCheck> checks;
  checks.reserve(parts.size() + 8);
  for (const HealthCheck& part : parts) checks.push_back(CheckPart(part, settings));
  Report report([&](const Finding& finding) {
    checks.push_back({StateOf(finding.state), finding.what, finding.found, finding.fix});
  });
  CheckMachine(report, settings);
  TellSettings(report, settings);
  return checks;
}

}  // namespace tenrec::server
