#include "tenrec/s3/profile.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "tenrec/base/encoding.h"
#include "tenrec/io/disk.h"

namespace tenrec::s3 {
namespace {

constexpr std::size_t kMaxFile = std::size_t{1} << 20U;
constexpr char kDefaultName[] = "default";

/// What names keys that are not in the file itself.
constexpr std::array<std::string_view, 6> kOtherSources = {
    "role_arn",           "sso_session",       "sso_start_url",
    "credential_process", "credential_source", "login_session"};

/// The file of a variable, else the one in ~/.aws; empty when nobody is at home.
std::string PathOf(const Environment& environment, std::string_view variable,
                   const std::string& name) {
  const std::string home = environment("HOME").value_or("");
  std::string path = environment(variable).value_or("");
  if (path.starts_with("~/") && !home.empty()) return home + path.substr(1);
  if (!path.empty()) return path;
  return home.empty() ? path : home + "/.aws/" + name;
}

/// "night" of "[night]", and of "[profile "night"]" where the word is asked for.
std::string SectionOf(std::string_view line, bool with_word) {
  line.remove_prefix(1);
  line = TrimAscii(line.substr(0, line.find(']')));
  constexpr std::string_view kWord = "profile";
  if (with_word && line != kDefaultName) {
    const bool has_word = line.starts_with(kWord) && line.size() > kWord.size() &&
                          (line[kWord.size()] == ' ' || line[kWord.size()] == '\t');
    if (!has_word) return {};
    line = TrimAscii(line.substr(kWord.size()));
  }
  if (line.size() >= 2 && (line.front() == '"' || line.front() == '\'') &&
      line.back() == line.front()) {
    line = line.substr(1, line.size() - 2);
  }
  return std::string(line);
}

void Take(Profile& profile, std::string_view name, std::string_view value) {
  const auto fill = [&](std::string& field) {
    if (field.empty()) field = value;
  };
  if (name == "region") fill(profile.region);
  if (name == "endpoint_url") fill(profile.endpoint_url);
  if (name == "ca_bundle") fill(profile.ca_bundle);
  if (std::ranges::find(kOtherSources, name) != kOtherSources.end()) {
    if (profile.other_source.empty()) profile.other_source = name;
  }
}

Status ReadFile(const std::string& path, bool with_word, Profile& profile) {
  if (path.empty()) return Ok();
  if (!profile.places.empty()) profile.places += " and ";
  profile.places += path;
  const auto text = io::ReadWholeFile(path, kMaxFile);
  if (!text && text.error().code == ErrorCode::kNotFound) return Ok();
  if (!text) return text.error();
  const bool has_keys = !profile.keys_in.empty();
  bool is_ours = false;
  for (std::size_t at = 0; at < text->size();) {
    const std::size_t end = std::min(text->find('\n', at), text->size());
    const std::string_view raw = std::string_view(*text).substr(at, end - at);
    const std::string_view line = TrimAscii(raw);
    at = end + 1;
    if (line.empty() || line.front() == '#' || line.front() == ';') continue;
    if (line.front() == '[') {
      is_ours = SectionOf(line, with_word) == profile.name;
      profile.is_there |= is_ours;
      continue;
    }
    const std::size_t equals = line.find('=');
    // What is set in belongs to the line above it, such as settings of s3 alone.
    if (!is_ours || equals == std::string_view::npos || raw.front() == ' ' || raw.front() == '\t') {
      continue;
    }
    const std::string name = ToLowerAscii(TrimAscii(line.substr(0, equals)));
    const std::string_view value = TrimAscii(line.substr(equals + 1));
    Take(profile, name, value);
    // Parts of a key in two files do not belong to each other.
    if (has_keys) continue;
    if (name == "aws_access_key_id") profile.access_key_id = value;
    if (name == "aws_secret_access_key") profile.secret_access_key = value;
    if (name == "aws_session_token") profile.session_token = value;
    if (!profile.access_key_id.empty() || !profile.secret_access_key.empty()) {
      profile.keys_in = path;
    }
  }
  return Ok();
}

}  // namespace

Result<Profile> ReadProfile(const Environment& environment) {
  Profile profile;
  for (const char* variable : {"AWS_PROFILE", "AWS_DEFAULT_PROFILE"}) {
    if (profile.name.empty()) profile.name = environment(variable).value_or("");
  }
  if (profile.name.empty()) profile.name = kDefaultName;
  TRY(ReadFile(PathOf(environment, "AWS_SHARED_CREDENTIALS_FILE", "credentials"), false, profile));
  TRY(ReadFile(PathOf(environment, "AWS_CONFIG_FILE", "config"), true, profile));
  return profile;
}

}  // namespace tenrec::s3
