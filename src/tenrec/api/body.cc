#include "tenrec/api/body.h"

#include "tenrec/base/encoding.h"

namespace tenrec::api {
namespace {

constexpr std::size_t kMaxDepth = 128;

std::string TypeOf(const http::Request& request) {
  const std::string_view type = request.HeaderText("content-type");
  return ToLowerAscii(TrimAscii(type.substr(0, type.find(';'))));
}

std::string_view KindOf(const Json& value) {
  switch (value.kind()) {
    case boost::json::kind::array:
      return "list";
    case boost::json::kind::string:
      return "str";
    case boost::json::kind::bool_:
      return "bool";
    case boost::json::kind::null:
      return "NoneType";
    case boost::json::kind::object:
      return "dict";
    default:
      return "number";
  }
}

Result<Json> ReadJson(const http::Request& request) {
  auto json = ParseJson(request.body, kMaxDepth);
  if (!json) {
    return InvalidArgument("JSON parse error - " + json.error().message).WithTag("parse_error");
  }
  return json;
}

}  // namespace

bool IsReadableType(const http::Request& request) {
  const std::string type = TypeOf(request);
  if (TrimAscii(request.body).empty() || type.empty() || type == "application/json" ||
      type == "application/x-www-form-urlencoded") {
    return true;
  }
  const std::string_view body = TrimAscii(request.body);
  return type == "text/plain" && (body.starts_with('{') || body.starts_with('['));
}

Result<JsonObject> ReadBody(const http::Request& request) {
  if (TrimAscii(request.body).empty()) return JsonObject();
  // curl -d says that everything is a form, also JSON.
  const bool is_form = TypeOf(request) == "application/x-www-form-urlencoded" &&
                       !TrimAscii(request.body).starts_with('{');
  if (is_form) {
    JsonObject fields;
    for (const auto& [name, value] : http::ParseQuery(request.body)) {
      fields[RepairUtf8(name)] = RepairUtf8(value);
    }
    return fields;
  }
  TRY_ASSIGN(Json json, ReadJson(request));
  if (!json.is_object()) {
    return InvalidArgument("Invalid data. Expected a dictionary, but got " +
                           std::string(KindOf(json)) + ".");
  }
  return std::move(json.get_object());
}

Result<JsonArray> ReadListBody(const http::Request& request) {
  TRY_ASSIGN(Json json, ReadJson(request));
  if (!json.is_array()) {
    return InvalidArgument("Expected a list of items but got type \"" + std::string(KindOf(json)) +
                           "\".")
        .WithTag("not_a_list");
  }
  return std::move(json.get_array());
}

}  // namespace tenrec::api
