#include "tenrec/api/board_answers.h"

#include <algorithm>
#include <array>
#include <utility>

#include "tenrec/api/asker.h"
#include "tenrec/base/thread_annotations.h"
#include "tenrec/base/time.h"
#include "tenrec/query/saved_query.h"

namespace tenrec::api {
namespace {

constexpr std::size_t kAtOnce = 4;
/// A key may ask three questions at once; one place is left for its other requests.
constexpr std::size_t kAtOnceForKeys = 2;

constexpr std::array<std::string_view, 7> kComputing = {
    "blocking",       "async",       "lazy_async", "async_except_on_cache_miss",
    "force_blocking", "force_async", "true"};
constexpr std::array<std::string_view, 3> kNotComputing = {"", "false", "force_cache"};

struct Field {
  std::string_view of_answer;
  std::string_view of_insight;
};
constexpr std::array<Field, 12> kFields{
    {{"results", "result"},
     {"columns", "columns"},
     {"types", "types"},
     {"hasMore", "hasMore"},
     {"hogql", "hogql"},
     {"timezone", "timezone"},
     {"resolved_date_range", "resolved_date_range"},
     {"last_refresh", "last_refresh"},
     {"cache_target_age", "cache_target_age"},
     {"next_allowed_client_refresh", "next_allowed_client_refresh"},
     {"query_status", "query_status"},
     {"cache_key", "filters_hash"}}};

/// Questions on their way; keeps itself alive until the last is answered.
class Asking : public std::enable_shared_from_this<Asking> {
 public:
  Asking(const Services& services, std::vector<std::optional<query::QueryRequest>> questions,
         std::function<bool(std::size_t, query::Answer)> on_answer, std::function<void()> done)
      : services_(services),
        questions_(std::move(questions)),
        on_answer_(std::move(on_answer)),
        done_(std::move(done)) {}

  void Start() {
    {
      MutexLock lock(mutex_);
      running_ = 1;
    }
    const bool by_key = std::ranges::any_of(
        questions_, [](const auto& question) { return question && question->by_api_key; });
    for (std::size_t i = 0; i < (by_key ? kAtOnceForKeys : kAtOnce); ++i) AskNext();
    Leave();
  }

 private:
  void AskNext() {
    while (true) {
      std::size_t place = 0;
      {
        MutexLock lock(mutex_);
        while (next_ < questions_.size() && !questions_[next_]) ++next_;
        if (stopped_ || next_ == questions_.size()) return;
        place = next_++;
        ++running_;
      }
      query::QueryRequest& question = *questions_[place];
      if (!question.only_cached) {
        services_.query.submit(std::move(question),
                               [self = shared_from_this(), place](query::Answer answer) {
                                 self->Take(place, std::move(answer));
                                 self->AskNext();
                                 self->Leave();
                               });
        return;
      }
      Take(place, services_.query.run(question));
      Leave();
    }
  }

  void Take(std::size_t place, query::Answer answer) {
    MutexLock lock(answer_mutex_);
    if (on_answer_(place, std::move(answer))) return;
    MutexLock inner(mutex_);
    stopped_ = true;
  }

  void Leave() {
    {
      MutexLock lock(mutex_);
      if (--running_ > 0) return;
    }
    done_();
  }

