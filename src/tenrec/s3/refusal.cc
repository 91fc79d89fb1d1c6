#include "tenrec/s3/refusal.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "tenrec/base/encoding.h"

namespace tenrec::s3 {
namespace {

constexpr std::size_t kMaxQuoted = 200;

template <std::size_t N>
bool IsOneOf(std::string_view code, const std::array<std::string_view, N>& codes) {
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

/// What a store says, fit for a line of a terminal, and without what must not be shown.
std::string Quoted(std::string_view text, const Credentials& credentials) {
  for (const std::string& secret : {credentials.secret_access_key, credentials.session_token}) {
    if (!secret.empty() && text.find(secret) != std::string_view::npos) return "(not shown)";
  }
  std::string out(Utf8Prefix(RepairUtf8(text.substr(0, kMaxQuoted * 4)), kMaxQuoted));
  std::replace_if(
      out.begin(), out.end(), [](char c) { return static_cast<unsigned char>(c) < ' '; }, ' ');
  return out;
}

/// "403 AccessDenied: Access Denied."
std::string Said(const HttpAnswer& answer, const Refusal& refusal, const Credentials& credentials) {
  std::string text = std::to_string(answer.status);
  if (!refusal.code.empty()) text += " " + Quoted(refusal.code, credentials);
  if (!refusal.message.empty()) text += ": " + Quoted(refusal.message, credentials);
  return text;
}

bool IsOfAnotherRegion(const HttpAnswer& answer, const Refusal& refusal, const Location& location,
                       std::string_view region) {
  static constexpr std::array<std::string_view, 4> kCodes = {
      "PermanentRedirect", "TemporaryRedirect", "AuthorizationHeaderMalformed",
      "IllegalLocationConstraintException"};
  const bool says_so =
      IsOneOf(refusal.code, kCodes) || (answer.status >= 300 && answer.status < 400);
  return says_so && (region.empty() || region != location.region);
}

}  // namespace

Failure Judge(const HttpAnswer& answer, const Location& location, Timestamp at) {
  const Refusal refusal = ReadRefusal(answer.body);
  const std::string_view code = refusal.code;
  const std::string said = Said(answer, refusal, location.credentials);
  const std::string where = "'" + location.bucket + "' at " + location.endpoint;

  static constexpr std::array<std::string_view, 5> kPassing = {
      "RequestTimeout", "SlowDown", "InternalError", "ServiceUnavailable", "OperationAborted"};
  if (answer.status == 429 || answer.status == 500 || answer.status == 502 ||
      answer.status == 503 || answer.status == 504 || IsOneOf(code, kPassing)) {
    return {Unavailable("the store answers " + said), true};
  }
  if (code == "NoSuchBucket") {
    return {NotFound("there is no bucket " + where +
                     ": make it, or check its name, AWS_REGION and --s3-endpoint")};
  }
  if (code == "InvalidAccessKeyId") {
    return {Unauthenticated("nobody at " + location.endpoint + " has the key that " +
                            location.credentials.id_name + " names")};
  }
  if (code == "SignatureDoesNotMatch") {
    return {Unauthenticated(location.credentials.secret_name + " does not belong to " +
                            location.credentials.id_name + " (" + location.endpoint +
                            " says SignatureDoesNotMatch)")};
  }
  static constexpr std::array<std::string_view, 3> kOfToken = {"ExpiredToken", "InvalidToken",
                                                               "TokenRefreshRequired"};
  if (IsOneOf(code, kOfToken)) {
    return {Unauthenticated(location.credentials.token_name +
                            " is not valid any more, or not of this key: " + said)};
  }
  static constexpr std::array<std::string_view, 2> kOfClock = {"RequestTimeTooSkewed",
                                                               "RequestExpired"};
  if (IsOneOf(code, kOfClock)) {
    return {FailedPrecondition("this machine's clock says " + FormatIso(at) + ", the store's '" +
                               Quoted(answer.header("date"), location.credentials) +
                               "': set the clock right")};
  }
  const std::string region =
      Quoted(refusal.region.empty() ? answer.header("x-amz-bucket-region") : refusal.region,
             location.credentials);
  if (IsOfAnotherRegion(answer, refusal, location, region)) {
    return {FailedPrecondition(
        "bucket " + where + " is " +
        (region.empty() ? "not in region " + location.region + ": set AWS_REGION to its own"
                        : "in region " + region + ": set AWS_REGION=" + region))};
  }
  static constexpr std::array<std::string_view, 3> kOfSpace = {"QuotaExceeded", "XMinioStorageFull",
                                                               "XMinioAdminBucketQuotaExceeded"};
  if (answer.status == 507 || IsOneOf(code, kOfSpace)) {
    return {ResourceExhausted("the store is full: " + said)};
  }
  if (answer.status == 401 || answer.status == 403) {
    return {PermissionDenied("bucket " + where + " refuses it: " + said)};
  }
  if (answer.status == 404) return {NotFound("not in bucket " + where + ": " + said)};
  if (answer.status == 405 || answer.status == 501 || code == "NotImplemented") {
    return {Unimplemented(location.endpoint + " cannot do it: " + said)};
  }
  return {FailedPrecondition("bucket " + where + " refuses it: " + said)};
}

}  // namespace tenrec::s3
