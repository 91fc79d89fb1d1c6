#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "tenrec/base/check.h"
#include "tenrec/base/result.h"
#include "tenrec/log/wire.h"

namespace tenrec::log {

/// The texts of a record: their lengths as 32-bit numbers at the end of its fixed part, which they
/// follow one behind the other. `lengths_at` is where the first length stands; `what` names the
/// record in errors.
template <std::size_t kTexts>
class RecordTexts {
 public:
  constexpr RecordTexts(std::string_view what, std::size_t lengths_at)
      : what_(what), lengths_at_(lengths_at) {}

  constexpr std::size_t fixed_bytes() const { return lengths_at_ + kTexts * sizeof(std::uint32_t); }

  /// A record of zeros with its lengths and texts.
  std::string Begin(const std::array<const std::string_view*, kTexts>& texts) const {
    std::size_t size = fixed_bytes();
    for (const std::string_view* text : texts) size += text->size();
    TENREC_CHECK(size < UINT32_MAX) << what_ << " of " << size << " bytes";
    std::string out;
    out.reserve(size);
    out.resize(fixed_bytes());
    for (std::size_t i = 0; i < kTexts; ++i) {
      StoreInt<std::uint32_t>(&out[LengthAt(i)], static_cast<std::uint32_t>(texts[i]->size()));
      out += *texts[i];
    }
    return out;
  }

  /// Points the texts into `bytes`, a record that has its fixed part.
  /// Errors: kInvalidArgument unless the texts fill the rest exactly.
  Status Read(std::string_view bytes, const std::array<std::string_view*, kTexts>& texts) const {
    std::string_view rest = bytes.substr(fixed_bytes());
    for (std::size_t i = 0; i < kTexts; ++i) {
      const auto size = LoadInt<std::uint32_t>(bytes.data() + LengthAt(i));
      if (size > rest.size()) return Wrong("shorter");
      *texts[i] = rest.substr(0, size);
      rest.remove_prefix(size);
    }
    return rest.empty() ? Ok() : Wrong("longer");
  }

 private:
  constexpr std::size_t LengthAt(std::size_t i) const {
    return lengths_at_ + i * sizeof(std::uint32_t);
  }
  Status Wrong(std::string_view how) const {
    std::string message(what_);
    message.append(" ").append(how).append(" than its lengths say");
    return InvalidArgument(std::move(message));
  }

  std::string_view what_;
  std::size_t lengths_at_;
};

}  // namespace tenrec::log
