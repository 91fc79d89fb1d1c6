#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tenrec/base/result.h"

namespace tenrec::cohorts {

/// What the values of an uploaded list are.
enum class ListedBy { kDistinctIdOrEmail, kDistinctId, kPersonId, kEmail };

struct PersonList {
  ListedBy by = ListedBy::kDistinctIdOrEmail;
  /// Each once, in the order of the file.
  std::vector<std::string> values;
};

/// Reads the people of a CSV file.
/// Shape:  UTF-8 with or without a mark, lines ended by LF or CRLF, fields in quotes when they need
///         them. A first line that names distinct_id (or distinct-id), person_id or email, in this
///         order of preference, says which column counts; without one the first column counts.
/// Errors: kInvalidArgument (field "csv") for a file without people, too large, or not UTF-8.
/// Source: rest-api.md 17
Result<PersonList> ReadPersonList(std::string_view csv);

}  // namespace tenrec::cohorts
