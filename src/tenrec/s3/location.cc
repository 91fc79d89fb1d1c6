#include "tenrec/s3/location.h"

#include <algorithm>
#include <initializer_list>
#include <utility>

namespace tenrec::s3 {
namespace {

constexpr std::string_view kScheme = "s3://";
constexpr std::string_view kDefaultRegion = "us-east-1";
constexpr std::size_t kMinBucket = 3;
constexpr std::size_t kMaxBucket = 63;
// Of the 1,024 bytes of a key, what leaves room for the names below the prefix.
constexpr std::size_t kMaxPrefix = 800;

bool IsLetterOrDigit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// Of a host's name, and of a region.
bool IsPlainWord(std::string_view text, std::string_view also) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
    return IsLetterOrDigit(c) || also.find(c) != std::string_view::npos;
  });
}

bool IsBucketName(std::string_view name) {
  return name.size() >= kMinBucket && name.size() <= kMaxBucket && IsPlainWord(name, ".-_") &&
         IsLetterOrDigit(name.front()) && IsLetterOrDigit(name.back()) &&
         name.find("..") == std::string_view::npos;
}

/// What is between "://" and the port.
std::string_view HostOf(std::string_view endpoint) {
  std::string_view rest = endpoint.substr(endpoint.find("://") + 3);
  if (rest.starts_with('[')) return rest.substr(0, rest.find(']') + 1);
  return rest.substr(0, rest.find(':'));
}

Result<std::string> ReadPrefix(std::string_view text) {
  while (text.ends_with('/')) text.remove_suffix(1);
  if (text.empty()) return std::string();
  if (text.size() > kMaxPrefix) {
    return InvalidArgument("the prefix is longer than " + std::to_string(kMaxPrefix) + " bytes");
  }
  if (!IsPlainWord(text, "._-=/")) {
    return InvalidArgument("the prefix '" + std::string(text) +
                           "' may have letters, digits and . _ - = / only");
  }
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find('/', at), text.size());
    const std::string_view step = text.substr(at, end - at);
    if (step.empty() || step == "." || step == "..") {
      return InvalidArgument("the prefix '" + std::string(text) +
                             "' has an empty step, or one of dots");
    }
    at = end + 1;
  }
  return std::string(text) + "/";
}

Result<std::string> ReadEndpoint(std::string text, const std::string& name) {
  while (text.ends_with('/')) text.pop_back();
  const Error refusal = InvalidArgument(
      name + " is no address of a server such as https://minio.example:9000, without a path");
  std::string_view rest = text;
  if (rest.starts_with("https://")) {
    rest.remove_prefix(8);
  } else if (rest.starts_with("http://")) {
    rest.remove_prefix(7);
  } else {
    return refusal;
  }
  // User names and passwords have no place here either.
  if (!IsPlainWord(rest, ".-_:[]")) return refusal;
  const std::string_view host = HostOf(text);
  std::string_view port = rest.substr(host.size());
  if (host.empty()) return refusal;
  if (port.empty()) return text;
  port.remove_prefix(1);
  const bool digits =
      !port.empty() && port.size() <= 5 &&
      std::all_of(port.begin(), port.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!digits) return refusal;
  return text;
}

struct Given {
  std::string name;
  std::string text;
};

/// The flag, or the first variable that is set to something, or the profile's setting.
Given FirstGiven(const std::string& flag_name, const std::string& flag,
                 std::initializer_list<std::string_view> variables, const Environment& environment,
                 const Profile& profile, const std::string& setting, const std::string& value) {
  if (!flag.empty()) return {flag_name, flag};
  for (const std::string_view variable : variables) {
    auto text = environment(variable);
    if (text && !text->empty()) return {std::string(variable), *std::move(text)};
  }
  if (!value.empty()) return {setting + " of profile '" + profile.name + "'", value};
  return {};
}

bool IsSet(const Environment& environment, std::string_view variable) {
  return !environment(variable).value_or("").empty();
}

bool HasKeys(const Environment& environment) {
  return IsSet(environment, "AWS_ACCESS_KEY_ID") || IsSet(environment, "AWS_SECRET_ACCESS_KEY");
}

/// Why a profile gives no keys, and what to do.
Error NoKeys(const Environment& environment, const Profile& profile) {
  const std::string quoted = "'" + profile.name + "'";
  if (!profile.is_there && IsSet(environment, "AWS_PROFILE")) {
    return InvalidArgument("AWS_PROFILE is " + quoted + ", which is not in " +
                           (profile.places.empty() ? "any file: HOME is not set" : profile.places));
  }
  if (!profile.other_source.empty()) {
    return InvalidArgument("profile " + quoted + " has its keys by " + profile.other_source +
                           ", which is not read: put what `aws configure export-credentials "
                           "--profile " +
                           profile.name + " --format env` prints into the environment");
  }
  return InvalidArgument(
      "AWS_ACCESS_KEY_ID is not set: put the key's id and its secret into the environment" +
      (profile.places.empty() ? std::string()
                              : ", or into profile " + quoted + " of " + profile.places));
}

