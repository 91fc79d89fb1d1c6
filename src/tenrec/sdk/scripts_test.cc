#include "tenrec/sdk/scripts.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "tenrec/io/compress.h"
#include "tenrec/sdk/testing_sdk.h"

namespace tenrec::sdk {
namespace {

namespace fs = std::filesystem;

/// A directory with two small versions of the SDK.
class ScriptsTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "tenrec_scripts_XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    root_ = pattern;
    Write("1.2.3", "array.js", "old");
    Write("1.10.0", "array.js", std::string(4000, 'a'));
    Write("1.10.0", "lazy-recorder.js", "recorder");
    Write("1.10.0", "array.js.map", "{}");
    Write("1.10.0", "module.js", "for bundlers");
    Write("1.10.0", "secret.txt", "no script");
  }
  void TearDown() override { fs::remove_all(root_); }

  void Write(const std::string& version, const std::string& name, const std::string& text) {
    fs::create_directories(root_ / version);
    std::ofstream(root_ / version / name) << text;
    std::ofstream(root_ / version / "integrity.json") << R"({"version":")" << version << "\"}";
  }

  fs::path root_;
};

TEST_F(ScriptsTest, AreFoundByNameAndVersion) {
  TestSdk sdk({}, nullptr, root_.string());
  ASSERT_TRUE(sdk.registered());
  const std::string newest(4000, 'a');
  const auto is = [&](const std::string& target, std::string_view body, std::string_view caching) {
    const auto response = sdk.Get(target);
    EXPECT_EQ(response.status, 200) << target;
    EXPECT_EQ(response.body_text(), body) << target;
    EXPECT_EQ(HeaderOf(response, "Cache-Control"), caching) << target;
    EXPECT_EQ(HeaderOf(response, "Access-Control-Allow-Origin"), "*");
    EXPECT_NE(HeaderOf(response, "ETag"), "");
  };
  constexpr std::string_view kHour = "public, max-age=3600";
  constexpr std::string_view kForever = "public, max-age=31536000, immutable";
  is("/static/array.js", newest, kHour);
  is("/static/array.js?v=1.10.0", newest, kForever);
  is("/static/array.js?v=1.2.3", "old", kForever);
  is("/static/array.js?v=1.5.0", newest, kHour);
  is("/static/array.js?v=3.0.0", newest, kHour);
  is("/static/array.js?v=junk", newest, kHour);
  is("/static/1.2.3/array.js", "old", kForever);
  is("/static/1/array.js", newest, kHour);
  is("/static/1.2/array.js", "old", kHour);
  is("/static/lazy-recorder.js", "recorder", kHour);
  is("/static/array.js.map", "{}", kHour);
  for (const char* missing :
       {"/static/nonsense.js", "/static/", "/static/1.9.0/array.js", "/static/2/array.js",
        "/static/1.2.3/lazy-recorder.js", "/static/module.js", "/static/secret.txt",
        "/static/integrity.json", "/static/../1.2.3/array.js", "/static/%2e%2e/etc/passwd"}) {
    EXPECT_EQ(sdk.Get(missing).status, 404) << missing;
  }
}

TEST_F(ScriptsTest, ArePackedAndRevalidated) {
  TestSdk sdk({}, nullptr, root_.string());
  const auto gzip = sdk.Get("/static/array.js", {{"Accept-Encoding", "gzip"}});
  EXPECT_EQ(HeaderOf(gzip, "Content-Encoding"), "gzip");
  EXPECT_EQ(*io::Decompress(io::Codec::kGzip, gzip.body_text(), 1 << 20), std::string(4000, 'a'));
  const auto brotli = sdk.Get("/static/array.js", {{"Accept-Encoding", "gzip, br"}});
  EXPECT_EQ(HeaderOf(brotli, "Content-Encoding"), "br");
  EXPECT_EQ(*io::Decompress(io::Codec::kBrotli, brotli.body_text(), 1 << 20),
            std::string(4000, 'a'));
  const auto again = sdk.Get("/static/array.js", {{"If-None-Match", HeaderOf(gzip, "ETag")}});
  EXPECT_EQ(again.status, 304);
  EXPECT_EQ(again.body_text(), "");

  const auto with_config = sdk.Get("/array/phc_x/array.js");
  EXPECT_EQ(with_config.status, 200);
  EXPECT_TRUE(with_config.body_text().starts_with(std::string(4000, 'a') + "\n\n(function(){"));
  const auto unchanged =
      sdk.Get("/array/phc_x/array.js", {{"If-None-Match", HeaderOf(with_config, "ETag")}});
  EXPECT_EQ(unchanged.status, 304);
}

TEST_F(ScriptsTest, RefuseABrokenDirectory) {
  std::ofstream(root_ / "1.2.3" / "integrity.json") << "{";
  EXPECT_FALSE(ScriptLibrary::Open(root_.string()));
}

TEST(Scripts, MayBeMissing) {
  TestSdk sdk;
  ASSERT_TRUE(sdk.registered());
  EXPECT_EQ(sdk.Get("/static/array.js").status, 404);
  EXPECT_EQ(sdk.Get("/array/phc_x/array.js").status, 404);
  const auto toolbar = sdk.Get("/static/toolbar.js?v=1&t=2");
  EXPECT_EQ(toolbar.status, 200);
  EXPECT_NE(toolbar.body_text().find("ph_load_toolbar"), std::string_view::npos);
}

/// Every script that browser.md 4.2 lists, byte for byte as its maker signed it.
TEST(Scripts, OfThePackageMatchTheirSums) {
  const std::string directory = ScriptsDirectory("");
  if (!fs::exists(directory)) GTEST_SKIP() << "run: npm ci --prefix third_party/posthog-js";
  TestSdk sdk({}, nullptr, directory);
  for (const char* name : {"array",
                           "array.full",
                           "array.no-external",
                           "array.full.no-external",
                           "array.full.es5",
                           "loader",
                           "loader-bootstrap",
                           "lazy-recorder",
                           "posthog-recorder",
                           "recorder",
                           "recorder-v2",
                           "surveys",
                           "surveys-preview",
                           "product-tours-preview",
                           "product-tours",
                           "exception-autocapture",
                           "web-vitals",
                           "web-vitals-with-attribution",
                           "web-vitals-soft-navs",
                           "web-vitals-with-attribution-soft-navs",
                           "dead-clicks-autocapture",
                           "tracing-headers",
                           "logs",
                           "conversations",
                           "intercom-integration",
                           "crisp-chat-integration",
                           "all-external-dependencies",
                           "element-inference",
                           "customizations",
                           "customizations.full",
                           "external-scripts-loader",
                           "extension-bundles",
                           "default-extensions",
                           "rrweb",
                           "rrweb-types",
                           "rrweb-plugin-console-record"}) {
    const auto response = sdk.Get("/static/1.449.2/" + std::string(name) + ".js");
    EXPECT_EQ(response.status, 200) << name;
    std::ifstream file(fs::path(directory) / (std::string(name) + ".js"), std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(file)), {});
    if (!bytes.empty()) EXPECT_EQ(response.body_text(), bytes) << name;
  }
}

}  // namespace
}  // namespace tenrec::sdk
