#include "tenrec/base/json.h"

#include <array>
#include <charconv>
#include <cmath>

#include "tenrec/base/json_text.h"

namespace tenrec {
namespace {

namespace bj = boost::json;

void Print(const Json& value, std::string& out) {
  switch (value.kind()) {
    case bj::kind::object: {
      out += '{';
      bool first = true;
      for (const auto& member : value.get_object()) {
        if (!first) out += ',';
        first = false;
        AppendJsonString(out, {member.key().data(), member.key().size()});
        out += ':';
        Print(member.value(), out);
      }
      out += '}';
      return;
    }
    case bj::kind::array: {
      out += '[';
      bool first = true;
      for (const auto& item : value.get_array()) {
        if (!first) out += ',';
        first = false;
        Print(item, out);
      }
      out += ']';
      return;
    }
    case bj::kind::double_: {
      const double number = value.get_double();
      if (!std::isfinite(number)) {
        out += "null";
        return;
      }
      // Boost prints 1E0; the shortest form that reads back is what clients expect.
      std::array<char, 32> buffer{};
      const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number).ptr;
      std::string_view text(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
      out += text;
      if (text.find_first_of(".e") == std::string_view::npos) out += ".0";
      return;
    }
    case bj::kind::string:
      AppendJsonString(out, View(value.get_string()));
      return;
    case bj::kind::int64:
    case bj::kind::uint64:
    case bj::kind::bool_:
    case bj::kind::null:
      out += bj::serialize(value);
      return;
  }
}

}  // namespace

Result<Json> ParseJson(std::string_view text, std::size_t max_depth) {
  bj::parse_options options;
  options.max_depth = max_depth;
  bj::error_code error;
  bj::parser parser({}, options);
  const std::size_t read = parser.write_some(bj::string_view(text.data(), text.size()), error);
  if (!error && read < text.size()) {
    const auto rest = text.find_first_not_of(" \t\r\n", read);
    if (rest != std::string_view::npos) error = bj::error::extra_data;
  }
  if (error) {
    return InvalidArgument("JSON parse error at offset " + std::to_string(read) + ": " +
                           error.message());
  }
  try {
    return parser.release();
  } catch (const std::exception&) {
    return InvalidArgument("JSON parse error at offset " + std::to_string(read) +
                           ": incomplete JSON");
  }
}

std::string PrintJson(const Json& value) {
  std::string out;
  Print(value, out);
  return out;
}

const Json* FindMember(const Json& value, std::string_view key) {
  const auto* object = value.if_object();
  return object == nullptr ? nullptr : object->if_contains(bj::string_view(key.data(), key.size()));
}

std::optional<std::string_view> StringMember(const Json& value, std::string_view key) {
  const Json* member = FindMember(value, key);
  if (member == nullptr || !member->is_string()) return std::nullopt;
  return View(member->get_string());
}

std::optional<bool> BoolMember(const Json& value, std::string_view key) {
  const Json* member = FindMember(value, key);
  if (member == nullptr || !member->is_bool()) return std::nullopt;
  return member->get_bool();
}

std::optional<std::int64_t> IntMember(const Json& value, std::string_view key) {
  const Json* member = FindMember(value, key);
  if (member == nullptr) return std::nullopt;
  if (member->is_int64()) return member->get_int64();
  if (member->is_uint64() && member->get_uint64() <= INT64_MAX) {
    return static_cast<std::int64_t>(member->get_uint64());
  }
  if (member->is_double()) {
    const double number = member->get_double();
    if (std::nearbyint(number) == number && std::abs(number) < 9e15) {
      return static_cast<std::int64_t>(number);
    }
  }
  return std::nullopt;
}

}  // namespace tenrec
