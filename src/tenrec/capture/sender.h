#pragma once

#include <string>
#include <string_view>

#include "tenrec/capture/envelope.h"
#include "tenrec/http/request.h"

namespace tenrec::capture {

/// What the event says of the library that sent it, "posthog-node"; empty when it says nothing.
/// A view into the event's text, or into `scratch`.
std::string_view LibraryOf(const RawEvent& event, std::string& scratch);

/// `library`, or else the program that the request names; empty for a browser that names none.
std::string_view SenderOf(const http::Request& request, std::string_view library);

/// The host of the page that sent the request, "shop.example:8080", or else `address`.
std::string_view OriginOf(const http::Request& request, std::string_view address);

}  // namespace tenrec::capture
