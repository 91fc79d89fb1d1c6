#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "tenrec/base/result.h"

namespace tenrec::s3 {

using Environment = std::function<std::optional<std::string>(std::string_view name)>;

/// What the files of the AWS command line say under one name; empty for what they do not say.
struct Profile {
  std::string name;
  /// Whether a file has it.
  bool is_there = false;
  /// The files that were looked for, for messages: "/home/a/.aws/credentials and …".
  std::string places;
  std::string access_key_id;
  std::string secret_access_key;
  std::string session_token;
  /// The file that the keys stand in.
  std::string keys_in;
  std::string region;
  std::string endpoint_url;
  std::string ca_bundle;
  /// The first setting that says where else keys come from, such as "role_arn".
  std::string other_source;

  /// "profile 'night' of /home/a/.aws/credentials"
  std::string NameOfKeys() const { return "profile '" + name + "' of " + keys_in; }
};

/// Reads the profile that AWS_PROFILE (or AWS_DEFAULT_PROFILE) names, else "default", of the files
/// AWS_SHARED_CREDENTIALS_FILE and AWS_CONFIG_FILE, else ~/.aws/credentials and ~/.aws/config.
/// Shape:  [night] in the former, [profile night] in the latter, then lines "name = value". What
///         the former says comes first; lines that are neither are passed over.
/// Errors: those of reading a file that is there.
Result<Profile> ReadProfile(const Environment& environment);

}  // namespace tenrec::s3
