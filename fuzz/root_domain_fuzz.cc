// rooms: ingest base
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "tenrec/base/check.h"
#include "tenrec/ingest/cookieless.h"

// The host that a page says it has.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view host(reinterpret_cast<const char*>(data), size);
  const std::string root = tenrec::ingest::RootDomain(host);
  // Brackets are all that is ever added.
  TENREC_CHECK(root.size() <= size + 2) << root;
  return 0;
}
