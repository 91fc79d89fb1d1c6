#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace tenrec::api {

/// One thing that the server needs, and how it stands.
struct ServerCheck {
  enum class State : std::uint8_t { kGood, kWarning, kBad };

  State state = State::kGood;
  /// In small letters: "open files".
  std::string name;
  std::string found;
  /// What mends it, a command if there is one; may be empty.
  std::string fix;
};

/// Looks at everything anew.
using ServerCheckPort = std::function<std::vector<ServerCheck>()>;

}  // namespace tenrec::api
