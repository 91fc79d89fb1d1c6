#pragma once

#include "tenrec/base/ids.h"

namespace tenrec {

/// The project that the process itself sends a test event to. It is no row of any table and of no
/// organization, so that nobody can be a member of it, list it or ask about it. Projects of people
/// are numbered from 1 and never come here: it is the largest number that JavaScript can tell.
inline constexpr TeamId kSelfTestTeam = 9'007'199'254'740'991;

}  // namespace tenrec
