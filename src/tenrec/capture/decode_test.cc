#include "tenrec/capture/decode.h"

#include <gtest/gtest.h>

#include "tenrec/base/encoding.h"
#include "tenrec/io/compress.h"

namespace tenrec::capture {
namespace {

constexpr std::size_t kBudget = 1U << 20U;
constexpr std::string_view kForm = "application/x-www-form-urlencoded";
const std::string kText = R"({"event":"a","distinct_id":"ü😀","api_key":"phc_x"})";

std::string Gzip(std::string_view text) {
  return io::GzipEncode(text);
}

struct Packed {
  const char* what;
  std::string body;
  BodyHints hints;
};

Result<std::string> Decode(const Packed& packed) {
  BodyHints hints = packed.hints;
  if (hints.max_decoded_bytes == 0) hints.max_decoded_bytes = kBudget;
  return DecodeBody(packed.body, hints);
}

TEST(DecodeBody, FindsTheTextInEveryPacking) {
  const std::string base64 = Base64Encode(kText);
  const std::string url_base64 = Base64UrlEncode(kText);
  const std::string lz =
      "N4IgpgbmB2AuIC5wgDQgA4CcD26ydgEswBnRUWbAaxkQwAsBjAfQA9UQATQko6R2M0Kc6gBfNAXXKBeDcAAex1hhW8JA"
      "ENVa9Rs1aQAXx1A=";
  const std::string lz_text =
      R"({"event":"e","properties":{"token":"phc_x","distinct_id":"某人😀",)"
      R"("text":"aaaaaaaaaaaaaaaaaaaaaaaaaaaa"}})";
  const std::vector<Packed> cases = {
      {"plain", kText, {.content_type = "application/json"}},
      {"plain, as text", kText, {.content_type = "text/plain"}},
      {"gzip without any hint", Gzip(kText), {.content_type = "text/plain"}},
      {"gzip labelled json", Gzip(kText), {.content_type = "application/json"}},
      {"gzip by header", Gzip(kText), {.content_encoding = "gzip"}},
      {"gzip by query", Gzip(kText), {.query_compression = "gzip-js"}},
      {"gzip in upper case", Gzip(kText), {.query_compression = "GZIP"}},
      {"gzip in spite of another hint", Gzip(kText), {.query_compression = "base64"}},
      {"gzip of two members", Gzip(kText.substr(0, 9)) + Gzip(kText.substr(9)), {}},
      {"an unknown hint", kText, {.query_compression = "rot13"}},
      {"base64", base64, {}},
      {"base64 by query", base64, {.query_compression = "base64"}},
      {"base64 of gzip", Base64Encode(Gzip(kText)), {}},
      {"base64 of URLs, named", url_base64, {.query_compression = "b64"}},
      {"form", "data=" + PercentEncode(kText), {.content_type = kForm}},
      {"form with a charset",
       "data=" + PercentEncode(kText),
       {.content_type = "Application/X-WWW-Form-Urlencoded; charset=UTF-8"}},
      {"form of base64", "data=" + PercentEncode(base64), {.content_type = kForm}},
      {"form of base64, compression first",
       "compression=base64&data=" + PercentEncode(base64),
       {.content_type = kForm}},
      {"form of gzip in base64",
       "data=" + PercentEncode(Base64Encode(Gzip(kText))) + "&compression=gzip",
       {.content_type = kForm}},
      {"form of base64 whose plus was not escaped", "data=" + base64, {.content_type = kForm}},
      {"query", "", {.query_data = base64}},
      {"query with blanks for plus", "", {.query_data = "eyJhIjoiPj4 Pj4ifQ=="}},
      {"query of plain JSON", "", {.query_data = kText}},
      {"query wins over the body", "rubbish", {.query_data = kText}},
      {"base64 inside gzip, on the oldest paths", Gzip(base64), {.second_base64_pass = true}},
      {"no text at all that base64 could be", "{}", {.second_base64_pass = true}},
  };
  for (const Packed& c : cases) {
    const auto got = Decode(c);
    ASSERT_TRUE(got) << c.what << ": " << got.error().message;
    if (std::string_view(c.what).starts_with("no text")) {
      EXPECT_EQ(*got, "{}");
    } else if (std::string_view(c.what) == "query with blanks for plus") {
      EXPECT_EQ(*got, R"({"a":">>>>>"})");
    } else {
      EXPECT_EQ(*got, kText) << c.what;
    }
  }
  for (const Packed& c :
       std::vector<Packed>{{"lz by query", lz, {.query_compression = "lz64"}},
                           {"lz by header", lz, {.content_encoding = "lz-string"}},
                           {"lz in a form",
                            "data=" + PercentEncode(lz) + "&compression=lz64",
                            {.content_type = kForm}},
                           {"lz in a form, named in the query",
                            "data=" + PercentEncode(lz),
                            {.query_compression = "lz64", .content_type = kForm}}}) {
    const auto got = Decode(c);
    ASSERT_TRUE(got) << c.what << ": " << got.error().message;
    EXPECT_EQ(*got, lz_text) << c.what;
  }
}

TEST(DecodeBody, SaysWhyNot) {
  const auto says = [](const Packed& packed, std::string_view message,
                       ErrorCode code = ErrorCode::kInvalidArgument) {
    const auto got = Decode(packed);
    ASSERT_FALSE(got) << packed.what;
    EXPECT_EQ(got.error().message, message) << packed.what;
    EXPECT_EQ(got.error().code, code) << packed.what;
  };
  constexpr std::string_view kMissing = "failed to decode request: request missing data payload";
  constexpr std::string_view kNoForm =
      "failed to decode request: expected form data in POST request payload";
  constexpr std::string_view kGzip = "failed to decode request: invalid GZIP data";
  constexpr std::string_view kUtf8 = "failed to decode request: invalid UTF8 in request payload";
  const std::string gzip = Gzip(kText);
  says({"empty", "", {}}, kMissing);
  says({"a form without data", "_=1&ip=0", {.content_type = kForm}}, kMissing);
  says({"JSON declared as a form", kText, {.content_type = kForm}}, kNoForm);
  says({"plain text with a gzip hint", kText, {.content_encoding = "gzip"}}, kGzip);
  says({"cut gzip", gzip.substr(0, gzip.size() - 1), {}}, kGzip);
  says({"gzip with a tail", gzip + "x", {}}, kGzip);
  says({"bad UTF-8", "{\"a\":\"\xFF\"}", {}}, kUtf8);
  says({"bad UTF-8 in gzip", Gzip("\xC0\xAF"), {}}, kUtf8);
  says({"a surrogate in UTF-8", "\xED\xA0\x80", {}}, kUtf8);
  says({"no LZ-string", kText, {.query_compression = "lz64"}},
       "failed to decode request: invalid LZ-string data");
  says({"a bomb", Gzip(std::string(kBudget + 1, ' ')), {}},
       "maximum event size exceeded: more than 1048576 bytes", ErrorCode::kResourceExhausted);
  says({"an LZ-string bomb",
        "IY18ZXTt/DFOS1b0c17Pd/wYUcSaWeRZVdTbXTEA",
        {.query_compression = "lz64", .max_decoded_bytes = 100}},
       "maximum event size exceeded: more than 100 bytes", ErrorCode::kResourceExhausted);
}

TEST(MediaType, IgnoresParametersAndCase) {
  EXPECT_EQ(MediaType(" Application/JSON ; charset=utf-8"), "application/json");
  EXPECT_EQ(MediaType(""), "");
}

}  // namespace
}  // namespace tenrec::capture
