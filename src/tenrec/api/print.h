#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tenrec/api/call.h"
#include "tenrec/api/route.h"
#include "tenrec/catalog/definitions.h"

/// How the API shows things. Source: rest-api.md, field tables.
namespace tenrec::api {

Json PrintTime(Timestamp t);
Json PrintTime(const std::optional<Timestamp>& t);
Json PrintText(const std::optional<std::string>& text);
JsonArray PrintTexts(const std::vector<std::string>& texts);

/// Source: 2.8
JsonObject PrintUserBasic(const accounts::User& user);
/// Source: 10
Result<JsonObject> PrintUser(const Services& services, const accounts::Caller& caller,
                             const accounts::User& user);
/// Source: 10, TeamBasic
JsonObject PrintTeamBasic(const accounts::Team& team);
/// Source: 13.2, 13.4
JsonObject PrintTeam(const accounts::Team& team, accounts::Level level);
/// Source: 11
Result<JsonObject> PrintOrganization(const Services& services, const accounts::Caller& caller,
                                     const accounts::Membership& membership);
JsonObject PrintOrganizationBasic(const accounts::Membership& membership);
/// Source: 12.1
JsonObject PrintMember(const accounts::Member& member);
/// Source: 13.5
JsonObject PrintKey(const accounts::PersonalApiKey& key);

/// Shows definitions, looking up each user once.
class DefinitionPrinter {
 public:
  explicit DefinitionPrinter(const Services& services) : services_(services) {}

  /// Source: 19.4
  JsonObject Print(const catalog::EventDefinition& event);
  /// Source: 19.5
  JsonObject Print(const catalog::PropertyDefinition& property);

 private:
  Json User(const std::optional<UserId>& id);
  void AddCuration(const catalog::Curation& curation, JsonObject& object);

  const Services& services_;
  std::map<UserId, Json> users_;
};

}  // namespace tenrec::api
