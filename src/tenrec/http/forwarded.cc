#include "tenrec/http/forwarded.h"

#include <algorithm>
#include <arpa/inet.h>
#include <charconv>
#include <cstring>
#include <netinet/in.h>

#include "tenrec/base/encoding.h"

namespace tenrec::http {
namespace {

constexpr int kV4PrefixBits = 96;  // of ::ffff:0:0/96
constexpr std::string_view kPrivateNetworks =
    "127.0.0.0/8, 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 169.254.0.0/16, 100.64.0.0/10, "
    "::1/128, fc00::/7, fe80::/10";

std::vector<std::string_view> SplitCommas(std::string_view text) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const std::size_t comma = text.find(',');
    const std::string_view part = TrimAscii(text.substr(0, comma));
    if (!part.empty()) parts.push_back(part);
    text = comma == std::string_view::npos ? std::string_view() : text.substr(comma + 1);
  }
  return parts;
}

bool SharesPrefix(const IpAddress& a, const IpAddress& b, int bits) {
  for (std::size_t i = 0; bits > 0; ++i, bits -= 8) {
    const int shift = bits >= 8 ? 0 : 8 - bits;
    if ((a.bytes[i] >> shift) != (b.bytes[i] >> shift)) return false;
  }
  return true;
}

std::string ForwardedChain(const Request& request) {
  std::string chain;
  for (const Header& header : request.headers) {
    if (!EqualsIgnoreCase(header.name, "X-Forwarded-For")) continue;
    if (!chain.empty()) chain += ',';
    chain += header.value;
  }
  return chain;
}

}  // namespace

std::optional<IpAddress> IpAddress::Parse(std::string_view text) {
  text = TrimAscii(text);
  if (text.starts_with('[')) {
    const std::size_t end = text.find(']');
    if (end == std::string_view::npos) return std::nullopt;
    text = text.substr(1, end - 1);
  } else if (std::count(text.begin(), text.end(), ':') == 1) {
    text = text.substr(0, text.find(':'));
  }
  const std::size_t zone = text.find('%');
  const std::string copy(text.substr(0, zone));
  IpAddress address;
  in_addr v4{};
  if (inet_pton(AF_INET, copy.c_str(), &v4) == 1) {
    address.bytes[10] = 0xFF;
    address.bytes[11] = 0xFF;
    std::memcpy(address.bytes.data() + 12, &v4, 4);
    return address;
  }
  if (inet_pton(AF_INET6, copy.c_str(), address.bytes.data()) == 1) return address;
  return std::nullopt;
}

bool IpAddress::is_v4() const {
  static constexpr std::array<std::uint8_t, 12> kMapped = {0, 0, 0, 0, 0,    0,
                                                           0, 0, 0, 0, 0xFF, 0xFF};
  return std::equal(kMapped.begin(), kMapped.end(), bytes.begin());
}

std::string IpAddress::ToString() const {
  char text[INET6_ADDRSTRLEN] = {};
  if (is_v4()) {
    inet_ntop(AF_INET, bytes.data() + 12, text, sizeof(text));
  } else {
    inet_ntop(AF_INET6, bytes.data(), text, sizeof(text));
  }
  return text;
}

Result<TrustedProxies> TrustedProxies::Parse(const ProxySettings& settings) {
  TrustedProxies proxies;
  if (settings.is_behind_proxy == false) return proxies;
  proxies.trusts_nobody_ = false;
  proxies.trust_all_ = settings.trust_all;
  proxies.explicit_list_ = !settings.trust_all && !SplitCommas(settings.trusted).empty();
  const std::string_view list =
      proxies.explicit_list_ ? std::string_view(settings.trusted) : kPrivateNetworks;
  for (std::string_view entry : SplitCommas(list)) {
    const std::size_t slash = entry.find('/');
    const auto base = IpAddress::Parse(entry.substr(0, slash));
    if (!base) {
      return InvalidArgument("TRUSTED_PROXIES: no address or network: '" + std::string(entry) +
                             "'; write for example 10.0.0.0/8");
    }
    Network network{*base, 128};
    if (slash != std::string_view::npos) {
      const std::string_view digits = entry.substr(slash + 1);
      int bits = -1;
      const auto [end, status] =
          std::from_chars(digits.data(), digits.data() + digits.size(), bits);
      const int limit = base->is_v4() ? 32 : 128;
      if (status != std::errc() || end != digits.data() + digits.size() || bits < 0 ||
          bits > limit) {
        return InvalidArgument("TRUSTED_PROXIES: bad prefix length in '" + std::string(entry) +
                               "'");
      }
      network.prefix_bits = base->is_v4() ? kV4PrefixBits + bits : bits;
    }
    proxies.networks_.push_back(network);
  }
  return proxies;
}

