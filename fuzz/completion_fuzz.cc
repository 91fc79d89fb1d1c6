// rooms: query base
/// Any text and any place in it get suggestions, and none of the names is empty.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/base/check.h"
#include "tenrec/query/completion.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 2, size - 2);
  const tenrec::query::PropertyNames properties = [](tenrec::hogql::PropertyScope, int,
                                                     std::string_view) {
    return tenrec::Result<std::vector<tenrec::query::PropertyName>>(
        std::vector<tenrec::query::PropertyName>{{"a b", "String"}});
  };
  const std::vector<std::string> group_types = {"company", "", "my team"};
  tenrec::hogql::SelectNode events;
  events.from = {tenrec::hogql::Table("events")};
  for (const auto* scope : {static_cast<const tenrec::hogql::SelectNode*>(nullptr),
                            static_cast<const tenrec::hogql::SelectNode*>(&events)}) {
    const auto got =
        tenrec::query::Complete(text, {data[0], data[1]}, scope, {properties, group_types});
    TENREC_CHECK(got) << got.error().message;
    TENREC_CHECK(std::ranges::none_of(
        got->list, [](const tenrec::query::Completion& one) { return one.label.empty(); }));
  }
  return 0;
}
