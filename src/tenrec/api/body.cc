#include "tenrec/api/body.h"

#include <algorithm>

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

/// The value of a parameter of a header: boundary of `multipart/form-data; boundary=x`.
std::string Parameter(std::string_view header, std::string_view name) {
  const std::string wanted = std::string(name) + "=";
  for (std::size_t at = header.find(';'); at != std::string_view::npos; at = header.find(';', at)) {
    std::string_view rest = TrimAscii(header.substr(++at));
    if (rest.size() <= wanted.size() || !EqualsIgnoreCase(rest.substr(0, wanted.size()), wanted)) {
      continue;
    }
    rest.remove_prefix(wanted.size());
    if (rest.starts_with('"')) {
      rest.remove_prefix(1);
      return std::string(rest.substr(0, rest.find('"')));
    }
    return std::string(TrimAscii(rest.substr(0, rest.find(';'))));
  }
  return "";
}

/// The fields and files of a form, by their names. Source: RFC 7578
Result<JsonObject> ReadParts(const http::Request& request) {
  const auto broken = [] {
    return InvalidArgument("Multipart form parse error - the body is no form with parts")
        .WithTag("parse_error");
  };
  const std::string boundary = Parameter(request.HeaderText("content-type"), "boundary");
  if (boundary.empty()) return broken();
  const std::string line = "--" + boundary;
  const std::string_view body = request.body;
  if (!body.starts_with(line)) return broken();
  JsonObject fields;
  std::size_t at = line.size();
  while (!body.substr(at).starts_with("--")) {
    if (!body.substr(at).starts_with("\r\n")) return broken();
    at += 2;
    const std::size_t blank = body.find("\r\n\r\n", at);
    const std::size_t end = body.find("\r\n" + line, at);
    if (blank == std::string_view::npos || end == std::string_view::npos) return broken();
    const std::size_t begin = blank + 4;
    std::string name;
    std::string_view head = body.substr(at, blank - at);
    while (!head.empty()) {
      const std::size_t cut = std::min(head.find("\r\n"), head.size());
      const std::string_view header = head.substr(0, cut);
      if (EqualsIgnoreCase(header.substr(0, 20), "content-disposition:")) {
        name = Parameter(header, "name");
      }
      head.remove_prefix(std::min(cut + 2, head.size()));
    }
    if (name.empty()) return broken();
    fields[RepairUtf8(name)] = begin <= end ? std::string(body.substr(begin, end - begin)) : "";
    at = end + 2 + line.size();
  }
  return fields;
}

}  // namespace

bool IsMultipart(const http::Request& request) {
  return TypeOf(request) == "multipart/form-data";
}

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
  if (IsMultipart(request)) return ReadParts(request);
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
