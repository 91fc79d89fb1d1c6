#include "tenrec/sdk/sdk.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <unistd.h>
#include <utility>

#include "tenrec/base/check.h"
#include "tenrec/base/encoding.h"
#include "tenrec/base/hash.h"
#include "tenrec/sdk/endpoint.h"
#include "tenrec/sdk/flags_answer.h"
#include "tenrec/sdk/flags_request.h"
#include "tenrec/sdk/remote_config.h"
#include "tenrec/sdk/scripts.h"

namespace tenrec::sdk {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxTokenBytes = 200;
constexpr std::string_view kJavaScript = "application/javascript; charset=utf-8";
constexpr std::string_view kConfigCaching = "public, max-age=300";
constexpr std::string_view kScriptCaching = "public, max-age=3600";
constexpr std::string_view kForever = "public, max-age=31536000, immutable";
constexpr std::string_view kDistInTree = "third_party/posthog-js/node_modules/posthog-js/dist";

/// For projects without flags.
class NoFlags final : public FlagEvaluator {
 public:
  bool HasFlags(const accounts::Team&) const override { return false; }
  FlagEvaluation Evaluate(const accounts::Team&, const FlagsRequest&) const override { return {}; }
};

PageOrigin OriginOf(const http::Request& request) {
  return {request.FindHeader("Origin"), request.FindHeader("Referer")};
}

bool IsTokenText(std::string_view token) {
  return !token.empty() && token.size() <= kMaxTokenBytes &&
         std::all_of(token.begin(), token.end(), [](char c) {
           return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                  c == '_' || c == '-';
         });
}

http::Response JavaScript(std::string text) {
  http::Response response;
  response.SetHeader("Content-Type", kJavaScript);
  response.body = std::move(text);
  return response;
}

/// Whether the client has what an ETag names, by If-None-Match.
bool HasAlready(const http::Request& request, std::string_view etag) {
  const std::string_view known = request.HeaderText("If-None-Match");
  return known == "*" || (!known.empty() && known.find(etag) != std::string_view::npos);
}

http::Response NotModified() {
  return {.status = 304};
}

class Sdk {
 public:
  Sdk(const SdkDependencies& dependencies, ScriptLibrary scripts)
      : teams_(*dependencies.teams),
        flags_(dependencies.flags != nullptr ? *dependencies.flags : no_flags_),
        scripts_(std::move(scripts)) {}

  http::Response Config(const http::Request& request) const {
    return WithTeam(request, [&](const accounts::Team& team) {
      http::Response response = http::JsonResponse(200, ConfigOf(team, request));
      SetConfigCaching(response);
      return response;
    });
  }

  http::Response ConfigScript(const http::Request& request) const {
    return WithTeam(request, [&](const accounts::Team& team) {
      http::Response response =
          JavaScript(PrintConfigScript(team.api_token, ConfigOf(team, request)));
      SetConfigCaching(response);
      return response;
    });
  }

  /// The SDK and its configuration in one file.
  http::Response ArrayScript(const http::Request& request) const {
    return WithTeam(request, [&](const accounts::Team& team) {
      const auto found = scripts_.Find("array.js");
      if (!found) return http::TextResponse(404, "the SDK's scripts are not installed");
      const auto plain = found->script->Plain();
      if (!plain) return http::TextResponse(404, plain.error().message);
      std::string text =
          **plain + "\n\n" + PrintConfigScript(team.api_token, ConfigOf(team, request));
      const std::string etag = '"' + HexEncode(Sha256(text)).substr(0, 32) + '"';
      http::Response response =
          HasAlready(request, etag) ? NotModified() : JavaScript(std::move(text));
      response.SetHeader("ETag", etag);
      response.SetHeader("Cache-Control", kScriptCaching);
      response.AddHeader("Vary", "Origin, Referer");
      http::CompressFor(request, response);
      return response;
    });
  }

  /// /static/<name> and /static/<version>/<name>
  http::Response StaticScript(const http::Request& request) const {
    const std::string_view file = request.PathParam("file");
    const std::size_t slash = file.find('/');
    if (file == "toolbar.js") {
      http::Response response = JavaScript(std::string(ToolbarScript()));
      response.SetHeader("Cache-Control", kScriptCaching);
      return Public(request, std::move(response));
    }
    std::optional<FoundScript> found;
    if (slash == std::string_view::npos) {
      const auto version = request.Query("v");
      found = version ? scripts_.FindNear(file, *version) : scripts_.Find(file);
    } else {
      found = scripts_.FindExact(file.substr(slash + 1), file.substr(0, slash));
    }
    if (!found) return Public(request, http::TextResponse(404, "no such script"));
    auto response = Send(request, *found);
    if (!response) return Public(request, http::TextResponse(404, "no such script"));
    if (file.ends_with(".map")) response->SetHeader("Content-Type", "application/json");
    return Public(request, std::move(*response));
  }

