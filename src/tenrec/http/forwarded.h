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

/// Why an address is taken for the client's.
enum class ClientReason : std::uint8_t {
  kNoProxy,         // the peer is nobody's proxy, and sent no headers
  kUntrustedPeer,   // it sent headers, and nobody trusts its word
  kNoHeaders,       // a trusted proxy that does not say whom it stands for
  kUnreadable,      // what the trusted proxy says is no address
  kFirstForwarded,  // the first of X-Forwarded-For
  kLastUntrusted,   // the last of X-Forwarded-For that is not on the list of proxies
  kRealIp,          // X-Real-IP
};
/// "untrusted_peer".
std::string_view ClientReasonName(ClientReason reason);

/// One address between the client and us, as somebody wrote it.
struct Hop {
  std::string address;
  /// "X-Forwarded-For", "X-Real-IP" or "connection".
  std::string_view source;
  bool is_readable = false;
  bool is_trusted = false;
  bool is_client = false;
};

/// How the client of a request was found.
struct ClientDiagnosis {
  std::string client_ip;
  ClientReason reason = ClientReason::kNoProxy;
  /// From the far end to us; the last one is the connection.
  std::vector<Hop> hops;
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
  /// The same choice with all that led to it.
  ClientDiagnosis Diagnose(const Request& request) const;
  /// Who is trusted, for people: "addresses of private networks".
  std::string_view TrustedWords() const;

 private:
  /// The client's address, nothing for the peer's, and why.
  struct Choice {
    std::optional<IpAddress> address;
    ClientReason reason = ClientReason::kNoProxy;
    std::size_t hop = 0;  // of X-Forwarded-For, when it is one of them
  };
  Choice Choose(const Request& request, const std::vector<std::string_view>& hops) const;

  struct Network {
    IpAddress base;
    int prefix_bits = 128;
  };
  std::vector<Network> networks_;
  bool trust_all_ = false;
  bool explicit_list_ = false;
  bool trusts_nobody_ = true;
};

}  // namespace tenrec::http
