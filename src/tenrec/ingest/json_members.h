#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace tenrec::ingest {

/// A member of a JSON object, as it stands in the text.
struct JsonMember {
  /// Between the quotes. Escapes stay escapes: a key with a backslash goes through UnescapeJson
  /// before it is compared.
  std::string_view key;
  /// Without the blanks around it.
  std::string_view value;
};

/// Walks over the members of an object in the order of the text, without a tree: the hot path
/// copies nothing that it only passes on.
/// Shape:   the text of a valid JSON object. Of other text some members may be given, never any
///          bytes outside of it.
class JsonMembers {
 public:
  explicit JsonMembers(std::string_view object);

  /// The next member; false at the end.
  bool Next(JsonMember& member);

 private:
  void SkipBlanks();
  std::string_view TakeString();
  std::string_view TakeValue();

  const char* at_;
  const char* const end_;
};

/// Walks over the elements of an array in the same way.
class JsonElements {
 public:
  explicit JsonElements(std::string_view array);
  bool Next(std::string_view& value);

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

inline bool IsJsonObject(std::string_view value) {
  return !value.empty() && value.front() == '{';
}
inline bool IsJsonArray(std::string_view value) {
  return !value.empty() && value.front() == '[';
}
inline bool IsJsonString(std::string_view value) {
  return value.size() >= 2 && value.front() == '"' && value.back() == '"';
}

/// The text of a JSON string, between its quotes or with them. A lone surrogate reads as U+FFFD.
std::string UnescapeJson(std::string_view text);
/// The value without blanks between its parts; the value itself when it has none.
/// Shape: `scratch` holds the text if it had to be made.
std::string_view CompactJson(std::string_view value, std::string& scratch);

}  // namespace tenrec::ingest