  http::Response Flags(const http::Request& request, bool is_decide) const {
    if (request.method == http::Method::kHead) return {};
    if (request.method == http::Method::kGet) {
      return http::JsonResponse(200, BuildMinimalFlagsAnswer(request.received_at));
    }
    if (request.body.size() > kMaxFlagsBody) {
      return http::TextResponse(413, "The request body is larger than 2 MiB.");
    }
    const auto body = DecodeFlagsBody(request);
    if (!body && body.error().code == ErrorCode::kResourceExhausted) {
      return http::TextResponse(413, "The unpacked request body is too large.");
    }
    if (!body) return InvalidRequest(body.error().message);
    const std::string token = FlagsToken(*body);
    if (token.empty()) {
      return ErrorResponse(401, "authentication_error", "not_authenticated",
                           "No API token provided in the request");
    }
    const auto team = teams_.ByToken(token);
    if (team == nullptr) {
      return ErrorResponse(401, "authentication_error", "invalid_api_key",
                           "The provided API key is invalid or has expired. Please check your API "
                           "key and try again.");
    }
    const auto asker = ReadFlagsRequest(*body, request);
    if (!asker) return InvalidRequest(asker.error().message);
    const FlagsAsked asked = ReadFlagsAsked(request, is_decide);
    const FlagEvaluation evaluation =
        asker->disable_flags ? FlagEvaluation{} : flags_.Evaluate(*team, *asker);
    JsonObject answer = BuildFlagsAnswer(evaluation, asked.format, request.received_at);
    if (asked.with_config) AddConfig(*team, request, is_decide, answer);
    return http::JsonResponse(200, std::move(answer));
  }

  /// A public list of the token's project, which is empty until its feature is served.
  http::Response PublicList(const http::Request& request, const JsonObject& empty) const {
    const std::string token =
        request.Query("token").value_or(request.Query("api_key").value_or(""));
    constexpr std::string_view kWhere =
        " You can find your project API key in your project settings.";
    if (token.empty()) {
      return ErrorResponse(401, "authentication_error", "missing_api_key",
                           "API key not provided." + std::string(kWhere));
    }
    if (teams_.ByToken(token) == nullptr) {
      return ErrorResponse(401, "authentication_error", "invalid_api_key",
                           "Project API key invalid." + std::string(kWhere));
    }
    return http::JsonResponse(200, empty);
  }

 private:
  template <typename Then>
  http::Response WithTeam(const http::Request& request, Then then) const {
    const std::string_view token = request.PathParam("token");
    if (!IsTokenText(token)) {
      return ErrorResponse(400, "validation_error", "invalid_input",
                           "A token is at most 200 characters of [A-Za-z0-9_-].");
    }
    const auto team = teams_.ByToken(token);
    if (team == nullptr) {
      return ErrorResponse(404, "invalid_request", "not_found", "There is no such project.");
    }
    return then(*team);
  }

  JsonObject ConfigOf(const accounts::Team& team, const http::Request& request) const {
    return BuildRemoteConfig(team, flags_.HasFlags(team), OriginOf(request));
  }

  static void SetConfigCaching(http::Response& response) {
    response.SetHeader("Cache-Control", kConfigCaching);
    response.AddHeader("Vary", "Origin, Referer");
  }

  /// The configuration beside the flags; what the flags say stays.
  void AddConfig(const accounts::Team& team, const http::Request& request, bool is_decide,
                 JsonObject& answer) const {
    JsonObject config = ConfigOf(team, request);
    config["isAuthenticated"] = false;
    config["toolbarParams"] = JsonObject();
    config["config"] = JsonObject{{"enable_collect_everything", true}};
    if (is_decide) config["editorParams"] = JsonObject();
    for (auto& member : config) {
      if (!answer.contains(member.key())) answer[member.key()] = std::move(member.value());
    }
  }

  static http::Response InvalidRequest(std::string_view detail) {
    return ErrorResponse(400, "validation_error", "invalid_request", detail);
  }

