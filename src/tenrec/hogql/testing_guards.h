#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/base/ids.h"
#include "tenrec/schema/schema.h"

namespace tenrec::hogql {

/// A statement cut into words, signs, quoted names with their quotes, and "''" for every text.
/// `depth` counts the brackets around it; a bracket stands where what surrounds it stands.
struct SqlToken {
  std::string text;
  int depth = 0;
};

inline std::vector<SqlToken> SqlTokens(std::string_view sql) {
  const auto is_word = [](char c) {
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  };
  std::vector<SqlToken> out;
  int depth = 0;
  for (std::size_t i = 0; i < sql.size();) {
    const std::size_t begin = i;
    const char c = sql[i++];
    if (c == ' ' || c == '\n' || c == '\t') continue;
    if (c == '`' || c == '\'') {
      while (i < sql.size() && sql[i] != c) i += sql[i] == '\\' ? 2 : 1;
      i = std::min(i + 1, sql.size());
      out.push_back({c == '`' ? std::string(sql.substr(begin, i - begin)) : "''", depth});
    } else if (is_word(c)) {
      while (i < sql.size() && is_word(sql[i])) ++i;
      out.push_back({std::string(sql.substr(begin, i - begin)), depth});
    } else {
      if (c == ')' || c == ']' || c == '}') --depth;
      out.push_back({std::string(1, c), depth});
      if (c == '(' || c == '[' || c == '{') ++depth;
    }
  }
  return out;
}

/// What stands in the statement without the project's guard in front of everything else: the name
/// of a table, or of what should be none; empty when all is well. Written apart from the printer
/// and from wall.h, to judge both.
inline std::string UnguardedTable(std::string_view sql, TeamId team) {
  constexpr std::array<std::string_view, 4> kBetweenQueries = {"UNION", "INTERSECT", "EXCEPT", ";"};
  constexpr std::array<std::string_view, 9> kAfterGuard = {
      "WHERE", "GROUP", "HAVING", "WINDOW", "QUALIFY", "ORDER", "LIMIT", "OFFSET", "SETTINGS"};
  const auto has = [](const auto& list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
  };
  const std::vector<SqlToken> tokens = SqlTokens(sql);
  const auto text = [&](std::size_t at) {
    return at < tokens.size() ? std::string_view(tokens[at].text) : std::string_view();
  };
  for (std::size_t at = 0; at + 1 < tokens.size(); ++at) {
    const bool reads = text(at) == "FROM" ? at == 0 || text(at - 1) != "FILL" : text(at) == "JOIN";
    // An array is joined too, and a bracket holds a query that is looked at by itself.
    if (!reads || text(at + 1) == "(" || (at > 0 && text(at - 1) == "ARRAY")) continue;
    const std::string name(text(at + 1));
    if (name == "numbers" && text(at + 2) == "(") continue;
    if (schema::FindTable(name) == nullptr) return "no table of ours: " + name;
    const std::string_view alias = text(at + 2) == "AS" ? text(at + 3) : name;
    const int depth = tokens[at].depth;
    const auto ends = [&](std::size_t i) {
      return i >= tokens.size() || tokens[i].depth < depth ||
             (tokens[i].depth == depth && has(kBetweenQueries, text(i)));
    };
    std::size_t guard = at + 2;
    while (!ends(guard) && (tokens[guard].depth != depth || text(guard) != "PREWHERE")) {
      const bool second =
          tokens[guard].depth == depth && text(guard) == "FROM" && text(guard - 1) != "FILL";
      if (second) return "a second FROM beside " + name;
      ++guard;
    }
    const std::array<std::string, 9> wanted = {"PREWHERE", "equals",  "(", std::string(alias),
                                               ".",        "team_id", ",", std::to_string(team),
                                               ")"};
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      if (text(guard + i) != wanted.at(i)) return name;
    }
    const std::size_t after = guard + wanted.size();
    if (!ends(after) && !has(kAfterGuard, text(after))) return name + " beside another condition";
  }
  return {};
}

}  // namespace tenrec::hogql
