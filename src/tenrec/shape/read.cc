#include "tenrec/shape/read.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "tenrec/base/encoding.h"
#include "tenrec/base/time.h"
#include "tenrec/base/uuid.h"

namespace tenrec::shape {
namespace {

Error Wrong(std::string sentence, std::string tag) {
  return InvalidArgument(std::move(sentence)).WithTag(std::move(tag));
}

// Puts the name of what is around the value in front of its field.
Error Under(std::string_view name, Error error) {
  if (name.empty()) return error;
  error.field = error.field.empty() ? std::string(name) : std::string(name) + "__" + error.field;
  return error;
}

Status CheckRange(const Shape& shape, double number) {
  if (shape.min() && number < static_cast<double>(*shape.min())) {
    return Wrong(
        "Ensure this value is greater than or equal to " + std::to_string(*shape.min()) + ".",
        "min_value");
  }
  if (shape.max() && number > static_cast<double>(*shape.max())) {
    return Wrong("Ensure this value is less than or equal to " + std::to_string(*shape.max()) + ".",
                 "max_value");
  }
  return Ok();
}

Result<Json> ReadBool(const Json& sent) {
  if (sent.is_bool()) return sent;
  if (sent.is_int64() && (sent.get_int64() == 0 || sent.get_int64() == 1)) {
    return Json(sent.get_int64() == 1);
  }
  if (sent.is_string()) {
    const std::string text = ToLowerAscii(View(sent.get_string()));
    if (text == "true" || text == "1") return Json(true);
    if (text == "false" || text == "0") return Json(false);
  }
  return Wrong("Must be a valid boolean.", "invalid");
}

Result<Json> ReadInt(const Shape& shape, const Json& sent) {
  constexpr std::int64_t kMost = 1LL << 53;
  std::int64_t number = 0;
  bool is_whole = false;
  if (sent.is_int64()) {
    number = sent.get_int64();
    is_whole = true;
  } else if (sent.is_double()) {
    const double value = sent.get_double();
    is_whole = std::abs(value) <= static_cast<double>(kMost) && std::nearbyint(value) == value;
    if (is_whole) number = static_cast<std::int64_t>(value);
  } else if (sent.is_string()) {
    const std::string_view text = TrimAscii(View(sent.get_string()));
    const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), number);
    is_whole = status == std::errc() && end == text.data() + text.size();
  }
  if (!is_whole || number > kMost || number < -kMost) {
    return Wrong("A valid integer is required.", "invalid");
  }
  TRY(CheckRange(shape, static_cast<double>(number)));
  return Json(number);
}

Result<Json> ReadNumber(const Shape& shape, const Json& sent) {
  Json number = sent;
  if (sent.is_string()) {
    if (const auto read = ParseJson(View(sent.get_string()))) number = *read;
  }
  if (!number.is_number()) return Wrong("A valid number is required.", "invalid");
  TRY(CheckRange(shape, number.to_number<double>()));
  return number;
}

Result<std::string> ReadFormat(Format format, const std::string& text) {
  switch (format) {
    case Format::kPlain:
      return text;
    case Format::kUuid: {
      const auto uuid = Uuid::Parse(text);
      if (!uuid) return Wrong("Must be a valid UUID.", "invalid");
      return uuid->ToString();
    }
    case Format::kTime:
      for (const char* ending : {"", "Z", "T00:00:00Z"}) {
        if (const auto time = ParseRfc3339(text + ending)) return FormatIso(*time);
      }
      return Wrong("Datetime has wrong format. Write it like 2026-11-22T09:30:00Z.", "invalid");
    case Format::kDate:
      if (text.size() == 10 && ParseRfc3339(text + "T00:00:00Z")) return text;
      return Wrong("Date has wrong format. Write it like 2026-11-22.", "invalid");
    case Format::kEmail: {
      const std::size_t at = text.rfind('@');
      const bool plausible = at != std::string::npos && at > 0 &&
                             text.find('.', at + 2) < text.size() - 1 &&
                             text.find_first_of(" \t\r\n") == std::string::npos;
      if (!plausible) return Wrong("Enter a valid email address.", "invalid");
      return text;
    }
    case Format::kUrl:
      if (!text.starts_with("http://") && !text.starts_with("https://")) {
        return Wrong("Enter a valid URL.", "invalid");
      }
      return text;
  }
  return text;
}

