#include "tenrec/cohorts/csv.h"

#include <algorithm>
#include <array>
#include <optional>
#include <unordered_set>
#include <utility>

#include "tenrec/base/encoding.h"

namespace tenrec::cohorts {
namespace {

constexpr std::size_t kMaxValues = 5'000'000;
constexpr std::string_view kMark = "\xEF\xBB\xBF";

Error BadFile(std::string message) {
  return InvalidArgument(std::move(message)).WithTag("invalid_input").WithField("csv");
}

/// Gives the fields of one line after another. A line is a record: quotes may hold line ends.
class Records {
 public:
  explicit Records(std::string_view text) : text_(text) {}

  bool Next(std::vector<std::string>& fields) {
    fields.clear();
    if (at_ >= text_.size()) return false;
    while (true) {
      fields.push_back(Field());
      if (at_ >= text_.size()) return true;
      const char end = text_[at_++];
      if (end == ',') {
        if (at_ >= text_.size()) {
          fields.emplace_back();
          return true;
        }
        continue;
      }
      if (end == '\r' && at_ < text_.size() && text_[at_] == '\n') ++at_;
      return true;
    }
  }

 private:
  static bool Ends(char c) { return c == ',' || c == '\n' || c == '\r'; }

  std::string Field() {
    std::string field;
    if (at_ < text_.size() && text_[at_] == '"') {
      ++at_;
      while (at_ < text_.size()) {
        const char c = text_[at_++];
        if (c != '"') {
          field += c;
        } else if (at_ < text_.size() && text_[at_] == '"') {
          field += '"';
          ++at_;
        } else {
          break;
        }
      }
    }
    while (at_ < text_.size() && !Ends(text_[at_])) field += text_[at_++];
    return field;
  }

  const std::string_view text_;
  std::size_t at_ = 0;
};

struct Heading {
  std::string_view word;
  ListedBy by;
};
constexpr std::array<Heading, 4> kHeadings{{{"distinct_id", ListedBy::kDistinctId},
                                            {"distinct-id", ListedBy::kDistinctId},
                                            {"person_id", ListedBy::kPersonId},
                                            {"email", ListedBy::kEmail}}};

/// The column that a first line names.
std::optional<std::pair<std::size_t, ListedBy>> FindHeading(
    const std::vector<std::string>& fields) {
  for (const Heading& heading : kHeadings) {
    for (std::size_t i = 0; i < fields.size(); ++i) {
      if (EqualsIgnoreCase(TrimAscii(fields[i]), heading.word)) return std::pair(i, heading.by);
    }
  }
  return std::nullopt;
}

}  // namespace

Result<PersonList> ReadPersonList(std::string_view csv) {
  if (csv.starts_with(kMark)) csv.remove_prefix(kMark.size());
  if (!IsValidUtf8(csv)) return BadFile("The file must be UTF-8 text.");
  PersonList list;
  std::unordered_set<std::string> seen;
  std::vector<std::string> fields;
  std::size_t column = 0;
  bool first = true;
  for (Records records(csv); records.Next(fields); first = false) {
    if (first) {
      if (const auto heading = FindHeading(fields)) {
        column = heading->first;
        list.by = heading->second;
        continue;
      }
    }
    if (column >= fields.size()) continue;
    std::string value(TrimAscii(fields[column]));
    if (value.empty() || !seen.insert(value).second) continue;
    if (list.values.size() == kMaxValues) {
      return BadFile("The file has more than 5,000,000 people. Split it.");
    }
    list.values.push_back(std::move(value));
  }
  if (list.values.empty()) {
    return BadFile("The file has nobody in it. It needs a column of distinct ids or e-mails.");
  }
  return list;
}

}  // namespace tenrec::cohorts
