#include "tenrec/http/response.h"

#include <array>
#include <cstddef>
#include <utility>

#include "tenrec/base/encoding.h"
#include "tenrec/http/stream.h"
#include "tenrec/io/compress.h"

namespace tenrec::http {
namespace {

constexpr std::size_t kWorthPacking = 1024;
// Answers are packed once and sent once, so speed counts for more than the last few percent.
constexpr int kPackingLevel = 4;

bool IsText(std::string_view content_type) {
  const std::string type = ToLowerAscii(TrimAscii(content_type.substr(0, content_type.find(';'))));
  if (type.starts_with("text/")) return type != "text/event-stream";
  constexpr std::array<std::string_view, 4> kTexts = {"application/json", "application/javascript",
                                                      "application/xml", "image/svg+xml"};
  for (std::string_view text : kTexts) {
    if (type == text) return true;
  }
  return false;
}

}  // namespace

StreamWriter::StreamWriter(std::shared_ptr<StreamState> state) : state_(std::move(state)) {
}
bool StreamWriter::Write(std::string bytes) {
  return state_->queue().Write(std::move(bytes));
}
bool StreamWriter::WaitForRoom() {
  return state_->queue().WaitForRoom();
}
void StreamWriter::Close() {
  state_->queue().End(StreamEnd::kClosed);
}
bool StreamWriter::closed() const {
  return state_->queue().ended();
}

void Response::SetHeader(std::string_view name, std::string_view value) {
  for (Header& header : headers) {
    if (!EqualsIgnoreCase(header.name, name)) continue;
    header.value = value;
    return;
  }
  AddHeader(name, value);
}

void Response::AddHeader(std::string_view name, std::string_view value) {
  headers.push_back({std::string(name), std::string(value)});
}

Response TextResponse(int status, std::string text) {
  Response response;
  response.status = status;
  response.AddHeader("Content-Type", "text/plain; charset=utf-8");
  response.body = std::move(text);
  return response;
}

Response JsonResponse(int status, const Json& value) {
  return JsonTextResponse(status, PrintJson(value));
}

Response JsonTextResponse(int status, std::string text) {
  Response response;
  response.status = status;
  response.AddHeader("Content-Type", "application/json");
  response.body = std::move(text);
  return response;
}

Response RedirectResponse(int status, std::string_view location) {
  Response response;
  response.status = status;
  response.AddHeader("Location", location);
  return response;
}

std::string PrintCookie(const Cookie& cookie) {
  std::string text = cookie.name + "=" + PercentEncode(cookie.value) + "; Path=" + cookie.path;
  if (cookie.max_age != 0) {
    text += "; Max-Age=" + std::to_string(cookie.max_age < 0 ? 0 : cookie.max_age);
  }
  if (cookie.http_only) text += "; HttpOnly";
  if (cookie.secure) text += "; Secure";
  if (!cookie.same_site.empty()) text += "; SameSite=" + cookie.same_site;
  return text;
}

bool TakesEncoding(const Request& request, std::string_view coding) {
  std::string_view rest = request.HeaderText("Accept-Encoding");
  while (!rest.empty()) {
    const std::size_t end = rest.find(',');
    const std::string_view entry = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    const std::size_t semicolon = entry.find(';');
    const std::string_view name = TrimAscii(entry.substr(0, semicolon));
    if (!EqualsIgnoreCase(name, coding) && name != "*") continue;
    if (semicolon == std::string_view::npos) return true;
    // Only a weight of zero refuses: "q=0", "q=0.0", "q=0.000".
    const std::string_view weight = TrimAscii(entry.substr(semicolon + 1));
    return weight.find_first_of("123456789") != std::string_view::npos;
  }
  return false;
}

void CompressFor(const Request& request, Response& response) {
  if (response.stream || response.body_text().size() <= kWorthPacking) return;
  if (FindHeader(response.headers, "Content-Encoding")) return;
  if (!IsText(FindHeader(response.headers, "Content-Type").value_or(std::string_view()))) return;
  response.AddHeader("Vary", "Accept-Encoding");
  if (!TakesEncoding(request, "gzip")) return;
  response.body = io::GzipEncode(response.body_text(), kPackingLevel);
  response.shared_body.reset();
  response.AddHeader("Content-Encoding", "gzip");
}

}  // namespace tenrec::http