Result<Json> ReadText(const Shape& shape, const Json& sent) {
  std::string text;
  if (sent.is_string()) {
    text = View(sent.get_string());
  } else if (sent.is_number() && shape.words().empty()) {
    text = PrintJson(sent);
  } else if (shape.words().empty()) {
    return Wrong("Not a valid string.", "invalid");
  }
  if (text.find('\0') != std::string::npos) {
    return Wrong("Null characters are not allowed.", "null_characters_not_allowed");
  }
  if (!shape.words().empty()) {
    if (sent.is_string() && std::ranges::find(shape.words(), text) != shape.words().end()) {
      return Json(text);
    }
    const std::string shown = sent.is_string() ? text : PrintJson(sent);
    return Wrong("\"" + std::string(Utf8Prefix(shown, 100)) + "\" is not a valid choice.",
                 "invalid_choice");
  }
  if (shape.not_blank() || shape.format() != Format::kPlain) text = TrimAscii(text);
  if (text.empty() && (shape.not_blank() || shape.format() != Format::kPlain)) {
    return Wrong("This field may not be blank.", "blank");
  }
  if (shape.max()) {
    const auto most = static_cast<std::size_t>(*shape.max());
    if (Utf8Prefix(text, most).size() < text.size()) {
      return Wrong(
          "Ensure this field has no more than " + std::to_string(*shape.max()) + " characters.",
          "max_length");
    }
  }
  TRY_ASSIGN(text, ReadFormat(shape.format(), text));
  return Json(text);
}

Result<Json> Read(const Shape& shape, const Json& sent);

Result<Json> ReadList(const Shape& shape, const Json& sent) {
  if (!sent.is_array()) {
    return Wrong("Expected a list of items.", "not_a_list");
  }
  const JsonArray& items = sent.get_array();
  if (shape.max() && std::cmp_greater(items.size(), *shape.max())) {
    return Wrong(
        "Ensure this field has no more than " + std::to_string(*shape.max()) + " elements.",
        "max_length");
  }
  if (shape.min() && std::cmp_less(items.size(), *shape.min())) {
    return Wrong("Ensure this field has at least " + std::to_string(*shape.min()) + " elements.",
                 "min_length");
  }
  JsonArray read;
  for (std::size_t i = 0; i < items.size(); ++i) {
    auto item = Read(shape.item(), items[i]);
    if (!item) return Under(std::to_string(i), std::move(item).error());
    read.push_back(std::move(*item));
  }
  return Json(std::move(read));
}

Error NotAnObject() {
  return Wrong("Must be a JSON object.", "invalid_input");
}

Result<Json> ReadMap(const Shape& shape, const Json& sent) {
  if (!sent.is_object()) return NotAnObject();
  JsonObject read;
  for (const auto& member : sent.get_object()) {
    auto item = Read(shape.item(), member.value());
    if (!item) return Under(std::string_view(member.key()), std::move(item).error());
    read[member.key()] = std::move(*item);
  }
  return Json(std::move(read));
}

// What is kept as it was sent, but for the types of the fields that the shape names.
Result<Json> ReadInput(const Shape& shape, const Json& sent) {
  if (!sent.is_object()) return NotAnObject();
  Json read = sent;
  for (const auto& [name, field] : shape.fields()) {
    Json* member = read.get_object().if_contains(name);
    if (member == nullptr) {
      if (field.required()) return Wrong("This field is required.", "required").WithField(name);
      continue;
    }
    auto value = Read(field, *member);
    if (!value) return Under(name, std::move(value).error());
    *member = std::move(*value);
  }
  return read;
}

Result<Json> ReadUnion(const Shape& shape, const Json& sent) {
  std::optional<Error> first;
  for (const auto& choice : shape.choices()) {
    auto read = Read(choice, sent);
    if (read) return read;
    if (!first) first = std::move(read).error();
  }
  return std::move(*first);
}

Result<Json> Read(const Shape& shape, const Json& sent) {
  if (sent.is_null() && shape.kind() != Kind::kAny) {
    if (shape.nullable()) return Json();
    return Wrong("This field may not be null.", "null");
  }
  switch (shape.kind()) {
    case Kind::kAny:
      return sent;
    case Kind::kBool:
      return ReadBool(sent);
    case Kind::kInt:
      return ReadInt(shape, sent);
    case Kind::kNumber:
      return ReadNumber(shape, sent);
    case Kind::kText:
      return ReadText(shape, sent);
    case Kind::kList:
      return ReadList(shape, sent);
    case Kind::kMap:
      return ReadMap(shape, sent);
    case Kind::kObject: {
      if (!sent.is_object()) return NotAnObject();
      TRY_ASSIGN(JsonObject read, ReadObject(shape, sent.get_object(), Way::kCreate));
      return Json(std::move(read));
    }
    case Kind::kInput:
      return ReadInput(shape, sent);
    case Kind::kUnion:
      return ReadUnion(shape, sent);
    case Kind::kLater:
      return Read(shape.Resolve(), sent);
  }
  return sent;
}

}  // namespace

Result<Json> ReadValue(const Shape& shape, const Json& sent, std::string_view field) {
  auto read = Read(shape, sent);
  if (!read) return Under(field, std::move(read).error());
  return read;
}

Result<JsonObject> ReadObject(const Shape& shape, const JsonObject& sent, Way way) {
  JsonObject read;
  for (const auto& [name, field] : shape.fields()) {
    if (field.read_only()) continue;
    const Json* member = sent.if_contains(name);
    if (member == nullptr) {
      if (field.required() && way == Way::kCreate) {
        return Wrong("This field is required.", "required").WithField(name);
      }
      continue;
    }
    TRY_ASSIGN(read[name], ReadValue(field, *member, name));
  }
  return read;
}

}  // namespace tenrec::shape
