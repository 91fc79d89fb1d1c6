#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "tenrec/base/result.h"
#include "tenrec/s3/profile.h"

namespace tenrec::s3 {

/// Who asks. Printed nowhere.
struct Credentials {
  std::string access_key_id;
  std::string secret_access_key;
  /// Of temporary keys; else empty.
  std::string session_token;
  /// What an operator knows these by: variables, or settings of a profile.
  std::string id_name = "AWS_ACCESS_KEY_ID";
  std::string secret_name = "AWS_SECRET_ACCESS_KEY";
  std::string token_name = "AWS_SESSION_TOKEN";
};

/// Where the bucket's name stands in an address: https://host/bucket/key or
/// https://bucket.host/key.
enum class Addressing : std::uint8_t { kPath, kVirtual };

/// A part of a bucket, and how to reach it.
struct Location {
  std::string bucket;
  /// Of every key: empty, or with a slash at its end.
  std::string prefix;
  std::string region;
  /// "https://s3.eu-west-1.amazonaws.com", "http://127.0.0.1:9000": no slash at the end.
  std::string endpoint;
  Addressing addressing = Addressing::kVirtual;
  Credentials credentials;
  /// A file of certificates to trust in place of the system's; empty for those.
  std::string certificates;

  /// "s3://bucket/prefix", as an operator writes it.
  std::string ToString() const;
  /// Whether bytes travel unencrypted to another machine.
  bool is_open_to_listeners() const;
};

/// What a command line says beside the place; empty for what the environment says.
struct LocationFlags {
  std::string endpoint;
  std::string region;
  /// auto, path or virtual.
  std::string addressing;
};

/// Whether the text names a bucket: "s3://…".
bool IsLocation(std::string_view text);

/// Reads a place and what the usual variables say about reaching it: AWS_ACCESS_KEY_ID,
/// AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_REGION or AWS_DEFAULT_REGION,
/// AWS_ENDPOINT_URL_S3 or AWS_ENDPOINT_URL, AWS_CA_BUNDLE. What they do not say, a profile may
/// (profile.h); keys come from one place or from the other.
/// Shape:  s3://bucket or s3://bucket/prefix of letters, digits and . _ - = /
/// Errors: kInvalidArgument naming the part, flag, variable or profile that is missing or
///         ill-formed; those of reading a profile that is needed.
Result<Location> ParseLocation(std::string_view text, const LocationFlags& flags,
                               const Environment& environment);

}  // namespace tenrec::s3
