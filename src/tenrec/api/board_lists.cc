#include "tenrec/api/board_lists.h"

#include <algorithm>
#include <charconv>

#include "tenrec/api/fields.h"

namespace tenrec::api {
namespace {

constexpr std::size_t kMaxBulk = 500;
constexpr std::size_t kMaxTag = 255;

}  // namespace

std::pair<std::string, bool> ReadOrder(const Call& call) {
  std::string order = call.QueryText("order");
  if (order.empty()) order = call.QueryText("ordering");
  const bool descending = order.starts_with('-');
  if (descending) order.erase(0, 1);
  return {std::move(order), descending};
}

std::vector<std::int64_t> ReadNumbers(const Call& call, std::string_view name) {
  std::vector<std::int64_t> numbers;
  for (const std::string& value : call.request->QueryAll(name)) {
    for (std::size_t at = 0; at < value.size();) {
      std::int64_t number = 0;
      const auto [end, status] =
          std::from_chars(value.data() + at, value.data() + value.size(), number);
      if (status == std::errc()) numbers.push_back(number);
      const auto next = static_cast<std::size_t>(end - value.data());
      at = std::max(at + 1, next);
    }
  }
  return numbers;
}

Result<BulkTags> ReadBulkTags(const Call& call) {
  Fields in(call.body);
  in.Require("ids");
  in.Require("action");
  in.Require("tags");
  BulkTags bulk{.ids = in.Ints("ids").value_or(std::vector<std::int64_t>()),
                .tags = in.Texts("tags", kMaxTag).value_or(std::vector<std::string>())};
  const std::string action = in.Text("action", 20).value_or("");
  if (action == "set") {
    bulk.action = dashboards::TagAction::kSet;
  } else if (action == "remove") {
    bulk.action = dashboards::TagAction::kRemove;
  } else if (action != "add") {
    in.Fail("action",
            InvalidArgument("\"" + action + "\" is not a valid choice.").WithTag("invalid_choice"));
  }
  if (bulk.ids.size() > kMaxBulk) {
    in.Fail(
        "ids",
        InvalidArgument("Ensure this field has no more than 500 elements.").WithTag("max_length"));
  }
  TRY(in.Finish());
  return bulk;
}

}  // namespace tenrec::api
