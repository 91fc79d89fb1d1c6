#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "tenrec/base/ids.h"
#include "tenrec/base/result.h"
#include "tenrec/http/request.h"
#include "tenrec/http/response.h"
#include "tenrec/http/router.h"
#include "tenrec/log/log.h"

namespace tenrec::capture {

/// Units: bytes. Browsers send reports of a few kilobytes.
inline constexpr std::size_t kMaxReportBytes = 1U << 20U;

/// The events inside what a browser reports by itself: violations of a content security policy and
/// crashed pages. None when sampling leaves all out or nothing is of either kind.
/// Errors: kInvalidArgument for a body or a content type that is neither form of report.
/// Source: capture.md 15
Result<std::vector<log::NewRecord>> ReadReport(const http::Request& request, std::string_view token,
                                               TeamId team_id, std::string_view ip);

/// {"type":"validation_error","code":"invalid_csp_payload",…}
http::Response ReportError(const Error& error);
http::Response ReportRefusal(http::Refusal refusal, std::size_t max_body_bytes);

/// A path's segments that look like secrets or ids replaced, query and fragment removed.
std::string RedactUrl(std::string_view url);

/// Whether a report of this key is among the kept `rate` of all, 0 to 1.
bool IsSampledIn(std::string_view key, double rate);

}  // namespace tenrec::capture
