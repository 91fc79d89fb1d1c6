#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/base/result.h"

namespace tenrec::server {

/// A flag of a command, as its user writes it without the dashes.
struct CommandFlag {
  std::string name;
  bool takes_value = true;
  bool may_repeat = false;
};

struct CommandWords {
  std::string name;
  std::vector<CommandFlag> flags;
  /// When there are any, one of them follows.
  std::vector<CommandWords> commands;
  /// Words without dashes that the command needs, as its help calls them.
  std::vector<std::string> operands = {};
};

/// Whether the words after the program's name are a command of these and flags of it. The values
/// are for others to judge.
/// Errors: kInvalidArgument that says which word is wrong, with the nearest that exists.
Status CheckCommandLine(std::span<const CommandWords> commands, std::span<const std::string> words);

/// The candidate that needs the fewest letters changed, if it is not another word altogether.
std::string_view NearestWord(std::string_view word, std::span<const std::string> candidates);

}  // namespace tenrec::server
