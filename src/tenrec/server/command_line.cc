#include "tenrec/server/command_line.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <utility>

namespace tenrec::server {
namespace {

/// Letters to insert, remove or replace.
std::size_t Distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[b.size()];
}

bool IsHelp(std::string_view word) {
  return word == "-h" || word == "--help";
}

std::string DidYouMean(std::string_view prefix, std::string_view nearest) {
  if (nearest.empty()) return "";
  return "; did you mean " + std::string(prefix) + std::string(nearest) + "?";
}

Error UnknownFlag(const CommandWords& command, std::string_view name) {
  std::vector<std::string> names;
  names.reserve(command.flags.size());
  for (const CommandFlag& flag : command.flags) names.push_back(flag.name);
  return InvalidArgument("no flag --" + std::string(name) + " for " + command.name +
                         DidYouMean("--", NearestWord(name, names)));
}

Status CheckFlags(const CommandWords& command, std::span<const std::string> words) {
  std::map<std::string, std::string> given;
  std::size_t operands = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (IsHelp(word)) return Ok();
    if (!word.starts_with("--")) {
      if (operands++ < command.operands.size()) continue;
      return InvalidArgument("'" + word + "' is no flag of " + command.name +
                             ": flags begin with --");
    }
    const std::size_t equals = std::min(word.find('='), word.size());
    const std::string name = word.substr(2, equals - 2);
    const auto flag =
        std::find_if(command.flags.begin(), command.flags.end(),
                     [&](const CommandFlag& candidate) { return candidate.name == name; });
    if (flag == command.flags.end()) return UnknownFlag(command, name);
    const bool has_value = equals < word.size();
    if (!flag->takes_value && has_value) return InvalidArgument("--" + name + " takes no value");
    if (flag->takes_value && !has_value) {
      ++i;
      if (i == words.size() || words[i].starts_with("--")) {
        return InvalidArgument("--" + name + " needs a value");
      }
    }
    if (!given.emplace(name, word).second && !flag->may_repeat) {
      return InvalidArgument("--" + name + " is given twice: leave one of them out");
    }
  }
  if (operands < command.operands.size()) {
    return InvalidArgument(command.name + " needs " + command.operands[operands]);
  }
  return Ok();
}

}  // namespace

std::string_view NearestWord(std::string_view word, std::span<const std::string> candidates) {
  std::string_view nearest;
  std::size_t fewest = std::max<std::size_t>(2, word.size() / 3) + 1;
  for (const std::string& candidate : candidates) {
    const std::size_t distance = Distance(word, candidate);
    if (distance >= fewest) continue;
    fewest = distance;
    nearest = candidate;
  }
  return nearest;
}

Status CheckCommandLine(std::span<const CommandWords> commands,
                        std::span<const std::string> words) {
  if (words.empty()) return InvalidArgument("no command");
  if (IsHelp(words[0])) return Ok();
  const auto command =
      std::find_if(commands.begin(), commands.end(),
                   [&](const CommandWords& candidate) { return candidate.name == words[0]; });
  if (command == commands.end()) {
    std::vector<std::string> names;
    for (const CommandWords& candidate : commands) names.push_back(candidate.name);
    return InvalidArgument("no command '" + words[0] + "'" +
                           DidYouMean("", NearestWord(words[0], names)));
  }
  if (command->commands.empty()) return CheckFlags(*command, words.subspan(1));
  Status checked = CheckCommandLine(command->commands, words.subspan(1));
  if (!checked) return std::move(checked).error().WithContext(command->name);
  return Ok();
}

}  // namespace tenrec::server
