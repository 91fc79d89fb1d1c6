#include "tenrec/api/asker.h"

#include <utility>

namespace tenrec::api {

query::QueryRequest RequestOf(const Call& call, Json body) {
  query::QueryRequest request{
      .team = call.project->team, .body = std::move(body), .cancelled = call.request->cancelled};
  if (!call.caller) {
    // The address of a public link is a secret, and this word is kept.
    request.endpoint = "/shared/";
    return request;
  }
  request.by_api_key = call.caller->by_key();
  request.asked_by = call.user().id;
  request.endpoint = call.request->path;
  if (call.caller->key) {
    request.api_key_label = call.caller->key->label;
    request.api_key_mask = call.caller->key->mask_value;
  }
  return request;
}

}  // namespace tenrec::api
