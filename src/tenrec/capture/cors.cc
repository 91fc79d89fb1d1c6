#include "tenrec/capture/cors.h"

namespace tenrec::capture {

bool IsPreflight(const http::Request& request) {
  return request.method == http::Method::kOptions && request.FindHeader("Origin") &&
         request.FindHeader("Access-Control-Request-Method");
}

void AddCors(const http::Request& request, const CorsPolicy& policy, http::Response& response) {
  const auto origin = request.FindHeader("Origin");
  if (!origin) return;
  response.SetHeader("Access-Control-Allow-Origin", *origin);
  response.SetHeader("Access-Control-Allow-Credentials", "true");
  if (request.method != http::Method::kOptions) {
    response.AddHeader("Vary", "Origin");
    if (!policy.exposed_headers.empty()) {
      response.SetHeader("Access-Control-Expose-Headers", policy.exposed_headers);
    }
    return;
  }
  response.AddHeader("Vary", "Origin, Access-Control-Request-Headers");
  response.SetHeader("Access-Control-Allow-Methods", policy.methods);
  if (const auto wanted = request.FindHeader("Access-Control-Request-Headers")) {
    response.SetHeader("Access-Control-Allow-Headers", *wanted);
  }
}

}  // namespace tenrec::capture
