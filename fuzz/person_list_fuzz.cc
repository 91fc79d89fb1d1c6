// rooms: cohorts base
#include <cstddef>
#include <cstdint>
#include <set>
#include <string_view>

#include "tenrec/base/check.h"
#include "tenrec/base/encoding.h"
#include "tenrec/cohorts/csv.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto list = tenrec::cohorts::ReadPersonList(text);
  if (!list) return 0;
  TENREC_CHECK(!list->values.empty());
  std::set<std::string_view> seen;
  for (const auto& value : list->values) {
    TENREC_CHECK(!value.empty() && seen.insert(value).second);
    TENREC_CHECK(tenrec::IsValidUtf8(value));
  }
  return 0;
}
