// rooms: catalog
#include <string_view>

#include "tenrec/catalog/property_type.h"

// Half of the input is a key, half its value; every text has a type.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const tenrec::Timestamp now{1'790'000'000'000'000};
  const auto type =
      tenrec::catalog::InferPropertyType(text.substr(0, size / 2), text.substr(size / 2), now);
  if (type == tenrec::catalog::PropertyType::kUnknown) __builtin_trap();
  return 0;
}