  const Services& services_;
  std::vector<std::optional<query::QueryRequest>> questions_;
  const std::function<bool(std::size_t, query::Answer)> on_answer_;
  const std::function<void()> done_;
  /// Held while one answer is handed over.
  Mutex answer_mutex_;
  Mutex mutex_;
  std::size_t next_ GUARDED_BY(mutex_) = 0;
  std::size_t running_ GUARDED_BY(mutex_) = 0;
  bool stopped_ GUARDED_BY(mutex_) = false;
};

// The same instant in the form of all other times of the API.
Json InUtc(const Json& time) {
  if (!time.is_string()) return nullptr;
  const auto instant = ParseRfc3339(View(time.get_string()));
  return instant ? Json(FormatIso(*instant)) : Json();
}

bool IsFilled(const Json& filters) {
  return filters.is_object() && !filters.get_object().empty();
}

}  // namespace

Result<Freshness> ReadFreshness(const Call& call) {
  const std::string word = call.QueryText("refresh");
  if (std::ranges::find(kNotComputing, word) != kNotComputing.end()) return Freshness{};
  if (std::ranges::find(kComputing, word) != kComputing.end()) return Freshness{false, word};
  return InvalidArgument("\"" + word + "\" is not a valid choice.")
      .WithTag("invalid_choice")
      .WithField("refresh");
}

Result<Json> ReadObjectParameter(const Call& call, std::string_view name) {
  const auto text = call.Query(name);
  if (!text || text->empty()) return Json();
  auto json = ParseJson(*text, 64);
  if (json && (json->is_object() || json->is_null())) return *std::move(json);
  return InvalidArgument("Must be a JSON object.").WithTag("invalid").WithField(std::string(name));
}

Result<Overrides> ReadOverrides(const Call& call) {
  Overrides overrides;
  TRY_ASSIGN(overrides.filters, ReadObjectParameter(call, "filters_override"));
  TRY_ASSIGN(overrides.variables, ReadObjectParameter(call, "variables_override"));
  return overrides;
}

Result<Json> QueryOnTile(const Json& query, const dashboards::Dashboard& dashboard,
                         const dashboards::Tile* tile, const Overrides& overrides) {
  if (query.is_null()) return query;
  Json filters = overrides.filters.is_null() ? Json(dashboard.filters) : overrides.filters;
  if (tile != nullptr && IsFilled(tile->filters_overrides)) filters = tile->filters_overrides;
  Json variables = overrides.variables.is_null() ? Json(dashboard.variables) : overrides.variables;
  return query::WithOverrides(query, filters, variables);
}

std::optional<query::QueryRequest> QuestionOf(const Call& call, const Json& query,
                                              const Freshness& freshness) {
  if (query.is_null()) return std::nullopt;
  JsonObject body{{"query", query}};
  if (!freshness.only_cached) body["refresh"] = freshness.mode;
  if (const auto id = call.Query("client_query_id"); id && !id->empty()) {
    body["client_query_id"] = *id;
  }
  query::QueryRequest request = RequestOf(call, std::move(body));
  request.only_cached = freshness.only_cached;
  request.good_for = freshness.good_for;
  return request;
}

void AskEach(const Services& services, std::vector<std::optional<query::QueryRequest>> questions,
             std::function<bool(std::size_t, query::Answer)> on_answer,
             std::function<void()> done) {
  std::make_shared<Asking>(services, std::move(questions), std::move(on_answer), std::move(done))
      ->Start();
}

ShownAnswer NoAnswer() {
  ShownAnswer shown;
  for (const Field& field : kFields) shown.fields[field.of_insight] = nullptr;
  shown.fields["is_cached"] = false;
  return shown;
}

ShownAnswer Show(const query::Answer& answer, const Freshness& freshness) {
  ShownAnswer shown = NoAnswer();
  auto parsed = ParseJson(answer.body);
  if (!parsed || !parsed->is_object()) return shown;
  JsonObject& body = parsed->get_object();
  if (answer.status >= 400) {
    if (freshness.only_cached) return shown;
    shown.status = answer.status;
    shown.error = JsonObject{{"type", body["code"]}, {"message", body["detail"]}};
    return shown;
  }
  for (const auto& [of_answer, of_insight] : kFields) {
    if (Json* value = body.if_contains(of_answer)) shown.fields[of_insight] = std::move(*value);
  }
  for (const char* time : {"last_refresh", "cache_target_age", "next_allowed_client_refresh"}) {
    shown.fields[time] = InUtc(shown.fields[time]);
  }
  if (const Json* is_cached = body.if_contains("is_cached"); is_cached != nullptr) {
    shown.fields["is_cached"] = *is_cached;
  }
  return shown;
}

}  // namespace tenrec::api
