// rooms: s3 base
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "tenrec/s3/answer.h"

/// Whatever a store sends is read or refused; paths never go deeper than they may, and a list that
/// is accepted names its objects.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto walked = tenrec::s3::WalkXml(text, [](std::string_view path, const std::string&) {
    std::size_t depth = 1;
    for (const char c : path) {
      if (c == '/') ++depth;
    }
    if (path.empty() || depth > 16) std::abort();
    return tenrec::Ok();
  });
  const auto listing = tenrec::s3::ReadListing(text);
  if (listing && !walked) std::abort();
  if (listing) {
    for (const auto& object : listing->objects) {
      if (object.key.empty()) std::abort();
    }
  }
  const auto refusal = tenrec::s3::ReadRefusal(text);
  if (!walked && !refusal.code.empty()) std::abort();
  const auto id = tenrec::s3::ReadUploadId(text);
  if (id && id->empty()) std::abort();
  (void)tenrec::s3::ReadPendingUploads(text);
  return 0;
}
