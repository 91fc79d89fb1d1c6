#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tenrec/db/value.h"

namespace tenrec::db {

/// A WHERE clause that is put together from what a list is filtered by, with the values it names:
///
///   Conditions where;
///   where.Add("team_id = " + where.Bind(team_id));
///   database.Query("SELECT … WHERE " + where.text(), where.params());
class Conditions {
 public:
  /// Gives the "$n" that stands for the value. Text is borrowed as Param says.
  std::string Bind(Param value) {
    params_.push_back(std::move(value));
    return "$" + std::to_string(params_.size());
  }

  /// "($1, $2)" for `IN`, of copies; "(NULL)", which nothing is in, for no values.
  template <typename T>
  std::string BindList(const std::vector<T>& values) {
    std::string list;
    for (const T& value : values) list += (list.empty() ? "(" : ", ") + Bind(Param(T(value)));
    return list.empty() ? "(NULL)" : list + ")";
  }

  /// One more condition, which must hold too.
  void Add(std::string_view condition) {
    if (!text_.empty()) text_ += " AND ";
    text_ += condition;
  }

  const std::string& text() const { return text_; }
  std::span<const Param> params() const { return params_; }

 private:
  std::string text_;
  std::vector<Param> params_;
};

/// A pattern for `LIKE … ESCAPE '\'` that finds the text anywhere.
inline std::string LikeAnywhere(std::string_view text) {
  std::string pattern = "%";
  for (const char c : text) {
    if (c == '%' || c == '_' || c == '\\') pattern += '\\';
    pattern += c;
  }
  return pattern + "%";
}

}  // namespace tenrec::db
