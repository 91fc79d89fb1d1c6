#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/base/json.h"
#include "tenrec/base/result.h"

namespace tenrec::insights {

/// Reads the fields of one JSON object of a query and refuses those that nobody asked for, so that
/// a misspelt field is an error and not a silent default.
/// Shape:   null counts as absent. The first fault is kept; Finish returns it.
/// Errors:  kInvalidArgument such as "query.interval: Input should be a valid string".
/// Threads: one caller at a time.
class FieldReader {
 public:
  /// `json` must outlive the reader; `path` is how errors name the object: "query.dateRange".
  FieldReader(const Json& json, std::string path);

  std::optional<std::string> Text(std::string_view name);
  bool Bool(std::string_view name, bool fallback = false);
  std::optional<std::int64_t> Int(std::string_view name);
  std::optional<double> Number(std::string_view name);
  const JsonArray* List(std::string_view name);
  /// The texts of a list; a member of another type is a fault of the field.
  std::vector<std::string> TextList(std::string_view name);
  /// The member when it is an object.
  const Json* Object(std::string_view name);
  /// The member, whatever it is; nullptr when absent.
  const Json* Any(std::string_view name);
  /// Fields that may be there and change nothing.
  void Ignore(std::initializer_list<std::string_view> names);

  void Fail(std::string_view name, std::string_view why);
  std::string PathOf(std::string_view name) const;
  Status Finish();

 private:
  const Json& json_;
  std::string path_;
  std::set<std::string, std::less<>> known_;
  std::optional<Error> fault_;
};

}  // namespace tenrec::insights
