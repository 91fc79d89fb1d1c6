#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/base/json.h"
#include "tenrec/base/result.h"
#include "tenrec/base/uuid.h"
#include "tenrec/shape/shape.h"

namespace tenrec::accounts {

/// What is done with events before anything else is.
enum class Restriction : std::uint8_t {
  kDrop,         // drop_event_from_ingestion
  kDeadLetter,   // redirect_to_dlq: kept aside until somebody retries it
  kOverflow,     // force_overflow_from_ingestion: there is one lane here, so nothing changes
  kSkipPersons,  // skip_person_processing: stored without reading or writing a person
};

/// What a restriction asks of an event.
struct EventFacts {
  std::string_view name;
  std::string_view distinct_id;
  /// Empty when it has none.
  std::string_view session_id;
  Uuid uuid;
};

/// Restrictions on the events of one project, as its setting `event_ingestion_restrictions` or a
/// variable of the environment says.
/// Shape:   [{"restriction_type": word, "distinct_ids": [text …], "session_ids": […],
///          "event_names": […], "event_uuids": […], "pipelines": ["analytics",
///          "session_recordings"]}], each type at most once. An event is restricted when it is in
///          every list that is not empty; without lists all events are.
/// Threads: immutable; any.
/// Source:  capture.md 16.3, ingestion.md 1
class IngestionRestrictions {
 public:
  /// Errors: kInvalidArgument naming the member by its path and what may stand there.
  static Result<std::shared_ptr<const IngestionRestrictions>> Parse(const Json& setting);

  /// Whether one that is in force for analytics applies to the event.
  bool Applies(Restriction restriction, const EventFacts& event) const;

 private:
  friend class TokenRestrictions;
  using Texts = std::set<std::string, std::less<>>;
  struct Rule {
    Restriction restriction = Restriction::kDrop;
    Texts distinct_ids;
    Texts session_ids;
    Texts event_names;
    std::set<Uuid> event_uuids;
  };

  std::vector<Rule> rules_;
};

/// Restrictions that hold whatever projects say, by their token.
/// Threads: immutable once filled; any.
class TokenRestrictions {
 public:
  /// Adds what a variable names.
  /// Shape:  "phc_a,phc_b:distinct id": all events of a token, or those of one distinct id.
  /// Errors: kInvalidArgument for an entry without a token.
  Status Add(Restriction restriction, std::string_view entries);
  /// nullptr for a token that none is about.
  const IngestionRestrictions* Find(std::string_view token) const;

 private:
  std::map<std::string, IngestionRestrictions, std::less<>> by_token_;
};

/// The rule of the setting: as it was sent, with what was left out.
Result<Json> ReadRestrictionsSetting(const Json& sent, const Json& current);
/// What the API says of it.
shape::Shape RestrictionsShape();

}  // namespace tenrec::accounts
