// rooms: api
#include <string>

#include "tenrec/api/body.h"

// Whatever is posted, reading it ends in an object or an error.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  tenrec::http::Request request;
  std::string text(reinterpret_cast<const char*>(data), size);
  const bool form = !text.empty() && text.front() == 'f';
  request.headers.push_back(
      {"Content-Type", form ? "application/x-www-form-urlencoded" : "application/json"});
  request.body = form ? text.substr(1) : std::move(text);
  if (tenrec::api::IsReadableType(request)) (void)tenrec::api::ReadBody(request);
  return 0;
}
