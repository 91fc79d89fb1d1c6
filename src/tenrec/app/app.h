#pragma once

#include <memory>
#include <string>

#include "tenrec/base/result.h"
#include "tenrec/http/router.h"

namespace tenrec::app {

/// The directory with the built app: the given one, else the folder "web" beside the program.
std::string AppDirectory(const std::string& setting);

/// Loads the app and adds its routes: /static/app/*, /robots.txt, and the fallback of the router.
/// A directory without index.html is fine: the fallback then says how to build the app.
/// Errors: kUnavailable, kResourceExhausted from reading the files.
Status AddRoutes(http::Router& router, const std::string& directory);

}  // namespace tenrec::app
