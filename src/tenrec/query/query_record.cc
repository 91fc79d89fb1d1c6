#include "tenrec/query/query_record.h"

#include <utility>

#include "tenrec/accounts/team.h"
#include "tenrec/base/encoding.h"

namespace tenrec::query {
namespace {

constexpr std::size_t kMostCharacters = 16'000;

}  // namespace

QueryRecord RecordOf(const QueryRequest& request, const Json& query, std::string id) {
  QueryRecord record;
  record.team = request.team->id;
  record.id = std::move(id);
  record.kind = StringMember(query, "kind").value_or("");
  const auto written = StringMember(query, "query");
  const std::string text = written ? std::string(*written) : PrintJson(query);
  record.text = Utf8Prefix(text, kMostCharacters);
  record.name =
      StringMember(request.body, "name").value_or(StringMember(query, "name").value_or(""));
  record.endpoint = request.endpoint;
  record.asked_by = request.asked_by;
  record.by_api_key = request.by_api_key;
  record.api_key_label = request.api_key_label;
  record.api_key_mask = request.api_key_mask;
  return record;
}

}  // namespace tenrec::query
