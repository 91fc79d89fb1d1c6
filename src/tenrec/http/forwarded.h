#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/base/result.h"
#include "tenrec/http/request.h"

namespace tenrec::http {

/// An IPv4 or IPv6 address as 16 bytes; IPv4 in its mapped form, so that both spellings are equal.
struct IpAddress {
  std::array<std::uint8_t, 16> bytes{};

  /// Reads "10.0.0.1", "::1", "[::1]:443" and "10.0.0.1:8080".
  static std::optional<IpAddress> Parse(std::string_view text);
  std::string ToString() const;
  bool is_v4() const;
  friend auto operator<=>(const IpAddress&, const IpAddress&) = default;
};

/// Whose word about the client's address counts.
struct ProxySettings {
  /// IS_BEHIND_PROXY: unset trusts private networks; false trusts nobody.
  std::optional<bool> is_behind_proxy;
  /// TRUST_ALL_PROXIES
  bool trust_all = false;
  /// TRUSTED_PROXIES: addresses and networks, "10.0.0.0/8, 192.0.2.7".
  std::string trusted;
};

/// Finds the client behind proxies. Made without settings it trusts nobody.
class TrustedProxies {
 public:
  TrustedProxies() = default;
  /// Errors: kInvalidArgument for what is no address or network.
  static Result<TrustedProxies> Parse(const ProxySettings& settings);

  bool Trusts(std::string_view ip) const;

  /// Sets request.client_ip and request.secure from request.peer_ip and the forwarding headers.
  /// When the peer is trusted: the leftmost address of X-Forwarded-For, else X-Real-IP. With an
  /// explicit list the entries are read from the right, and the first that is not on the list wins.
  /// Source: capture.md 16.1
  void Apply(Request& request) const;

 private:
  struct Network {
    IpAddress base;
    int prefix_bits = 128;
  };
  std::vector<Network> networks_;
  bool trust_all_ = false;
  bool explicit_list_ = false;
};

}  // namespace tenrec::http
