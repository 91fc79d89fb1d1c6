#include "tenrec/backup/manifest.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "tenrec/backup/checksum.h"

namespace tenrec::backup {
namespace {

constexpr std::int64_t kFormat = 1;
constexpr std::size_t kMaxDepth = 16;

std::string ChecksumOf(std::string_view text) {
  Checksum checksum;
  checksum.Add(text);
  return checksum.Finish();
}

JsonObject PrintEntry(const Entry& entry) {
  switch (entry.kind) {
    case EntryKind::kFile:
      return {{"file", entry.path},
              {"size", entry.size},
              {"modified", entry.modified_ns},
              {"object", entry.object}};
    case EntryKind::kLink:
      return {{"link", entry.path}, {"to", entry.target}};
    case EntryKind::kDirectory:
      return {{"directory", entry.path}};
  }
  return {};
}

std::optional<Entry> ReadEntry(const Json& line) {
  Entry entry;
  if (const auto file = StringMember(line, "file")) {
    const auto size = IntMember(line, "size");
    const auto modified = IntMember(line, "modified");
    const auto object = StringMember(line, "object");
    if (!size || *size < 0 || !modified || !object || !IsChecksum(*object)) return std::nullopt;
    entry = {.kind = EntryKind::kFile,
             .path = std::string(*file),
             .size = static_cast<std::uint64_t>(*size),
             .modified_ns = *modified,
             .object = std::string(*object)};
  } else if (const auto link = StringMember(line, "link")) {
    const auto target = StringMember(line, "to");
    if (!target) return std::nullopt;
    entry = {.kind = EntryKind::kLink, .path = std::string(*link), .target = std::string(*target)};
  } else if (const auto directory = StringMember(line, "directory")) {
    entry = {.kind = EntryKind::kDirectory, .path = std::string(*directory)};
  } else {
    return std::nullopt;
  }
  return entry;
}

/// Whether a link at `path` leads to a place inside the tree.
bool LeadsInside(std::string_view path, std::string_view target) {
  if (target.empty() || target.front() == '/') return false;
  std::ptrdiff_t depth = std::count(path.begin(), path.end(), '/');
  while (!target.empty()) {
    const std::size_t end = std::min(target.find('/'), target.size());
    const std::string_view step = target.substr(0, end);
    if (step == "..") {
      if (--depth < 0) return false;
    } else if (!step.empty() && step != ".") {
      ++depth;
    }
    target.remove_prefix(std::min(end + 1, target.size()));
  }
  return true;
}

Status Judge(const Entry& entry, std::string_view previous) {
  if (!IsPathInside(entry.path)) return DataLoss("'" + entry.path + "' is no path of the tree");
  if (entry.path <= previous) return DataLoss("'" + entry.path + "' is out of order");
  if (entry.kind == EntryKind::kLink && !LeadsInside(entry.path, entry.target)) {
    return DataLoss("the link " + entry.path + " leads out of the tree");
  }
  return Ok();
}

}  // namespace

std::string Manifest::installation() const {
  const auto* found = facts.if_contains("installation");
  return found != nullptr && found->is_string() ? std::string(View(found->get_string())) : "";
}

std::uint64_t Manifest::bytes() const {
  std::uint64_t bytes = 0;
  for (const Entry& entry : entries) bytes += entry.size;
  return bytes;
}

bool IsPathInside(std::string_view path) {
  if (path.empty() || path.size() > 4000) return false;
  if (std::any_of(path.begin(), path.end(),
                  [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; })) {
    return false;
  }
  while (true) {
    const std::size_t end = std::min(path.find('/'), path.size());
    const std::string_view step = path.substr(0, end);
    if (step.empty() || step == "." || step == "..") return false;
    if (end == path.size()) return true;
    path.remove_prefix(end + 1);
  }
}

std::string PrintManifest(const Manifest& manifest) {
  std::string text = PrintJson(JsonObject{{"tenrec_backup", kFormat},
                                          {"facts", manifest.facts},
                                          {"entries", manifest.entries.size()}}) +
                     "\n";
  for (const Entry& entry : manifest.entries) text += PrintJson(PrintEntry(entry)) + "\n";
  return text + PrintJson(JsonObject{{"sha256", ChecksumOf(text)}}) + "\n";
}

Result<Manifest> ParseManifest(std::string_view text) {
  const auto take_line = [&text]() -> Result<Json> {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return DataLoss("the list of files is cut off");
    auto line = ParseJson(text.substr(0, end), kMaxDepth);
    if (!line) return DataLoss("the list of files is damaged: " + line.error().message);
    text.remove_prefix(end + 1);
    return *std::move(line);
  };
  const std::string_view whole = text;
  TRY_ASSIGN(const Json head, take_line());
  const auto format = IntMember(head, "tenrec_backup");
  if (format && *format > kFormat) {
    return FailedPrecondition("the backup was written by a newer version of Tenrec");
  }
  const auto count = IntMember(head, "entries");
  const Json* facts = FindMember(head, "facts");
  if (!format || !count || *count < 0 || facts == nullptr || !facts->is_object()) {
    return DataLoss("the list of files is damaged: its first line says nothing");
  }
  Manifest manifest{.facts = facts->get_object()};
  for (std::int64_t i = 0; i < *count; ++i) {
    TRY_ASSIGN(const Json line, take_line());
    auto entry = ReadEntry(line);
    if (!entry) return DataLoss("line " + std::to_string(i + 2) + " of the list is damaged");
    TRY(Judge(*entry, manifest.entries.empty() ? "" : manifest.entries.back().path));
    manifest.entries.push_back(*std::move(entry));
  }
  const std::string_view covered = whole.substr(0, whole.size() - text.size());
  TRY_ASSIGN(const Json tail, take_line());
  const auto sum = StringMember(tail, "sha256");
  if (!sum || *sum != ChecksumOf(covered) || !text.empty()) {
    return DataLoss("the list of files is damaged: its checksum does not fit");
  }
  return manifest;
}

}  // namespace tenrec::backup
