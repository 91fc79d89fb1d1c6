#pragma once

#include <functional>
#include <memory>
#include <string>

#include "tenrec/base/result.h"
#include "tenrec/http/router.h"

namespace tenrec::app {

/// The directory with the built app: the given one, else the folder "web" beside the program.
std::string AppDirectory(const std::string& setting);

/// The app's page as an answer that pages of any other site may frame.
using FramedPage = std::function<http::Response(const http::Request&)>;

/// Loads the app and adds its routes: /static/app/*, /robots.txt, and the fallback of the router,
/// whose pages nobody else may frame. Gives the page for those addresses that others may.
/// A directory without index.html is fine: the fallback then says how to build the app.
/// Errors: kUnavailable, kResourceExhausted from reading the files.
Result<FramedPage> AddRoutes(http::Router& router, const std::string& directory);

}  // namespace tenrec::app
