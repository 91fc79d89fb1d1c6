#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "tenrec/base/result.h"

namespace tenrec::capture {

enum class JsonKind : std::uint8_t {
  kAbsent,
  kNull,
  kFalse,
  kTrue,
  kNumber,
  kString,
  kArray,
  kObject,
};

/// A value exactly as it stands in the text it was read from, quotes and braces included.
struct JsonSlice {
  JsonKind kind = JsonKind::kAbsent;
  /// A string that holds a backslash.
  bool escaped = false;
  std::string_view text;

  /// Neither missing nor null.
  bool given() const { return kind > JsonKind::kNull; }
};

/// The characters of a string slice: a view into the slice, or into `scratch` if it has escapes.
std::string_view StringText(const JsonSlice& slice, std::string& scratch);

/// Reads JSON text forward, once, checking all of it, without building a tree: what is wanted is
/// kept as slices of the text, so numbers and strings stay as the client wrote them.
///
/// Once something is wrong, every call says "nothing more", and Finish() has the reason:
///     reader.EnterObject();
///     while (reader.NextMember(key)) key == "a" ? reader.Read(a) : reader.Skip();
///     TRY(reader.Finish());
///
/// Two things that clients send and strict parsers refuse are noted instead: lone surrogates, and
/// numbers that no 64-bit integer or finite double holds. Repaired() gives the text with U+FFFD
/// for the former, and the latter as strings of the same characters.
///
/// Shape:  the text must be UTF-8 (checked by the decoder) and outlive the reader and its slices.
/// Errors: kInvalidArgument with the byte offset; also for nesting deeper than `max_depth`.
/// Source: RFC 8259
class JsonReader {
 public:
  static constexpr int kMaxDepth = 1024;

  /// A std::string, for the NUL behind its last character. `max_depth` is at most kMaxDepth.
  JsonReader(const std::string& text, int max_depth)
      : JsonReader(text.c_str(), text.c_str() + text.size(), max_depth) {}

  /// What the next value is; kAbsent at the end or on a character that begins none.
  JsonKind Peek();

  /// Steps into the object or array that comes next; anything else is an error.
  void EnterObject();
  void EnterArray();
  /// Reads the next key of the object that was entered, up to its value; false past the last.
  /// The key is valid until the next call.
  bool NextMember(std::string_view& key);
  /// Moves to the next element of the array that was entered; false past the last.
  bool NextElement();

  /// Reads the value that comes next, whatever it holds.
  void Read(JsonSlice& slice);
  void Skip();

  /// The place in the text; for slices of values that were entered.
  const char* position() const { return at_; }

  /// Success when the text ended after one whole value.
  Status Finish();
  bool needs_repair() const { return needs_repair_; }
  /// Call after Finish() succeeded.
  std::string Repaired() const;

 private:
  JsonReader(const char* begin, const char* end, int max_depth);

  void Fail(std::string_view reason);
  void SkipSpace() {
    while (*at_ == ' ' || *at_ == '\n' || *at_ == '\t' || *at_ == '\r') ++at_;
  }
  bool Push(bool is_object);
  void SkipValue();
  bool SkipScalar();
  bool SkipString();
  bool SkipEscape();
  bool SkipNumber();
  bool SkipLiteral(std::string_view word);
  bool SkipKeyAndColon();
  /// Notes that the text from `start` to here must change, and changes it while repairing.
  void Replace(const char* start, std::string_view before, std::string_view after);
  bool in_object() const { return nesting_[static_cast<std::size_t>(depth_)] != 0; }

  const char* const begin_;
  const char* const end_;
  const char* at_;
  const int max_depth_;
  int depth_ = 0;
  /// No comma is due before the next member or element.
  bool first_ = false;
  bool string_escaped_ = false;
  std::string key_scratch_;
  Error error_;
  bool failed_ = false;
  bool needs_repair_ = false;
  /// While repairing: where the text goes, and what of it is there already.
  std::string* repaired_ = nullptr;
  const char* copied_ = nullptr;
  /// By depth: whether the container is an object.
  std::array<std::uint8_t, kMaxDepth + 1> nesting_;
};

}  // namespace tenrec::capture
