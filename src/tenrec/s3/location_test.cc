#include "tenrec/s3/location.h"

#include <map>

#include <gtest/gtest.h>

namespace tenrec::s3 {
namespace {

using Variables = std::map<std::string, std::string, std::less<>>;

Environment Of(const Variables& variables) {
  return [variables](std::string_view name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    if (found == variables.end()) return std::nullopt;
    return found->second;
  };
}

const Variables& Keys() {
  static const Variables keys = {{"AWS_ACCESS_KEY_ID", "AKID"},
                                 {"AWS_SECRET_ACCESS_KEY", "verysecret"}};
  return keys;
}

Location MustParse(std::string_view text, const LocationFlags& flags = {},
                   const Variables& more = {}) {
  Variables variables = Keys();
  for (const auto& [name, value] : more) variables[name] = value;
  auto location = ParseLocation(text, flags, Of(variables));
  EXPECT_TRUE(location) << text << ": " << location.error().message;
  return location ? *std::move(location) : Location{};
}

TEST(ParseLocation, ReadsBucketAndPrefix) {
  const auto reads = [](std::string_view text, std::string_view bucket, std::string_view prefix,
                        std::string_view printed) {
    const Location location = MustParse(text);
    EXPECT_EQ(location.bucket, bucket) << text;
    EXPECT_EQ(location.prefix, prefix) << text;
    EXPECT_EQ(location.ToString(), printed) << text;
  };
  reads("s3://copies", "copies", "", "s3://copies");
  reads("s3://copies/", "copies", "", "s3://copies");
  reads("s3://copies/a/b-1/x=2", "copies", "a/b-1/x=2/", "s3://copies/a/b-1/x=2");
  reads("s3://my.copies/a/", "my.copies", "a/", "s3://my.copies/a");
}

TEST(ParseLocation, FindsTheStoreAndTheWayToAskIt) {
  const auto reaches = [](const char* text, const LocationFlags& flags, const Variables& more,
                          const char* endpoint, const char* region, Addressing addressing) {
    const Location location = MustParse(text, flags, more);
    EXPECT_EQ(location.endpoint, endpoint);
    EXPECT_EQ(location.region, region);
    EXPECT_EQ(location.addressing, addressing) << endpoint;
  };
  reaches("s3://copies", {}, {}, "https://s3.us-east-1.amazonaws.com", "us-east-1",
          Addressing::kVirtual);
  reaches("s3://copies", {}, {{"AWS_DEFAULT_REGION", "eu-west-1"}},
          "https://s3.eu-west-1.amazonaws.com", "eu-west-1", Addressing::kVirtual);
  reaches("s3://copies", {.region = "cn-north-1"}, {{"AWS_REGION", "eu-west-1"}},
          "https://s3.cn-north-1.amazonaws.com.cn", "cn-north-1", Addressing::kVirtual);
  reaches("s3://my.copies", {}, {}, "https://s3.us-east-1.amazonaws.com", "us-east-1",
          Addressing::kPath);
  reaches("s3://copies", {}, {{"AWS_ENDPOINT_URL", "http://minio:9000/"}}, "http://minio:9000",
          "us-east-1", Addressing::kPath);
  reaches("s3://copies", {.endpoint = "https://[::1]:9000"},
          {{"AWS_ENDPOINT_URL_S3", "http://minio:9000"}}, "https://[::1]:9000", "us-east-1",
          Addressing::kPath);
  reaches("s3://copies", {.endpoint = "https://store.example", .addressing = "virtual"}, {},
          "https://store.example", "us-east-1", Addressing::kVirtual);
  reaches("s3://copies", {.addressing = "path"}, {}, "https://s3.us-east-1.amazonaws.com",
          "us-east-1", Addressing::kPath);
}

TEST(ParseLocation, KnowsWhatTravelsInTheClear) {
  const auto is_open = [](const char* endpoint) {
    return MustParse("s3://copies", {.endpoint = endpoint}).is_open_to_listeners();
  };
  EXPECT_TRUE(is_open("http://minio.example:9000"));
  EXPECT_FALSE(is_open("https://minio.example"));
  EXPECT_FALSE(is_open("http://127.0.0.1:9000"));
  EXPECT_FALSE(is_open("http://localhost:9000"));
  EXPECT_FALSE(is_open("http://[::1]:9000"));
}

TEST(ParseLocation, NamesWhatIsWrongWithoutShowingSecrets) {
  const auto refuses = [](std::string_view text, const LocationFlags& flags, const Variables& more,
                          std::string_view words) {
    Variables variables = Keys();
    for (const auto& [name, value] : more) variables[name] = value;
    const auto location = ParseLocation(text, flags, Of(variables));
    ASSERT_FALSE(location) << text;
    EXPECT_EQ(location.error().code, ErrorCode::kInvalidArgument);
    const std::string& message = location.error().message;
    EXPECT_NE(message.find(words), std::string::npos) << message;
    EXPECT_EQ(message.find("ecret\n"), std::string::npos) << message;
    EXPECT_EQ(message.find("verysecret"), std::string::npos) << message;
  };
  refuses("/copies", {}, {}, "no s3://");
  refuses("s3://", {}, {}, "no name of a bucket");
  refuses("s3://no/prefix", {}, {}, "no name of a bucket");
  refuses("s3://-copies", {}, {}, "no name of a bucket");
  refuses("s3://cop ies", {}, {}, "no name of a bucket");
  refuses("s3://copies/a//b", {}, {}, "empty step");
  refuses("s3://copies/../b", {}, {}, "one of dots");
  refuses("s3://copies/a?b", {}, {}, "letters, digits");
  refuses("s3://copies/" + std::string(900, 'a'), {}, {}, "longer than 800");
  refuses("s3://copies", {.endpoint = "minio:9000"}, {}, "--s3-endpoint is no address");
  refuses("s3://copies", {.endpoint = "http://minio:9000/path"}, {}, "--s3-endpoint");
  refuses("s3://copies", {.endpoint = "http://minio:port"}, {}, "--s3-endpoint");
  refuses("s3://copies", {.endpoint = "http://:9000"}, {}, "--s3-endpoint");
  refuses("s3://copies", {}, {{"AWS_ENDPOINT_URL", "ftp://minio"}}, "AWS_ENDPOINT_URL is no");
  refuses("s3://copies", {}, {{"AWS_ENDPOINT_URL", "http://me:verysecret@minio"}}, "is no address");
  refuses("s3://copies", {.region = "eu west"}, {}, "--s3-region");
  refuses("s3://copies", {.addressing = "host"}, {}, "--s3-addressing");
  refuses("s3://copies", {}, {{"AWS_ACCESS_KEY_ID", ""}}, "AWS_ACCESS_KEY_ID is not set");
  refuses("s3://copies", {}, {{"AWS_SECRET_ACCESS_KEY", ""}}, "AWS_SECRET_ACCESS_KEY is not set");
  refuses("s3://copies", {}, {{"AWS_SECRET_ACCESS_KEY", "secret\n"}}, "AWS_SECRET_ACCESS_KEY has");
  refuses("s3://copies", {}, {{"AWS_SESSION_TOKEN", "a b"}}, "AWS_SESSION_TOKEN has");
}

}  // namespace
}  // namespace tenrec::s3