Result<Credentials> ReadCredentials(const Environment& environment, const Profile& profile) {
  Credentials credentials;
  if (HasKeys(environment)) {
    credentials.access_key_id = environment(credentials.id_name).value_or("");
    credentials.secret_access_key = environment(credentials.secret_name).value_or("");
    credentials.session_token = environment(credentials.token_name).value_or("");
  } else if (!profile.keys_in.empty()) {
    const std::string of = " in " + profile.NameOfKeys();
    credentials = {.access_key_id = profile.access_key_id,
                   .secret_access_key = profile.secret_access_key,
                   .session_token = profile.session_token,
                   .id_name = "aws_access_key_id" + of,
                   .secret_name = "aws_secret_access_key" + of,
                   .token_name = "aws_session_token" + of};
  } else {
    return NoKeys(environment, profile);
  }
  const auto check = [](const std::string& name, const std::string& text) -> Status {
    // It becomes part of a header. What is wrong with it is told without showing it.
    if (std::any_of(text.begin(), text.end(), [](char c) { return c <= ' ' || c > '~'; })) {
      return InvalidArgument(name + " has a blank, a line end or a character that no key has");
    }
    return Ok();
  };
  TRY(check(credentials.id_name, credentials.access_key_id));
  TRY(check(credentials.secret_name, credentials.secret_access_key));
  TRY(check(credentials.token_name, credentials.session_token));
  for (const auto& [name, text] : {std::pair(credentials.id_name, &credentials.access_key_id),
                                   {credentials.secret_name, &credentials.secret_access_key}}) {
    if (text->empty()) {
      return InvalidArgument(name + " is not set: a key is an id and a secret, from one place");
    }
  }
  return credentials;
}

}  // namespace

std::string Location::ToString() const {
  std::string text = std::string(kScheme) + bucket + "/" + prefix;
  while (text.ends_with('/')) text.pop_back();
  return text;
}

bool Location::is_open_to_listeners() const {
  if (!endpoint.starts_with("http://")) return false;
  const std::string_view host = HostOf(endpoint);
  return host != "localhost" && host != "[::1]" && !host.starts_with("127.");
}

bool IsLocation(std::string_view text) {
  return text.starts_with(kScheme);
}

Result<Location> ParseLocation(std::string_view text, const LocationFlags& flags,
                               const Environment& environment) {
  if (!IsLocation(text)) {
    return InvalidArgument("'" + std::string(text) + "' is no s3://bucket/prefix");
  }
  const std::string_view rest = text.substr(kScheme.size());
  const std::size_t slash = std::min(rest.find('/'), rest.size());
  Location location;
  location.bucket = rest.substr(0, slash);
  if (!IsBucketName(location.bucket)) {
    return InvalidArgument("'" + location.bucket + "' in '" + std::string(text) +
                           "' is no name of a bucket: 3 to 63 letters, digits, dots and dashes");
  }
  auto prefix = ReadPrefix(slash == rest.size() ? std::string_view() : rest.substr(slash + 1));
  if (!prefix) return std::move(prefix).error().WithContext("'" + std::string(text) + "'");
  location.prefix = *std::move(prefix);

  auto read = ReadProfile(environment);
  // Whoever gives keys otherwise need not be able to read anybody's files.
  if (!read && !HasKeys(environment)) return std::move(read).error().WithContext("AWS profiles");
  const Profile profile = read ? *std::move(read) : Profile();
  const Given region = FirstGiven("--s3-region", flags.region, {"AWS_REGION", "AWS_DEFAULT_REGION"},
                                  environment, profile, "region", profile.region);
  location.region = region.name.empty() ? std::string(kDefaultRegion) : region.text;
  if (!IsPlainWord(location.region, "-")) {
    return InvalidArgument(region.name + " is '" + location.region +
                           "', which is no region such as eu-west-1");
  }
  const Given endpoint =
      FirstGiven("--s3-endpoint", flags.endpoint, {"AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"},
                 environment, profile, "endpoint_url", profile.endpoint_url);
  if (endpoint.name.empty()) {
    location.endpoint =
        "https://s3." + location.region +
        (location.region.starts_with("cn-") ? ".amazonaws.com.cn" : ".amazonaws.com");
  } else {
    TRY_ASSIGN(location.endpoint, ReadEndpoint(endpoint.text, endpoint.name));
  }
  if (flags.addressing == "path") {
    location.addressing = Addressing::kPath;
  } else if (flags.addressing == "virtual") {
    location.addressing = Addressing::kVirtual;
  } else if (flags.addressing.empty() || flags.addressing == "auto") {
    // A certificate for *.host does not cover a name with a dot in it.
    const bool is_aws = endpoint.name.empty() && location.bucket.find('.') == std::string::npos;
    location.addressing = is_aws ? Addressing::kVirtual : Addressing::kPath;
  } else {
    return InvalidArgument("--s3-addressing is '" + flags.addressing + "': auto, path or virtual");
  }
  location.certificates = environment("AWS_CA_BUNDLE").value_or("");
  if (location.certificates.empty()) location.certificates = profile.ca_bundle;
  TRY_ASSIGN(location.credentials, ReadCredentials(environment, profile));
  return location;
}

}  // namespace tenrec::s3
