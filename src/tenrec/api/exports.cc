#include "tenrec/exports/exports.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include "tenrec/accounts/setting_rules.h"
#include "tenrec/api/error.h"
#include "tenrec/api/export_source.h"
#include "tenrec/api/fields.h"
#include "tenrec/api/print.h"
#include "tenrec/api/route.h"
#include "tenrec/api/shapes.h"
#include "tenrec/exports/exporter.h"
#include "tenrec/io/worker_pool.h"

namespace tenrec::api {
namespace {

using exports::Export;

constexpr std::size_t kMaxFormat = 100;
constexpr std::int64_t kMaxId = 1LL << 53U;
constexpr std::size_t kMaxFilename = 200;
/// Units: seconds.
constexpr const char* kAskAgainAfter = "5";

constexpr std::array<std::string_view, 4> kOtherFormats = {"image/png", "application/pdf",
                                                           "video/mp4", "image/gif"};

JsonObject Print(const Export& one) {
  return {{"id", one.id},
          {"dashboard", nullptr},
          {"insight", one.insight ? Json(*one.insight) : Json()},
          {"export_format", one.format},
          {"export_context", one.context},
          {"has_content", one.has_content()},
          {"filename", one.filename},
          {"exception", PrintText(one.exception)},
          {"expires_after", PrintTime(one.expires_after)},
          {"created_at", PrintTime(one.created_at)}};
}

/// "Weekly sign-ups, by plan" as "weekly-sign-ups-by-plan".
std::string Slug(std::string_view text) {
  std::string slug;
  for (const char c : text.substr(0, kMaxFilename)) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 || c == '_' || byte >= 0x80) {
      slug += byte < 0x80 ? static_cast<char>(std::tolower(byte)) : c;
    } else if (!slug.empty() && slug.back() != '-') {
      slug += '-';
    }
  }
  while (!slug.empty() && slug.back() == '-') slug.pop_back();
  return slug;
}

std::string FilenameFor(const JsonObject& context, std::string_view format) {
  const Json* wanted = context.if_contains("filename");
  std::string name;
  if (wanted != nullptr && wanted->is_string()) name = Slug(View(wanted->get_string()));
  if (name.empty()) name = "export";
  if (format == exports::kXlsx) return name + ".xlsx";
  return name + (format == exports::kCsv ? ".csv" : ".json");
}

void CheckFormat(Fields& in, const std::optional<std::string>& format) {
  if (!format) return;
  for (const std::string_view known : {exports::kCsv, exports::kXlsx, exports::kJson}) {
    if (*format == known) return;
  }
  if (std::ranges::find(kOtherFormats, *format) == kOtherFormats.end()) {
    in.Fail("export_format", accounts::NotAChoice(*format));
    return;
  }
  const bool is_image = format->starts_with("image/");
  in.Fail("export_format",
          InvalidArgument(is_image ? "Image exports are not enabled on this instance."
                                   : "This type of export is not supported for this resource. Ask "
                                     "for text/csv, application/json, or " +
                                         std::string(exports::kXlsx) + ".")
              .WithTag("invalid"));
}

/// What is asked for, but for the number that it gets.
Result<Export> ReadExport(const Services& services, const Call& call) {
  Fields in(call.body);
  const auto format = in.Text("export_format", kMaxFormat);
  in.Require("export_format");
  CheckFormat(in, format);
  const auto insight = in.NullableInt("insight", 1, kMaxId);
  const auto dashboard = in.NullableInt("dashboard", 1, kMaxId);
  const auto context = in.Object("export_context");
  TRY(in.Finish());
  Export wanted{.team_id = call.team().id, .format = *format, .created_by = call.user().id};
  const bool has_context = context && !context->empty();
  if (has_context) {
    wanted.context = *context;
    TRY_ASSIGN(wanted.source, SourceOfContext(services, call, *context));
    if (const Json* columns = context->if_contains("columns");
        columns != nullptr && !columns->is_null()) {
      const auto* list = columns->if_array();
      const bool are_texts = list != nullptr && std::ranges::all_of(*list, [](const Json& name) {
                               return name.is_string();
                             });
      if (!are_texts) {
        return InvalidArgument("columns: a list of texts")
            .WithTag("invalid")
            .WithField("export_context");
      }
      wanted.columns.reserve(list->size());
      for (const Json& name : *list) wanted.columns.emplace_back(View(name.get_string()));
    }
  }
  if (insight && *insight) {
    wanted.insight = *insight;
    TRY_ASSIGN(Json query, SourceOfInsight(services, call, std::to_string(**insight)));
    // A context may ask for the insight with other dates.
    if (!has_context) wanted.source = std::move(query);
  } else if (dashboard && *dashboard) {
    return InvalidArgument("A dashboard cannot be a table. Export its insights one by one.")
        .WithTag("invalid")
        .WithField("dashboard");
  } else if (!has_context) {
    return InvalidArgument("Either dashboard, insight or export_context is required for an export.")
        .WithTag("invalid_input");
  }
  wanted.filename = FilenameFor(context.value_or(JsonObject()), wanted.format);
  return wanted;
}