  /// The bytes of a script as the client can unpack them.
  static Result<http::Response> Send(const http::Request& request, const FoundScript& found) {
    http::Response response;
    TRY_ASSIGN(const std::string etag, found.script->Etag());
    response.SetHeader("ETag", etag);
    response.SetHeader("Cache-Control", found.exact_version ? kForever : kScriptCaching);
    response.AddHeader("Vary", "Accept-Encoding");
    if (HasAlready(request, etag)) {
      response.status = 304;
      return response;
    }
    response.SetHeader("Content-Type", kJavaScript);
    if (http::TakesEncoding(request, "br")) {
      TRY_ASSIGN(response.shared_body, found.script->Brotli());
      if (response.shared_body != nullptr) response.SetHeader("Content-Encoding", "br");
    }
    if (response.shared_body == nullptr && http::TakesEncoding(request, "gzip")) {
      TRY_ASSIGN(response.shared_body, found.script->Gzip());
      if (response.shared_body != nullptr) response.SetHeader("Content-Encoding", "gzip");
    }
    if (response.shared_body == nullptr) {
      TRY_ASSIGN(response.shared_body, found.script->Plain());
    }
    return response;
  }

  /// Scripts are the same for everybody, also where a page asks without naming its origin.
  static http::Response Public(const http::Request& request, http::Response response) {
    if (!request.FindHeader("Origin")) response.SetHeader("Access-Control-Allow-Origin", "*");
    return response;
  }

  const accounts::TeamDirectory& teams_;
  const NoFlags no_flags_;
  const FlagEvaluator& flags_;
  const ScriptLibrary scripts_;
};

struct PublicListPath {
  std::string_view path;
  JsonObject empty;
};

}  // namespace

std::string ScriptsDirectory(const std::string& setting) {
  if (!setting.empty()) return setting;
  std::error_code error;
  fs::path folder = fs::read_symlink("/proc/self/exe", error).parent_path();
  const fs::path beside = folder / "posthog-js";
  if (fs::exists(beside, error)) return beside.string();
  // A program that was just built lies some folders below the source tree.
  for (; folder.has_relative_path(); folder = folder.parent_path()) {
    if (fs::exists(folder / kDistInTree, error)) return (folder / kDistInTree).string();
  }
  return beside.string();
}

Status Register(http::Router& router, const SdkDependencies& dependencies) {
  TENREC_CHECK(dependencies.teams != nullptr && dependencies.metrics != nullptr);
  TRY_ASSIGN(ScriptLibrary scripts, ScriptLibrary::Open(dependencies.scripts_directory));
  const auto sdk = std::make_shared<const Sdk>(dependencies, std::move(scripts));
  const auto add = [&](const Endpoint& endpoint, Serve serve) {
    AddEndpoint(router, endpoint, dependencies.workers, *dependencies.metrics, std::move(serve));
  };

  add({.path = "/array/{token}/config"},
      [sdk](const http::Request& request) { return sdk->Config(request); });
  add({.path = "/array/{token}/config.js"},
      [sdk](const http::Request& request) { return sdk->ConfigScript(request); });
  add({.path = "/array/{token}/array.js", .run_on = RunOn::kWorker},
      [sdk](const http::Request& request) { return sdk->ArrayScript(request); });
  add({.path = "/static/{file*}", .run_on = RunOn::kWorker},
      [sdk](const http::Request& request) { return sdk->StaticScript(request); });
  for (const bool is_decide : {false, true}) {
    add({.path = is_decide ? "/decide" : "/flags",
         .takes_post = true,
         .max_body_bytes = kMaxFlagsBody,
         .options_status = 204},
        [sdk, is_decide](const http::Request& request) { return sdk->Flags(request, is_decide); });
  }
  const std::array<PublicListPath, 4> lists = {{
      {"/api/surveys", {{"surveys", JsonArray()}, {"survey_config", nullptr}}},
      {"/api/early_access_features", {{"earlyAccessFeatures", JsonArray()}}},
      {"/api/web_experiments", {{"experiments", JsonArray()}}},
      {"/api/product_tours", {{"product_tours", JsonArray()}}},
  }};
  for (const PublicListPath& list : lists) {
    add({.path = list.path}, [sdk, empty = list.empty](const http::Request& request) {
      return sdk->PublicList(request, empty);
    });
  }
  return Ok();
}

}  // namespace tenrec::sdk
