// rooms: backup base
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "tenrec/backup/checksum.h"
#include "tenrec/backup/manifest.h"

/// Whatever is accepted stays inside the tree and is read back as it was. The input gets the
/// checksum that fits, for otherwise nothing behind it would be looked at.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string text(reinterpret_cast<const char*>(data), size);
  (void)tenrec::backup::ParseManifest(text);
  tenrec::backup::Checksum checksum;
  checksum.Add(text);
  text += R"({"sha256":")" + checksum.Finish() + "\"}\n";
  const auto manifest = tenrec::backup::ParseManifest(text);
  if (!manifest) return 0;
  for (const auto& entry : manifest->entries) {
    if (!tenrec::backup::IsPathInside(entry.path)) std::abort();
  }
  const auto again = tenrec::backup::ParseManifest(tenrec::backup::PrintManifest(*manifest));
  if (!again || again->entries != manifest->entries) std::abort();
  return 0;
}