bool TrustedProxies::Trusts(std::string_view ip) const {
  if (trust_all_) return true;
  if (networks_.empty()) return false;
  const auto address = IpAddress::Parse(ip);
  if (!address) return false;
  return std::any_of(networks_.begin(), networks_.end(), [&](const Network& network) {
    return SharesPrefix(*address, network.base, network.prefix_bits);
  });
}

TrustedProxies::Choice TrustedProxies::Choose(const Request& request,
                                              const std::vector<std::string_view>& hops) const {
  const std::string_view real = request.HeaderText("X-Real-IP");
  const bool is_told = !hops.empty() || !real.empty();
  if (!Trusts(request.peer_ip)) {
    return {.reason = is_told ? ClientReason::kUntrustedPeer : ClientReason::kNoProxy};
  }
  if (!is_told) return {.reason = ClientReason::kNoHeaders};
  Choice choice;
  std::string_view text = real;
  if (hops.empty()) {
    choice.reason = ClientReason::kRealIp;
  } else if (explicit_list_) {
    choice.reason = ClientReason::kLastUntrusted;
    choice.hop = hops.size() - 1;
    while (choice.hop > 0 && Trusts(hops[choice.hop])) --choice.hop;
    text = hops[choice.hop];
  } else {
    choice.reason = ClientReason::kFirstForwarded;
    text = hops.front();
  }
  choice.address = IpAddress::Parse(text);
  if (!choice.address) choice.reason = ClientReason::kUnreadable;
  return choice;
}

void TrustedProxies::Apply(Request& request) const {
  request.client_ip = request.peer_ip;
  if (!Trusts(request.peer_ip)) return;

  const std::string_view scheme = request.HeaderText("X-Forwarded-Proto");
  if (!scheme.empty()) {
    request.secure = EqualsIgnoreCase(TrimAscii(scheme.substr(0, scheme.find(','))), "https");
  }
  const std::string chain = ForwardedChain(request);
  const Choice choice = Choose(request, SplitCommas(chain));
  if (choice.address) request.client_ip = choice.address->ToString();
}

ClientDiagnosis TrustedProxies::Diagnose(const Request& request) const {
  const std::string chain = ForwardedChain(request);
  const std::vector<std::string_view> hops = SplitCommas(chain);
  const Choice choice = Choose(request, hops);
  ClientDiagnosis diagnosis{
      .client_ip = choice.address ? choice.address->ToString() : request.peer_ip,
      .reason = choice.reason};
  const auto add = [&](std::string_view address, std::string_view source, bool is_client) {
    diagnosis.hops.push_back({.address = std::string(address),
                              .source = source,
                              .is_readable = IpAddress::Parse(address).has_value(),
                              .is_trusted = Trusts(address),
                              .is_client = is_client});
  };
  for (std::size_t i = 0; i < hops.size(); ++i) {
    const bool is_of_chain = choice.reason == ClientReason::kFirstForwarded ||
                             choice.reason == ClientReason::kLastUntrusted;
    add(hops[i], "X-Forwarded-For", is_of_chain && i == choice.hop);
  }
  const std::string_view real = request.HeaderText("X-Real-IP");
  if (!real.empty()) add(real, "X-Real-IP", choice.reason == ClientReason::kRealIp);
  add(request.peer_ip, "connection", !choice.address);
  return diagnosis;
}

std::string_view TrustedProxies::TrustedWords() const {
  if (trusts_nobody_) return "nobody";
  if (trust_all_) return "everybody";
  return explicit_list_ ? "the addresses of TRUSTED_PROXIES" : "addresses of private networks";
}

std::string_view ClientReasonName(ClientReason reason) {
  switch (reason) {
    case ClientReason::kNoProxy:
      return "no_proxy";
    case ClientReason::kUntrustedPeer:
      return "untrusted_peer";
    case ClientReason::kNoHeaders:
      return "no_headers";
    case ClientReason::kUnreadable:
      return "unreadable";
    case ClientReason::kFirstForwarded:
      return "first_forwarded";
    case ClientReason::kLastUntrusted:
      return "last_untrusted";
    case ClientReason::kRealIp:
      return "real_ip";
  }
  return "";
}

}  // namespace tenrec::http
