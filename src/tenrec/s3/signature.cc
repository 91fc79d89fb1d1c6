#include "tenrec/s3/signature.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <span>

#include "tenrec/base/encoding.h"
#include "tenrec/base/hash.h"

namespace tenrec::s3 {
namespace {

constexpr std::string_view kAlgorithm = "AWS4-HMAC-SHA256";

std::string_view BytesOf(const std::array<std::uint8_t, 32>& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

/// "20130524T000000Z"
std::string Instant(Timestamp now) {
  const CivilTime civil = ToCivilUtc(now);
  char text[64];
  std::snprintf(text, sizeof text, "%04d%02d%02dT%02d%02d%02dZ", static_cast<int>(civil.year),
                civil.month, civil.day, civil.hour, civil.minute, civil.second);
  return text;
}

/// Without blanks at the ends, and with one for each run of them.
std::string CanonicalValue(std::string_view value) {
  std::string out;
  for (const char c : TrimAscii(value)) {
    if (c != ' ' || !out.ends_with(' ')) out += c;
  }
  return out;
}

}  // namespace

std::string EncodePath(std::string_view path) {
  std::string out;
  for (std::size_t at = 0; at <= path.size();) {
    const std::size_t end = std::min(path.find('/', at), path.size());
    out += PercentEncode(path.substr(at, end - at));
    if (end < path.size()) out += '/';
    at = end + 1;
  }
  return out;
}

std::string EncodeQuery(std::vector<std::pair<std::string, std::string>> parameters) {
  for (auto& [name, value] : parameters) {
    name = PercentEncode(name);
    value = PercentEncode(value);
  }
  std::sort(parameters.begin(), parameters.end());
  std::string out;
  for (const auto& [name, value] : parameters) {
    if (!out.empty()) out += '&';
    out.append(name).append("=").append(value);
  }
  return out;
}

std::vector<Header> Sign(SignedParts parts, const Credentials& credentials, std::string_view region,
                         Timestamp now) {
  const std::string instant = Instant(now);
  const std::string day = instant.substr(0, 8);
  parts.headers.push_back({"x-amz-content-sha256", parts.payload_hash});
  parts.headers.push_back({"x-amz-date", instant});
  if (!credentials.session_token.empty()) {
    parts.headers.push_back({"x-amz-security-token", credentials.session_token});
  }
  std::sort(parts.headers.begin(), parts.headers.end(),
            [](const Header& a, const Header& b) { return a.name < b.name; });

  std::string request = parts.method + "\n" + parts.path + "\n" + parts.query + "\n";
  std::string names;
  for (const Header& header : parts.headers) {
    request.append(header.name).append(":").append(CanonicalValue(header.value)).append("\n");
    if (!names.empty()) names += ';';
    names += header.name;
  }
  request.append("\n").append(names).append("\n").append(parts.payload_hash);

  const std::string scope = day + "/" + std::string(region) + "/s3/aws4_request";
  const std::string text =
      std::string(kAlgorithm) + "\n" + instant + "\n" + scope + "\n" + HexEncode(Sha256(request));
  auto key = HmacSha256("AWS4" + credentials.secret_access_key, day);
  for (const std::string_view step :
       {region, std::string_view("s3"), std::string_view("aws4_request")}) {
    key = HmacSha256(BytesOf(key), step);
  }
  const auto signature = HmacSha256(BytesOf(key), text);
  parts.headers.push_back({"authorization", std::string(kAlgorithm) +
                                                " Credential=" + credentials.access_key_id + "/" +
                                                scope + ",SignedHeaders=" + names +
                                                ",Signature=" + HexEncode(signature)});
  return std::move(parts.headers);
}

}  // namespace tenrec::s3
