#include "tenrec/capture/sender.h"

#include "tenrec/base/encoding.h"

namespace tenrec::capture {
namespace {

/// "https://shop.example:8080/cart" → "shop.example:8080"; empty for what is no address of a page.
std::string_view HostOf(std::string_view url) {
  constexpr std::string_view kAfterScheme = "://";
  const std::size_t scheme = url.find(kAfterScheme);
  if (scheme == std::string_view::npos) return {};
  std::string_view host = url.substr(scheme + kAfterScheme.size());
  host = host.substr(0, host.find_first_of("/?#"));
  // What stands before an @ may be a password.
  return host.substr(host.rfind('@') + 1);
}

}  // namespace

std::string_view LibraryOf(const RawEvent& event, std::string& scratch) {
  const JsonSlice& library = event.properties.lib;
  return library.kind == JsonKind::kString ? StringText(library, scratch) : std::string_view();
}

std::string_view SenderOf(const http::Request& request, std::string_view library) {
  if (!library.empty()) return library;
  const std::string_view agent = TrimAscii(request.HeaderText("User-Agent"));
  const std::string_view program = agent.substr(0, agent.find_first_of("/ "));
  return program == "Mozilla" ? std::string_view() : program;
}

std::string_view OriginOf(const http::Request& request, std::string_view address) {
  for (const char* header : {"Origin", "Referer"}) {
    const std::string_view host = HostOf(request.HeaderText(header));
    if (!host.empty()) return host;
  }
  return address;
}

}  // namespace tenrec::capture
