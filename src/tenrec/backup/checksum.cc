#include "tenrec/backup/checksum.h"

#include <algorithm>
#include <array>

#include <openssl/evp.h>

#include "tenrec/base/check.h"
#include "tenrec/base/encoding.h"

namespace tenrec::backup {

struct Checksum::State {
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(),
                                                                  &EVP_MD_CTX_free};
};

Checksum::Checksum() : state_(std::make_unique<State>()) {
  const int begun = EVP_DigestInit_ex(state_->context.get(), EVP_sha256(), nullptr);
  TENREC_CHECK(begun == 1) << "no SHA-256";
}
Checksum::~Checksum() = default;

void Checksum::Add(std::string_view bytes) {
  const int added = EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size());
  TENREC_CHECK(added == 1) << "SHA-256";
}

std::string Checksum::Finish() {
  std::array<std::uint8_t, 32> digest{};
  const int done = EVP_DigestFinal_ex(state_->context.get(), digest.data(), nullptr);
  TENREC_CHECK(done == 1) << "SHA-256";
  return HexEncode(digest);
}

bool IsChecksum(std::string_view text) {
  return text.size() == 64 && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

}  // namespace tenrec::backup
