#include "tenrec/api/asker.h"

#include <utility>

namespace tenrec::api {

query::QueryRequest RequestOf(const Call& call, Json body) {
  query::QueryRequest request{.team = call.project->team,
                              .body = std::move(body),
                              .by_api_key = call.caller->by_key(),
                              .asked_by = call.user().id,
                              .endpoint = call.request->path,
                              .cancelled = call.request->cancelled};
  if (call.caller->key) {
    request.api_key_label = call.caller->key->label;
    request.api_key_mask = call.caller->key->mask_value;
  }
  return request;
}

}  // namespace tenrec::api
