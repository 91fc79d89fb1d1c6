#include "tenrec/s3/answer.h"

#include <charconv>
#include <optional>

#include "tenrec/base/encoding.h"

namespace tenrec::s3 {
namespace {

constexpr std::size_t kMaxDepth = 16;

Error Broken(std::string_view what) {
  return DataLoss("the store's answer is no XML that can be read: " + std::string(what));
}

std::string_view LocalName(std::string_view name) {
  const std::size_t colon = name.rfind(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

/// The character of "lt", "#10" or "#x41".
Status AppendEntity(std::string_view name, std::string& out) {
  struct Named {
    std::string_view name;
    char character;
  };
  for (const Named& one : {Named{"lt", '<'}, Named{"gt", '>'}, Named{"amp", '&'},
                           Named{"quot", '"'}, Named{"apos", '\''}}) {
    if (name == one.name) {
      out += one.character;
      return Ok();
    }
  }
  if (!name.starts_with('#')) return Broken("an unknown entity");
  name.remove_prefix(1);
  const bool hexadecimal = name.starts_with('x');
  if (hexadecimal) name.remove_prefix(1);
  std::uint32_t code_point = 0;
  const auto [end, status] =
      std::from_chars(name.data(), name.data() + name.size(), code_point, hexadecimal ? 16 : 10);
  if (name.empty() || status != std::errc() || end != name.data() + name.size()) {
    return Broken("a character reference");
  }
  AppendUtf8(out, code_point);
  return Ok();
}

Status AppendText(std::string_view text, std::string& out) {
  while (!text.empty()) {
    const std::size_t entity = text.find('&');
    out += text.substr(0, entity);
    if (entity == std::string_view::npos) return Ok();
    const std::size_t end = text.find(';', entity);
    if (end == std::string_view::npos) return Broken("an entity without its end");
    TRY(AppendEntity(text.substr(entity + 1, end - entity - 1), out));
    text.remove_prefix(end + 1);
  }
  return Ok();
}

/// Where a tag ends that begins at 0, minding the quotes of its attributes.
std::size_t EndOfTag(std::string_view text) {
  char quote = 0;
  for (std::size_t at = 1; at < text.size(); ++at) {
    const char c = text[at];
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '>') {
      return at;
    }
  }
  return std::string_view::npos;
}

/// The document, from one tag to the next.
class Walker {
 public:
  explicit Walker(const std::function<Status(std::string_view, std::string)>& closed)
      : closed_(closed) {}

  Status Walk(std::string_view text) {
    while (!text.empty()) {
      const std::size_t tag = text.find('<');
      const std::string_view before = text.substr(0, tag);
      if (open_.empty()) {
        if (!IsBlank(before)) return Broken("text outside of the document");
      } else {
        TRY(AppendText(before, open_.back().text));
      }
      if (tag == std::string_view::npos) break;
      text.remove_prefix(tag);
      TRY_ASSIGN(const std::size_t length, Take(text));
      text.remove_prefix(length);
    }
    if (!open_.empty() || !seen_root_) return Broken("it is cut short");
    return Ok();
  }

 private:
  struct Open {
    std::string text;
    /// Of the path, before this element's name.
    std::size_t path_length = 0;
  };

  static bool IsBlank(std::string_view text) {
    // A byte order mark counts as blank, too.
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
  }

  /// One tag, comment or the like; gives its length.
  Result<std::size_t> Take(std::string_view text) {
    const auto skip = [&](std::string_view end) -> Result<std::size_t> {
      const std::size_t at = text.find(end);
      if (at == std::string_view::npos) return Broken("it is cut short");
      return at + end.size();
    };
    if (text.starts_with("<?")) return skip("?>");
    if (text.starts_with("<!--")) return skip("-->");
    if (text.starts_with("<![CDATA[")) {
      TRY_ASSIGN(const std::size_t length, skip("]]>"));
      if (open_.empty()) return Broken("text outside of the document");
      open_.back().text += text.substr(9, length - 12);
      return length;
    }
    if (text.starts_with("<!")) return Broken("it has a document type");
    const std::size_t end = EndOfTag(text);
    if (end == std::string_view::npos) return Broken("it is cut short");
    std::string_view inside = text.substr(1, end - 1);
    if (inside.starts_with('/')) {
      TRY(Close(TrimAscii(inside.substr(1))));
      return end + 1;
    }
    const bool is_empty = inside.ends_with('/');
    if (is_empty) inside.remove_suffix(1);
    const std::string_view name = inside.substr(0, inside.find_first_of(" \t\r\n"));
    TRY(OpenElement(name));
    if (is_empty) TRY(Close(name));
    return end + 1;
  }

  Status OpenElement(std::string_view name) {
    if (LocalName(name).empty() || name.find_first_of("<&\"'/") != std::string_view::npos) {
      return Broken("an element without a name");
    }
    if (open_.size() == kMaxDepth) return Broken("it is nested too deeply");
    if (open_.empty() && seen_root_) return Broken("it has two roots");
    seen_root_ = true;
    open_.push_back({.text = {}, .path_length = path_.size()});
    if (!path_.empty()) path_ += '/';
    path_ += LocalName(name);
    return Ok();
  }

  Status Close(std::string_view name) {
    if (open_.empty()) return Broken("an end without a beginning");
    Open& element = open_.back();
    const std::size_t start = element.path_length == 0 ? 0 : element.path_length + 1;
    if (std::string_view(path_).substr(start) != LocalName(name)) {
      return Broken("an element ends inside of another");
    }
    TRY(closed_(path_, std::move(element.text)));
    path_.resize(element.path_length);
    open_.pop_back();
    return Ok();
  }

  const std::function<Status(std::string_view, std::string)>& closed_;
  std::vector<Open> open_;
  std::string path_;
  bool seen_root_ = false;
};

std::optional<std::uint64_t> ReadNumber(std::string_view text) {
  text = TrimAscii(text);
  std::uint64_t number = 0;
  const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || status != std::errc() || end != text.data() + text.size()) {
    return std::nullopt;
  }
  return number;
}

}  // namespace

Status WalkXml(std::string_view text,
               const std::function<Status(std::string_view path, std::string text)>& closed) {
  return Walker(closed).Walk(text);
}

Refusal ReadRefusal(std::string_view text) {
  Refusal refusal;
  // What was read before the text went wrong is as good as nothing.
  const Status read = WalkXml(text, [&](std::string_view path, std::string value) {
    if (path == "Error/Code") {
      refusal.code = std::move(value);
    } else if (path == "Error/Message") {
      refusal.message = std::move(value);
    } else if (path == "Error/Region") {
      refusal.region = std::move(value);
    }
    return Ok();
  });
  return read ? refusal : Refusal();
}

Result<Listing> ReadListing(std::string_view text) {
  Listing listing;
  ListedObject object;
  bool is_truncated = false;
  bool is_listing = false;
  TRY(WalkXml(text, [&](std::string_view path, std::string value) -> Status {
    if (path == "ListBucketResult") {
      is_listing = true;
    } else if (path == "ListBucketResult/IsTruncated") {
      is_truncated = TrimAscii(value) == "true";
    } else if (path == "ListBucketResult/NextContinuationToken") {
      listing.next = std::move(value);
    } else if (path == "ListBucketResult/Contents/Key") {
      object.key = std::move(value);
    } else if (path == "ListBucketResult/Contents/Size") {
      const auto size = ReadNumber(value);
      if (!size) return Broken("the size of an object");
      object.size = *size;
    } else if (path == "ListBucketResult/Contents") {
      if (object.key.empty()) return Broken("an object without a key");
      listing.objects.push_back(std::move(object));
      object = {};
    }
    return Ok();
  }));
  if (!is_listing) return Broken("it is no list of objects");
  if (!is_truncated) listing.next.clear();
  if (is_truncated && listing.next.empty()) return Broken("it does not say where the list goes on");
  return listing;
}

Result<std::string> ReadUploadId(std::string_view text) {
  std::string id;
  TRY(WalkXml(text, [&](std::string_view path, std::string value) {
    if (path == "InitiateMultipartUploadResult/UploadId") id = std::move(value);
    return Ok();
  }));
  if (id.empty()) return Broken("it has no id of an upload");
  return id;
}

Result<std::vector<PendingUpload>> ReadPendingUploads(std::string_view text) {
  std::vector<PendingUpload> uploads;
  PendingUpload upload;
  TRY(WalkXml(text, [&](std::string_view path, std::string value) {
    if (path == "ListMultipartUploadsResult/Upload/Key") {
      upload.key = std::move(value);
    } else if (path == "ListMultipartUploadsResult/Upload/UploadId") {
      upload.id = std::move(value);
    } else if (path == "ListMultipartUploadsResult/Upload") {
      if (!upload.key.empty() && !upload.id.empty()) uploads.push_back(std::move(upload));
      upload = {};
    }
    return Ok();
  }));
  return uploads;
}

}  // namespace tenrec::s3
