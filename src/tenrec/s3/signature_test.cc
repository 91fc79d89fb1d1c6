#include "tenrec/s3/signature.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "tenrec/base/encoding.h"
#include "tenrec/base/hash.h"

namespace tenrec::s3 {
namespace {

// The worked examples of "Authenticating Requests: Using the Authorization Header".
const Credentials& ExampleKeys() {
  static const Credentials keys = {.access_key_id = "AKIAIOSFODNN7EXAMPLE",
                                   .secret_access_key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                                   .session_token = {}};
  return keys;
}
constexpr Timestamp kExampleTime = Timestamp::FromSeconds(1'369'353'600);  // 2013-05-24

std::string Find(const std::vector<Header>& headers, std::string_view name) {
  const auto found = std::find_if(headers.begin(), headers.end(),
                                  [&](const Header& header) { return header.name == name; });
  return found == headers.end() ? "" : found->value;
}

std::string SignatureOf(SignedParts parts) {
  parts.headers.push_back({"host", "examplebucket.s3.amazonaws.com"});
  const auto headers = Sign(std::move(parts), ExampleKeys(), "us-east-1", kExampleTime);
  EXPECT_EQ(Find(headers, "x-amz-date"), "20130524T000000Z");
  const std::string line = Find(headers, "authorization");
  EXPECT_TRUE(
      line.starts_with("AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/"
                       "us-east-1/s3/aws4_request,SignedHeaders="))
      << line;
  return line.substr(line.find("Signature=") + 10);
}

TEST(Sign, SignsThePublishedExamplesAsPublished) {
  const std::string nothing(kHashOfNothing);
  EXPECT_EQ(SignatureOf({.method = "GET",
                         .path = EncodePath("/test.txt"),
                         .query = {},
                         .headers = {{"range", "bytes=0-9"}},
                         .payload_hash = nothing}),
            "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
  EXPECT_EQ(SignatureOf({.method = "PUT",
                         .path = EncodePath("/test$file.text"),
                         .query = {},
                         .headers = {{"date", "Fri, 24 May 2013 00:00:00 GMT"},
                                     {"x-amz-storage-class", "REDUCED_REDUNDANCY"}},
                         .payload_hash = HexEncode(Sha256("Welcome to Amazon S3."))}),
            "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
  EXPECT_EQ(SignatureOf({.method = "GET",
                         .path = "/",
                         .query = EncodeQuery({{"lifecycle", ""}}),
                         .headers = {},
                         .payload_hash = nothing}),
            "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");
  EXPECT_EQ(SignatureOf({.method = "GET",
                         .path = "/",
                         .query = EncodeQuery({{"prefix", "J"}, {"max-keys", "2"}}),
                         .headers = {},
                         .payload_hash = nothing}),
            "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
}

TEST(Sign, CarriesAndSignsTheTokenOfTemporaryKeys) {
  Credentials keys = ExampleKeys();
  keys.session_token = "token";
  const auto headers = Sign({.method = "GET",
                             .path = "/",
                             .query = {},
                             .headers = {{"host", "examplebucket.s3.amazonaws.com"}},
                             .payload_hash = std::string(kHashOfNothing)},
                            keys, "us-east-1", kExampleTime);
  EXPECT_EQ(Find(headers, "x-amz-security-token"), "token");
  EXPECT_NE(Find(headers, "authorization")
                .find("SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token,"),
            std::string::npos);
  for (const Header& header : headers) {
    EXPECT_EQ(header.value.find(keys.secret_access_key), std::string::npos);
  }
}

TEST(EncodeQuery, EscapesAndSortsAsTheSignatureWantsIt) {
  EXPECT_EQ(EncodeQuery({}), "");
  EXPECT_EQ(EncodeQuery({{"uploads", ""}, {"prefix", "a b/ä=&~"}}),
            "prefix=a%20b%2F%C3%A4%3D%26~&uploads=");
  EXPECT_EQ(EncodePath("/copies/a=1/ü"), "/copies/a%3D1/%C3%BC");
  EXPECT_EQ(EncodePath("/"), "/");
}

TEST(HashOfNothing, IsThat) {
  EXPECT_EQ(kHashOfNothing, HexEncode(Sha256("")));
}

}  // namespace
}  // namespace tenrec::s3
