#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "tenrec/base/result.h"

namespace tenrec::backup {

/// SHA-256 of bytes that come piece by piece.
class Checksum {
 public:
  Checksum();
  ~Checksum();
  Checksum(const Checksum&) = delete;
  Checksum& operator=(const Checksum&) = delete;

  void Add(std::string_view bytes);
  /// 64 hexadecimal digits; the last call.
  std::string Finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Whether the text is what Finish gives.
bool IsChecksum(std::string_view text);

}  // namespace tenrec::backup
