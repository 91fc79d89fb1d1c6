#pragma once

#include <string>
#include <utility>

#include "tenrec/accounts/team.h"
#include "tenrec/base/reserved_ids.h"

namespace tenrec::accounts {

/// The project kSelfTestTeam, with the token that lets events in.
inline Team SelfTestTeam(std::string token) {
  Team team;
  team.id = kSelfTestTeam;
  team.name = "Self-test";
  team.api_token = std::move(token);
  // Nobody waits for its first event.
  team.ingested_event = true;
  return team;
}

}  // namespace tenrec::accounts
