#include "tenrec/capture/lz_string.h"

#include <cstdint>
#include <vector>

#include "tenrec/base/encoding.h"

namespace tenrec::capture {
namespace {

constexpr int kBitsPerCharacter = 6;
constexpr int kMaxCodeBits = 30;

/// The first three codes announce an 8-bit unit, a 16-bit unit, and the end.
enum Code : std::uint32_t { kUnit8 = 0, kUnit16 = 1, kEnd = 2, kFirstEntry = 3 };

int CharacterValue(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+' || c == ' ') return 62;
  if (c == '/') return 63;
  return c == '=' ? 0 : -1;
}

/// Numbers of any width, least significant bit first, out of six-bit characters read from the top.
class BitReader {
 public:
  explicit BitReader(std::string_view text) : text_(text) {}

  std::uint32_t Read(int bits) {
    std::uint32_t value = 0;
    for (int i = 0; i < bits; ++i) {
      if (left_ == 0 && !NextCharacter()) return 0;
      --left_;
      value |= (static_cast<std::uint32_t>(current_ >> left_) & 1U) << i;
    }
    return value;
  }
  bool failed() const { return failed_; }

 private:
  bool NextCharacter() {
    const int value = at_ < text_.size() ? CharacterValue(text_[at_++]) : -1;
    if (value < 0) {
      failed_ = true;
      return false;
    }
    current_ = value;
    left_ = kBitsPerCharacter;
    return true;
  }

  const std::string_view text_;
  std::size_t at_ = 0;
  int current_ = 0;
  int left_ = 0;
  bool failed_ = false;
};

std::string ToUtf8(const std::u16string& units) {
  std::string out;
  out.reserve(units.size() + units.size() / 8);
  for (std::size_t i = 0; i < units.size(); ++i) {
    std::uint32_t point = units[i];
    if (point >= 0xD800 && point <= 0xDBFF && i + 1 < units.size() && units[i + 1] >= 0xDC00 &&
        units[i + 1] <= 0xDFFF) {
      point = 0x10000 + (point - 0xD800) * 0x400 + (units[++i] - 0xDC00U);
    }
    AppendUtf8(out, point);
  }
  return out;
}

}  // namespace

Result<std::string> DecompressLzString(std::string_view base64, std::size_t max_out) {
  // Every entry of the dictionary has been written out once, so it is a stretch of the output.
  struct Entry {
    std::size_t start;
    std::size_t length;
  };
  BitReader bits(base64);
  std::u16string out;
  std::vector<Entry> entries(kFirstEntry, Entry{0, 0});
  Entry previous{0, 0};
  int code_bits = 2;
  std::size_t room = 1;  // entries until codes need one more bit
  const auto widen = [&] {
    if (--room > 0) return;
    room = std::size_t{1} << code_bits;
    ++code_bits;
  };
  const Error malformed = InvalidArgument("invalid LZ-string data");
  const Error too_long = ResourceExhausted("more than " + std::to_string(max_out) + " bytes");
  while (true) {
    const std::uint32_t code = bits.Read(code_bits);
    if (bits.failed()) return malformed;
    if (code == kEnd) break;
    Entry entry{out.size(), 0};
    if (code == kUnit8 || code == kUnit16) {
      out += static_cast<char16_t>(bits.Read(code == kUnit8 ? 8 : 16));
      if (bits.failed()) return malformed;
      entry.length = 1;
      entries.push_back(entry);
      widen();
    } else {
      if (code > entries.size() || previous.length == 0) return malformed;
      const bool is_next = code == entries.size();  // the entry this very step adds
      const Entry source = is_next ? Entry{previous.start, previous.length + 1} : entries[code];
      entry.length = source.length;
      if (out.size() + source.length > max_out) return too_long;
      for (std::size_t i = 0; i < source.length; ++i) out += out[source.start + i];
    }
    if (out.size() > max_out) return too_long;
    if (previous.length > 0) {
      entries.push_back({previous.start, previous.length + 1});
      widen();
    }
    previous = entry;
    if (code_bits > kMaxCodeBits) return malformed;
  }
  std::string text = ToUtf8(out);
  if (text.size() > max_out) return too_long;
  return text;
}

}  // namespace tenrec::capture
