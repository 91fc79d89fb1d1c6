#include "tenrec/http/forwarded.h"

#include <gtest/gtest.h>

namespace tenrec::http {
namespace {

Request From(std::string peer, std::vector<Header> headers) {
  Request request;
  request.peer_ip = std::move(peer);
  request.headers = std::move(headers);
  return request;
}

TEST(IpAddress, ReadsEachSpelling) {
  const auto reads = [](std::string_view text, std::string_view printed) {
    const auto address = IpAddress::Parse(text);
    ASSERT_TRUE(address) << text;
    EXPECT_EQ(address->ToString(), printed) << text;
  };
  reads("10.0.0.1", "10.0.0.1");
  reads(" 10.0.0.1:8080 ", "10.0.0.1");
  reads("::ffff:10.0.0.1", "10.0.0.1");
  reads("[2001:db8::1]:443", "2001:db8::1");
  reads("2001:DB8:0::1", "2001:db8::1");
  reads("fe80::1%eth0", "fe80::1");
  for (std::string_view text : {"", "10.0.0", "10.0.0.256", "unknown", "[::1", "::g"}) {
    EXPECT_FALSE(IpAddress::Parse(text)) << text;
  }
}

TEST(TrustedProxies, FindsTheClientBehindTheProxiesItTrusts) {
  const auto client = [](const ProxySettings& settings, std::string peer,
                         std::vector<Header> headers) {
    const auto proxies = TrustedProxies::Parse(settings);
    EXPECT_TRUE(proxies);
    Request request = From(std::move(peer), std::move(headers));
    proxies->Apply(request);
    return request.client_ip;
  };
  const ProxySettings defaults;
  const std::vector<Header> forwarded = {{"X-Forwarded-For", "203.0.113.5, 198.51.100.7"}};

  // By default private networks are trusted, others are not.
  EXPECT_EQ(client(defaults, "10.1.2.3", forwarded), "203.0.113.5");
  EXPECT_EQ(client(defaults, "::1", forwarded), "203.0.113.5");
  EXPECT_EQ(client(defaults, "198.51.100.7", forwarded), "198.51.100.7");
  EXPECT_EQ(client(defaults, "127.0.0.1", {}), "127.0.0.1");
  EXPECT_EQ(client(defaults, "127.0.0.1", {{"X-Real-IP", "203.0.113.9"}}), "203.0.113.9");
  EXPECT_EQ(client(defaults, "127.0.0.1", {{"X-Forwarded-For", "unknown"}}), "127.0.0.1");

  EXPECT_EQ(client({.is_behind_proxy = false}, "10.1.2.3", forwarded), "10.1.2.3");
  EXPECT_EQ(client({.trust_all = true}, "198.51.100.7", forwarded), "203.0.113.5");

  // An explicit list is read from the right, so that a client cannot write its own address.
  const ProxySettings list = {.trusted = "192.0.2.0/24, 198.51.100.7"};
  EXPECT_EQ(client(list, "192.0.2.1", forwarded), "203.0.113.5");
  EXPECT_EQ(client(list, "192.0.2.1", {{"X-Forwarded-For", "1.1.1.1, 203.0.113.5"}}),
            "203.0.113.5");
  EXPECT_EQ(client(list, "10.1.2.3", forwarded), "10.1.2.3");
}

TEST(TrustedProxies, TakesTheSchemeFromTrustedProxiesOnly) {
  const auto proxies = TrustedProxies::Parse({});
  ASSERT_TRUE(proxies);
  Request inside = From("10.0.0.1", {{"X-Forwarded-Proto", "https, http"}});
  Request outside = From("203.0.113.5", {{"X-Forwarded-Proto", "https"}});
  proxies->Apply(inside);
  proxies->Apply(outside);
  EXPECT_TRUE(inside.secure);
  EXPECT_FALSE(outside.secure);
}

TEST(TrustedProxies, RefusesWhatIsNoNetwork) {
  for (std::string text : {"10.0.0.0/33", "10.0.0.0/x", "nginx", "::/129", "10.0.0.0/"}) {
    EXPECT_FALSE(TrustedProxies::Parse({.trusted = text})) << text;
  }
}

TEST(TrustedProxies, SayHowTheClientWasFound) {
  const auto is = [](const ProxySettings& settings, std::string peer, std::vector<Header> headers,
                     std::string_view reason, std::string_view client, std::string_view hops) {
    const auto proxies = TrustedProxies::Parse(settings);
    ASSERT_TRUE(proxies);
    Request request = From(std::move(peer), std::move(headers));
    const ClientDiagnosis diagnosis = proxies->Diagnose(request);
    EXPECT_EQ(ClientReasonName(diagnosis.reason), reason);
    EXPECT_EQ(diagnosis.client_ip, client) << reason;
    std::string printed;
    for (const Hop& hop : diagnosis.hops) {
      printed += hop.address + (hop.is_trusted ? "+" : "") + (hop.is_readable ? "" : "?") +
                 (hop.is_client ? "!" : "") + " ";
    }
    EXPECT_EQ(printed, hops) << reason;
    proxies->Apply(request);
    EXPECT_EQ(request.client_ip, diagnosis.client_ip) << "the choice that counts";
  };
  const std::vector<Header> chain = {{"X-Forwarded-For", "203.0.113.5, 198.51.100.7"},
                                     {"X-Forwarded-For", "10.0.0.9"}};
  const ProxySettings list = {.trusted = "10.0.0.0/8, 198.51.100.7"};
  is({}, "203.0.113.1", {}, "no_proxy", "203.0.113.1", "203.0.113.1! ");
  is({}, "203.0.113.1", chain, "untrusted_peer", "203.0.113.1",
     "203.0.113.5 198.51.100.7 10.0.0.9+ 203.0.113.1! ");
  is({}, "10.0.0.1", {}, "no_headers", "10.0.0.1", "10.0.0.1+! ");
  is({}, "10.0.0.1", chain, "first_forwarded", "203.0.113.5",
     "203.0.113.5! 198.51.100.7 10.0.0.9+ 10.0.0.1+ ");
  is(list, "10.0.0.1", chain, "last_untrusted", "203.0.113.5",
     "203.0.113.5! 198.51.100.7+ 10.0.0.9+ 10.0.0.1+ ");
  is({}, "10.0.0.1", {{"X-Real-IP", "203.0.113.9"}}, "real_ip", "203.0.113.9",
     "203.0.113.9! 10.0.0.1+ ");
  is({}, "10.0.0.1", {{"X-Forwarded-For", "unknown"}}, "unreadable", "10.0.0.1",
     "unknown? 10.0.0.1+! ");
  is({.is_behind_proxy = false}, "10.0.0.1", chain, "untrusted_peer", "10.0.0.1",
     "203.0.113.5 198.51.100.7 10.0.0.9 10.0.0.1! ");
}

}  // namespace
}  // namespace tenrec::http