Result<http::Response> List(const Services& services, const Call& call) {
  const Page page = ReadPage(call);
  exports::ExportFilter filter{.format = call.QueryText("export_format"),
                               .context_path = call.QueryText("context_path"),
                               .limit = page.limit,
                               .offset = page.offset};
  if (const std::string insight = call.QueryText("insight"); !insight.empty()) {
    const bool is_number =
        insight.size() < 16 &&
        std::ranges::all_of(insight, [](unsigned char c) { return std::isdigit(c) != 0; });
    if (!is_number) {
      return InvalidArgument("A valid integer is required.")
          .WithTag("invalid")
          .WithField("insight");
    }
    filter.insight = std::stoll(insight);
  }
  exports::ListedExports listed;
  // No file is of a dashboard.
  if (call.QueryText("dashboard").empty()) {
    TRY_ASSIGN(listed, services.exports.List(call.team().id, call.user().id, filter));
  }
  JsonArray results;
  for (const Export& one : listed.exports) results.push_back(Print(one));
  return http::JsonResponse(200, PrintPage(call, page, listed.total, std::move(results)));
}

Result<http::Response> Create(const Services& services, const Call& call) {
  TRY_ASSIGN(Export wanted, ReadExport(services, call));
  TRY_ASSIGN(Export one, services.exports.Create(std::move(wanted)));
  services.exporter.Ask(one);
  // A small file is there at once, and nobody has to ask again.
  services.exporter.Wait(one.id, services.options.patience);
  TRY_ASSIGN(one, services.exports.Find(call.team().id, one.id));
  return http::JsonResponse(201, Print(one));
}

Result<Export> FindExport(const Services& services, const Call& call) {
  TRY_ASSIGN(const std::int64_t id, PathNumber(call, "id"));
  return services.exports.Find(call.team().id, id);
}

Result<http::Response> Get(const Services& services, const Call& call) {
  TRY_ASSIGN(const Export one, FindExport(services, call));
  return http::JsonResponse(200, Print(one));
}

/// Sends part after part; a part that has gone cuts the connection.
void SendParts(const Services& services, const Export& one, http::StreamWriter& writer) {
  for (std::int64_t number = 0; number < one.parts; ++number) {
    const auto part = services.exporter.Part(one, number);
    if (!part) return;
    while (!writer.Write(*part)) {
      if (writer.closed() || !writer.WaitForRoom()) return;
    }
  }
  writer.Close();
}

Result<http::Response> Content(const Services& services, const Call& call) {
  TRY_ASSIGN(const Export one, FindExport(services, call));
  if (one.exception) return NotFound("There is no file: " + *one.exception);
  if (!one.has_content()) {
    http::Response response =
        ErrorResponse(FailedPrecondition("The file is not ready yet. Ask again in a few seconds."));
    response.SetHeader("Retry-After", kAskAgainAfter);
    return response;
  }
  http::Response response{.status = 200};
  if (one.parts == 1) {
    auto part = services.exporter.Part(one, 0);
    if (!part) return NotFound("Not found.");
    response.body = *std::move(part);
  } else {
    response.stream = [&services, one](http::StreamWriter writer) {
      (void)services.pool.TrySubmit(
          [&services, one, writer]() mutable { SendParts(services, one, writer); });
    };
  }
  const bool is_text = one.format != exports::kXlsx;
  response.SetHeader("Content-Type", one.format + (is_text ? "; charset=utf-8" : ""));
  if (call.QueryBool("download").value_or(false)) {
    response.SetHeader("Content-Disposition", "attachment; filename=\"" + one.filename + "\"");
  }
  return response;
}

constexpr std::string_view kRead = "export:read";
constexpr std::string_view kWrite = "export:write";

// Source: rest-api.md 31
const Shape& ExportShape() {
  static const Shape shape =
      Object({{"id", Int().ReadOnly()},
              {"dashboard", Int().Nullable()},
              {"insight", Int().Nullable().About("The number of an insight.")},
              {"export_format",
               Text().Required().About("The media type of the file: text/csv, application/json, or "
                                       "that of a workbook (.xlsx).")},
              {"export_context",
               MapOf(Any()).Nullable().About(
                   "{source: a query} or {path: …} of this API, with filename and columns.")},
              {"has_content", Bool().ReadOnly()},
              {"filename", Text().ReadOnly()},
              {"exception", Text().Nullable().ReadOnly().About("Why there is no file.")},
              {"expires_after", TimeText().ReadOnly()},
              {"created_at", TimeText().ReadOnly()}})
          .Named("ExportedAsset");
  return shape;
}

}  // namespace

std::span<const Route> ExportRoutes() {
  static const Route routes[] = {
      Route::Get("P/exports/", List)
          .Needs(kRead)
          .Filters({{"export_format", Text()},
                    {"insight", Int()},
                    {"dashboard", Int()},
                    {"context_path", Text()}})
          .GivesPage(ExportShape()),
      Route::Post("P/exports/", Create)
          .Needs(kWrite)
          .About("Starts to make a file; it is there when has_content is true.")
          .TakesUnchecked(ExportShape())
          .Gives(ExportShape(), 201),
      Route::Get("P/exports/{id}/", Get).Needs(kRead).Gives(ExportShape()),
      Route::Get("P/exports/{id}/content/", Content)
          .Needs(kRead)
          .About("The file; 409 while it is made.")
          .Filters({{"download", Bool()}})
          .GivesMedia("text/csv"),
  };
  return routes;
}

}  // namespace tenrec::api
