#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tenrec/accounts/team.h"
#include "tenrec/base/json.h"

namespace tenrec::sdk {

/// Who asks for flags, and what is known about them. Source: flags.md 2.2
struct FlagsRequest {
  std::string token;
  /// At most 200 characters; may be empty.
  std::string distinct_id;
  JsonObject person_properties;
  /// Group type to group key, keys as text.
  JsonObject groups;
  JsonObject group_properties;
  std::optional<std::string> anon_distinct_id;
  std::optional<std::string> device_id;
  bool geoip_disable = false;
  bool disable_flags = false;
  /// Unset evaluates all.
  std::optional<std::vector<std::string>> flag_keys;
  std::vector<std::string> evaluation_contexts;
  std::optional<std::string> evaluation_runtime;
  bool only_survey_flags = false;
  bool only_override_properties = false;
  /// For the runtime, GeoIP and cookieless ids.
  std::string user_agent;
  std::string ip;
  bool from_browser = false;
};

/// What one flag is for the one who asked. Source: flags.md 3.2
struct EvaluatedFlag {
  std::string key;
  bool enabled = false;
  std::optional<std::string> variant;
  std::string reason_code;
  std::optional<int> condition_index;
  std::string reason_description;
  std::int64_t id = 0;
  std::int64_t version = 0;
  /// JSON text, as stored.
  std::optional<std::string> payload;
  std::optional<bool> has_experiment;
  /// It could not be evaluated; SDKs keep their former value.
  bool failed = false;
};

struct FlagEvaluation {
  std::vector<EvaluatedFlag> flags;
  bool quota_limited = false;
};

/// Where flags are known. The room `flags` implements it.
/// Threads: any.
class FlagEvaluator {
 public:
  virtual ~FlagEvaluator() = default;
  virtual bool HasFlags(const accounts::Team& team) const = 0;
  virtual FlagEvaluation Evaluate(const accounts::Team& team,
                                  const FlagsRequest& request) const = 0;
};

}  // namespace tenrec::sdk
