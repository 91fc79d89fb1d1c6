#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "tenrec/accounts/accounts.h"
#include "tenrec/base/json.h"
#include "tenrec/http/http.h"

namespace tenrec::api {

/// A request that may do what it asks for: who calls, where, with what.
struct Call {
  std::shared_ptr<http::Request> request;
  /// The JSON object or form that was posted, without credentials; empty when there was none.
  JsonObject body;
  /// The JSON list that was posted, on routes that take one.
  JsonArray list;
  /// nullopt only on open routes.
  std::optional<accounts::Caller> caller;
  /// Set when the path names a project.
  std::optional<accounts::TeamAccess> project;
  /// Set when the path names an organization.
  std::optional<accounts::Membership> organization;

  const accounts::User& user() const { return caller->user; }
  const accounts::Team& team() const { return *project->team; }

  std::optional<std::string> Query(std::string_view name) const { return request->Query(name); }
  /// Text of a parameter; empty when it is absent.
  std::string QueryText(std::string_view name) const {
    return request->Query(name).value_or(std::string());
  }
  /// nullopt when it is absent or no boolean. Source: rest-api.md 2.5
  std::optional<bool> QueryBool(std::string_view name) const;
  /// A parameter that holds a JSON list of texts, or texts between commas.
  std::vector<std::string> QueryList(std::string_view name) const;
};

/// Where `limit` and `offset` cut a list. Source: rest-api.md 5.1
struct Page {
  std::size_t limit = 100;
  std::size_t offset = 0;
};
Page ReadPage(const Call& call, std::size_t max_limit = 1000);

/// {"count", "next", "previous", "results"}; next and previous are absolute and keep the filters.
JsonObject PrintPage(const Call& call, Page page, std::size_t count, JsonArray results);

/// The part of a list that the request asks for, each item printed.
template <typename T, typename Print>
http::Response ListResponse(const Call& call, const std::vector<T>& items, const Print& print) {
  const Page page = ReadPage(call);
  JsonArray results;
  for (std::size_t i = page.offset; i < items.size() && i - page.offset < page.limit; ++i) {
    results.push_back(print(items[i]));
  }
  return http::JsonResponse(200, PrintPage(call, page, items.size(), std::move(results)));
}

/// "https://host", as the client wrote it.
std::string OriginOf(const http::Request& request);

/// The segment of the path as an id; kNotFound when it cannot be one.
Result<Uuid> PathUuid(const Call& call, std::string_view name);
Result<std::int64_t> PathNumber(const Call& call, std::string_view name);

}  // namespace tenrec::api
