#include "tenrec/accounts/setting_rules.h"

#include <limits>

#include "tenrec/base/encoding.h"

namespace tenrec::accounts {
namespace {

constexpr std::size_t kMaxSettingText = 10'000;

Result<Json> Merge(const Json& sent, const Json& current, int depth) {
  if (!sent.is_object()) return InvalidArgument("Must be a JSON object.").WithTag("invalid_input");
  JsonObject merged = current.is_object() ? current.get_object() : JsonObject();
  for (const auto& member : sent.get_object()) {
    Json& place = merged[member.key()];
    if (depth > 1 && place.is_object() && member.value().is_object()) {
      TRY_ASSIGN(place, Merge(member.value(), place, depth - 1));
    } else {
      place = member.value();
    }
  }
  return Json(std::move(merged));
}

}  // namespace

Status CheckNoNul(const Json& value) {
  switch (value.kind()) {
    case boost::json::kind::string:
      if (View(value.get_string()).find('\0') != std::string_view::npos) {
        return InvalidArgument("Null characters are not allowed.")
            .WithTag("null_characters_not_allowed");
      }
      return Ok();
    case boost::json::kind::array:
      for (const Json& item : value.get_array()) TRY(CheckNoNul(item));
      return Ok();
    case boost::json::kind::object:
      for (const auto& member : value.get_object()) TRY(CheckNoNul(member.value()));
      return Ok();
    default:
      return Ok();
  }
}

Error NotAChoice(std::string_view value) {
  return InvalidArgument("\"" + std::string(value) + "\" is not a valid choice.")
      .WithTag("invalid_choice");
}

Result<bool> ReadBool(const Json& sent) {
  if (sent.is_bool()) return sent.get_bool();
  if (sent.is_int64() && (sent.get_int64() == 0 || sent.get_int64() == 1)) {
    return sent.get_int64() == 1;
  }
  if (sent.is_string()) {
    const std::string text = ToLowerAscii(View(sent.get_string()));
    if (text == "true" || text == "1") return true;
    if (text == "false" || text == "0") return false;
  }
  return InvalidArgument("Must be a valid boolean.").WithTag("invalid");
}

Result<std::int64_t> ReadInt(const Json& sent, std::int64_t min, std::int64_t max) {
  std::int64_t number = 0;
  if (sent.is_int64()) {
    number = sent.get_int64();
  } else if (sent.is_double() && sent.get_double() >= -9e15 && sent.get_double() <= 9e15 &&
             static_cast<double>(static_cast<std::int64_t>(sent.get_double())) ==
                 sent.get_double()) {
    number = static_cast<std::int64_t>(sent.get_double());
  } else {
    return InvalidArgument("A valid integer is required.").WithTag("invalid");
  }
  if (number < min) {
    return InvalidArgument("Ensure this value is greater than or equal to " + std::to_string(min) +
                           ".")
        .WithTag("min_value");
  }
  if (number > max) {
    return InvalidArgument("Ensure this value is less than or equal to " + std::to_string(max) +
                           ".")
        .WithTag("max_value");
  }
  return number;
}

Result<std::string> ReadText(const Json& sent, std::size_t max) {
  if (!sent.is_string()) return InvalidArgument("Not a valid string.").WithTag("invalid");
  TRY(CheckNoNul(sent));
  const std::string_view text = View(sent.get_string());
  if (Utf8Prefix(text, max).size() < text.size()) {
    return InvalidArgument("Ensure this field has no more than " + std::to_string(max) +
                           " characters.")
        .WithTag("max_length");
  }
  return std::string(text);
}

Result<std::string> ReadName(const Json& sent, std::size_t max) {
  TRY_ASSIGN(const std::string text, ReadText(sent, max));
  const std::string_view name = TrimAscii(text);
  if (name.empty()) return InvalidArgument("This field may not be blank.").WithTag("blank");
  return std::string(name);
}

Result<std::vector<std::string>> ReadTextList(const Json& sent, std::size_t max_each) {
  if (!sent.is_array()) {
    return InvalidArgument("Expected a list of items.").WithTag("not_a_list");
  }
  std::vector<std::string> texts;
  for (const Json& item : sent.get_array()) {
    auto text = ReadText(item, max_each);
    if (!text) return std::move(text).error().WithField(std::to_string(texts.size()));
    texts.push_back(std::move(*text));
  }
  return texts;
}

Result<Json> ReadBoolSetting(const Json& sent, const Json&) {
  TRY_ASSIGN(const bool on, ReadBool(sent));
  return Json(on);
}

Result<Json> ReadIntSetting(const Json& sent, const Json&) {
  TRY_ASSIGN(const std::int64_t number, ReadInt(sent, -(1LL << 53), 1LL << 53));
  return Json(number);
}

Result<Json> ReadTextSetting(const Json& sent, const Json&) {
  TRY_ASSIGN(const std::string text, ReadText(sent, kMaxSettingText));
  return Json(text);
}

Result<Json> ReadTextListSetting(const Json& sent, const Json&) {
  TRY(ReadTextList(sent, kMaxSettingText));
  return sent;
}

Result<Json> ReadObjectSetting(const Json& sent, const Json&) {
  return Merge(sent, Json(), 1);
}

Result<Json> MergeObjectSetting(const Json& sent, const Json& current) {
  return Merge(sent, current, 1);
}

Result<Json> MergeDeeplySetting(const Json& sent, const Json& current) {
  return Merge(sent, current, 2);
}

Result<Json> ReadListSetting(const Json& sent, const Json&) {
  if (!sent.is_array()) return InvalidArgument("Expected a list of items.").WithTag("not_a_list");
  return sent;
}

Result<Json> ReadAnySetting(const Json& sent, const Json&) {
  return sent;
}

shape::Shape TextsShape() {
  return shape::ListOf(shape::Text());
}

shape::Shape ListShape() {
  return shape::ListOf(shape::Any());
}

shape::Shape ObjectShape() {
  return shape::MapOf(shape::Any());
}

}  // namespace tenrec::accounts
