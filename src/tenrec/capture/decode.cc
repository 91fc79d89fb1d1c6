#include "tenrec/capture/decode.h"

#include <algorithm>
#include <array>
#include <optional>

#include <simdjson.h>

#include "tenrec/base/encoding.h"
#include "tenrec/capture/lz_string.h"
#include "tenrec/io/compress.h"

namespace tenrec::capture {
namespace {

/// How far the guesses about a body look into it.
constexpr std::size_t kLookBytes = 128;
constexpr std::string_view kGzipMagic = "\x1F\x8B\x08";

enum class Packing { kNone, kGzip, kLzString, kBase64, kDeflate, kBrotli, kZstd };

Error NotDecoded(std::string_view reason) {
  return InvalidArgument("failed to decode request: " + std::string(reason));
}

bool IsBase64Character(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' ||
         c == '/' || c == '=';
}

bool LooksForm(std::string_view text) {
  static constexpr std::array<std::string_view, 4> kKeys = {"data=", "_=", "ip=", "compression="};
  const std::string_view head = text.substr(0, kLookBytes);
  std::size_t start = 0;
  while (true) {
    const std::string_view rest = head.substr(start);
    if (std::any_of(kKeys.begin(), kKeys.end(), [&](auto key) { return rest.starts_with(key); })) {
      return true;
    }
    const std::size_t next = head.find('&', start);
    if (next == std::string_view::npos) return false;
    start = next + 1;
  }
}

bool LooksBase64(std::string_view text) {
  const std::string_view head = text.substr(0, kLookBytes);
  return !text.empty() && text.size() % 4 == 0 &&
         std::all_of(head.begin(), head.end(), IsBase64Character);
}

/// base64, perhaps without padding, perhaps with its '+' turned into blanks by a form.
bool LooksBase64Loosely(std::string_view text) {
  const std::string_view head = text.substr(0, kLookBytes);
  return !text.empty() && std::all_of(head.begin(), head.end(),
                                      [](char c) { return IsBase64Character(c) || c == ' '; });
}

void DecodeBase64If(bool looks, std::string& payload) {
  if (!looks) return;
  if (auto decoded = Base64Decode(payload)) payload = std::move(*decoded);
}

Packing PackingByName(std::string_view name) {
  struct Named {
    std::string_view name;
    Packing packing;
  };
  static constexpr std::array<Named, 10> kNames = {{{"gzip", Packing::kGzip},
                                                    {"gzip-js", Packing::kGzip},
                                                    {"lz64", Packing::kLzString},
                                                    {"lz-string", Packing::kLzString},
                                                    {"base64", Packing::kBase64},
                                                    {"b64", Packing::kBase64},
                                                    {"deflate", Packing::kDeflate},
                                                    {"br", Packing::kBrotli},
                                                    {"zstd", Packing::kZstd},
                                                    {"x-gzip", Packing::kGzip}}};
  for (const Named& known : kNames) {
    if (EqualsIgnoreCase(TrimAscii(name), known.name)) return known.packing;
  }
  return Packing::kNone;
}

/// The first hint that is there at all decides, even when it says something unknown.
Packing ChoosePacking(const BodyHints& hints, std::string_view form_compression) {
  if (!hints.query_compression.empty()) return PackingByName(hints.query_compression);
  if (!form_compression.empty()) return PackingByName(form_compression);
  return PackingByName(hints.content_encoding);
}

struct Form {
  std::string data;
  std::string compression;
};

Form ParseForm(std::string_view text) {
  Form form;
  while (!text.empty()) {
    const std::size_t stop = std::min(text.find('&'), text.size());
    const std::string_view pair = text.substr(0, stop);
    text.remove_prefix(std::min(stop + 1, text.size()));
    if (pair.starts_with("data=")) form.data = PercentDecode(pair.substr(5), true);
    if (pair.starts_with("compression=")) form.compression = PercentDecode(pair.substr(12), true);
  }
  return form;
}

/// Form text with base64 inside: its '+' may have become blanks.
void UnwrapFormData(std::string& payload, Packing packing) {
  if (!LooksBase64Loosely(payload)) return;
  std::replace(payload.begin(), payload.end(), ' ', '+');
  DecodeBase64If(packing != Packing::kLzString, payload);
}

Result<std::string> Unpack(io::Codec codec, const std::string& payload, std::size_t limit) {
  auto unpacked = io::Decompress(codec, payload, limit);
  if (unpacked) return unpacked;
  if (unpacked.error().code == ErrorCode::kResourceExhausted) return BodyTooLarge(limit);
  return NotDecoded("invalid " + std::string(io::CodecName(codec)) + " data");
}

Result<std::string> Decompress(std::string payload, Packing packing, std::size_t limit) {
  if (packing == Packing::kGzip || payload.starts_with(kGzipMagic)) {
    return Unpack(io::Codec::kGzip, payload, limit);
  }
  switch (packing) {
    case Packing::kLzString: {
      auto text = DecompressLzString(payload, limit);
      if (text) return text;
      if (text.error().code == ErrorCode::kResourceExhausted) return BodyTooLarge(limit);
      return NotDecoded(text.error().message);
    }
    case Packing::kDeflate:
      return Unpack(io::Codec::kDeflate, payload, limit);
    case Packing::kBrotli:
      return Unpack(io::Codec::kBrotli, payload, limit);
    case Packing::kZstd:
      return Unpack(io::Codec::kZstd, payload, limit);
    case Packing::kBase64:
      // Base64 that the strict look refused, for want of padding or for the alphabet of URLs.
      DecodeBase64If(true, payload);
      return payload;
    case Packing::kGzip:
    case Packing::kNone:
      return payload;
  }
  return payload;
}

}  // namespace

Error BodyTooLarge(std::size_t limit) {
  return ResourceExhausted("maximum event size exceeded: more than " + std::to_string(limit) +
                           " bytes");
}

std::string MediaType(std::string_view content_type) {
  return ToLowerAscii(TrimAscii(content_type.substr(0, content_type.find(';'))));
}

Result<std::string> DecodeBody(std::string body, const BodyHints& hints) {
  const bool from_query = !hints.query_data.empty();
  std::string payload = std::move(body);
  if (from_query) payload = hints.query_data;
  if (payload.empty()) return NotDecoded("request missing data payload");

  Packing packing = ChoosePacking(hints, {});
  // LZ-string text is itself written in base64, and its decoder reads that.
  const bool strict_base64 = packing != Packing::kLzString && LooksBase64(payload);
  DecodeBase64If(strict_base64 && !LooksForm(payload), payload);

  const bool is_form = MediaType(hints.content_type) == "application/x-www-form-urlencoded";
  if (is_form && !from_query && !LooksForm(payload)) {
    return NotDecoded("expected form data in POST request payload");
  }
  if (LooksForm(payload) && (is_form || from_query)) {
    Form form = ParseForm(payload);
    if (form.data.empty()) return NotDecoded("request missing data payload");
    packing = ChoosePacking(hints, form.compression);
    payload = std::move(form.data);
    UnwrapFormData(payload, packing);
  } else if (from_query) {
    UnwrapFormData(payload, packing);
  }

  TRY_ASSIGN(std::string text, Decompress(std::move(payload), packing, hints.max_decoded_bytes));
  if (hints.second_base64_pass) DecodeBase64If(LooksBase64(text), text);
  if (text.size() > hints.max_decoded_bytes) return BodyTooLarge(hints.max_decoded_bytes);
  if (!simdjson::validate_utf8(text.data(), text.size())) {
    return NotDecoded("invalid UTF8 in request payload");
  }
  return text;
}

}  // namespace tenrec::capture
