#include "tenrec/sdk/scripts.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <vector>

#include <brotli/encode.h>

#include "tenrec/base/encoding.h"
#include "tenrec/base/hash.h"
#include "tenrec/base/json.h"
#include "tenrec/io/compress.h"

namespace tenrec::sdk {
namespace {

namespace fs = std::filesystem;

constexpr int kGzipLevel = 9;
/// Within 3 % of the best, in a fifteenth of its time.
constexpr int kBrotliQuality = 9;

Result<std::string> ReadFile(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  if (!in) return NotFound("cannot read " + path.string());
  return std::move(out).str();
}

std::shared_ptr<const std::string> PackBrotli(const std::string& plain) {
  std::size_t size = BrotliEncoderMaxCompressedSize(plain.size());
  std::string out(size, '\0');
  const bool packed =
      BrotliEncoderCompress(kBrotliQuality, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, plain.size(),
                            reinterpret_cast<const std::uint8_t*>(plain.data()), &size,
                            reinterpret_cast<std::uint8_t*>(out.data())) == BROTLI_TRUE;
  if (!packed || size >= plain.size()) return nullptr;
  out.resize(size);
  return std::make_shared<const std::string>(std::move(out));
}

/// The numbers of "1.449.2"; empty for another form.
std::vector<std::uint32_t> ParseVersion(std::string_view text) {
  std::vector<std::uint32_t> numbers;
  while (!text.empty() && numbers.size() < 3) {
    std::uint32_t number = 0;
    const auto [rest, status] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (status != std::errc()) return {};
    numbers.push_back(number);
    text.remove_prefix(static_cast<std::size_t>(rest - text.data()));
    if (text.empty()) return numbers;
    if (text.front() != '.') return {};
    text.remove_prefix(1);
  }
  return {};
}

/// Whether pages may load the file; the rest is for bundlers.
bool IsServed(std::string_view name) {
  return (name.ends_with(".js") || name.ends_with(".js.map")) && !name.starts_with("module");
}

}  // namespace

Status Script::Load() const {
  if (plain_ != nullptr) return Ok();
  TRY_ASSIGN(std::string bytes, ReadFile(path_));
  etag_ = '"' + HexEncode(Sha256(bytes)).substr(0, 32) + '"';
  plain_ = std::make_shared<const std::string>(std::move(bytes));
  return Ok();
}

Result<std::shared_ptr<const std::string>> Script::Plain() const {
  const std::lock_guard lock(mutex_);
  TRY(Load());
  return plain_;
}

Result<std::shared_ptr<const std::string>> Script::Gzip() const {
  const std::lock_guard lock(mutex_);
  TRY(Load());
  if (gzip_ == nullptr) {
    gzip_ = std::make_shared<const std::string>(io::GzipEncode(*plain_, kGzipLevel));
  }
  return gzip_->size() < plain_->size() ? gzip_ : nullptr;
}

Result<std::shared_ptr<const std::string>> Script::Brotli() const {
  const std::lock_guard lock(mutex_);
  TRY(Load());
  if (brotli_ == nullptr) brotli_ = PackBrotli(*plain_);
  return brotli_;
}

Result<std::string> Script::Etag() const {
  const std::lock_guard lock(mutex_);
  TRY(Load());
  return etag_;
}

Result<ScriptLibrary> ScriptLibrary::Open(const std::string& directory) {
  ScriptLibrary library;
  std::vector<fs::path> folders{directory};
  std::error_code ignored;  // a missing directory has no entries
  for (const auto& entry : fs::directory_iterator(directory, ignored)) {
    if (entry.is_directory(ignored)) folders.push_back(entry.path());
  }
  for (const fs::path& folder : folders) {
    const fs::path integrity = folder / "integrity.json";
    if (!fs::exists(integrity, ignored)) continue;
    TRY_ASSIGN(const std::string text, ReadFile(integrity));
    auto json = ParseJson(text);
    const auto name = json ? StringMember(*json, "version") : std::nullopt;
    Version version;
    if (name) version.numbers = ParseVersion(*name);
    if (version.numbers.size() != 3) {
      return DataLoss(integrity.string() + " names no version");
    }
    version.text = *name;
    for (const auto& entry : fs::directory_iterator(folder, ignored)) {
      const std::string file = entry.path().filename().string();
      if (!entry.is_regular_file(ignored) || !IsServed(file)) continue;
      version.scripts.emplace(file, std::make_shared<const Script>(entry.path().string()));
    }
    library.versions_.push_back(std::move(version));
  }
  std::sort(library.versions_.begin(), library.versions_.end(),
            [](const Version& a, const Version& b) { return a.numbers > b.numbers; });
  return library;
}

std::optional<FoundScript> ScriptLibrary::FindIn(const Version& version, std::string_view name,
                                                 bool exact) const {
  const auto script = version.scripts.find(name);
  if (script == version.scripts.end()) return std::nullopt;
  return FoundScript{script->second, exact};
}

std::optional<FoundScript> ScriptLibrary::Find(std::string_view name) const {
  if (versions_.empty()) return std::nullopt;
  return FindIn(versions_.front(), name, false);
}

std::optional<FoundScript> ScriptLibrary::FindNear(std::string_view name,
                                                   std::string_view version) const {
  const auto wanted = ParseVersion(version);
  for (const Version& known : versions_) {
    if (known.text == version) return FindIn(known, name, true);
  }
  for (const Version& known : versions_) {
    if (!wanted.empty() && known.numbers[0] == wanted[0]) return FindIn(known, name, false);
  }
  return Find(name);
}

std::optional<FoundScript> ScriptLibrary::FindExact(std::string_view name,
                                                    std::string_view version) const {
  const auto wanted = ParseVersion(version);
  if (wanted.empty()) return std::nullopt;
  for (const Version& known : versions_) {
    if (std::equal(wanted.begin(), wanted.end(), known.numbers.begin())) {
      return FindIn(known, name, wanted.size() == known.numbers.size());
    }
  }
  return std::nullopt;
}

std::string_view ToolbarScript() {
  return "window.ph_load_toolbar=function(){"
         "console.warn('The toolbar is not part of this Tenrec version.');"
         "window.alert('The toolbar is not available in this version of Tenrec.');};\n";
}

}  // namespace tenrec::sdk
