#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/base/result.h"

namespace tenrec::exports {

/// Takes the next piece of a file.
using Sink = std::function<Status(std::string_view piece)>;
/// Calls back with every row, a JSON object as text, until one is not taken.
using EachRow = std::function<Status(const Sink& take)>;

/// The rows as they are, in a list.
Status WriteJsonFile(const EachRow& each_row, const Sink& sink);
/// A line for the columns and one for each row.
Status WriteCsvFile(const std::vector<std::string>& columns, const EachRow& each_row,
                    const Sink& sink);
/// The same as a workbook, in which numbers are numbers.
/// Errors: kInvalidArgument for more rows or columns than a sheet has.
Status WriteXlsxFile(const std::vector<std::string>& columns, const EachRow& each_row,
                     const Sink& sink);

}  // namespace tenrec::exports
