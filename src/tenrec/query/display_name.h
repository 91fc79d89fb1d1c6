#pragma once

#include <string>
#include <vector>

#include "tenrec/accounts/team.h"

namespace tenrec::query {

/// The person properties of which the first that is set names a person: the project's own list, or
/// "email", "name" and their like.
std::vector<std::string> DisplayNameProperties(const accounts::Team& team);

}  // namespace tenrec::query
