#include "tenrec/insights/selector.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "tenrec/base/encoding.h"

namespace tenrec::insights {
namespace {

using hogql::Call;
using hogql::Compare;
using hogql::CompareOp;
using hogql::Constant;
using hogql::ExprPtr;
using hogql::Field;

// An element of the chain is `tag.class.class:name="value"name="value"`, elements are joined by
// semicolons, classes and attributes are sorted, and a quote in a value is written \".
constexpr std::string_view kQuoted = R"x("(?:\\.|[^"])*")x";
constexpr std::string_view kEndOfElement = "(?:;|$)";

std::string Attributes() {
  return "(?:[^;\"=]*=" + std::string(kQuoted) + ")*?";
}

std::string RestOfElement() {
  return "(?:[^;\"]|" + std::string(kQuoted) + ")*?";
}

/// The attributes that a chain names as they are; it writes attr__ before the others.
constexpr std::array<std::string_view, 5> kPlainAttributes = {"attr_id", "href", "nth-child",
                                                              "nth-of-type", "text"};

std::string Escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                       c == '_' || (static_cast<unsigned char>(c) & 0x80U) != 0;
    if (!plain) out += '\\';
    out += c;
  }
  return out;
}

/// One element that the selector asks for.
struct Part {
  std::string tag;
  std::vector<std::string> classes;
  /// By the chain's name of the attribute.
  std::vector<std::pair<std::string, std::string>> attributes;
  /// It stands directly inside the part that is written before it.
  bool is_child = false;
};

std::string ChainAttribute(std::string_view name) {
  if (name == "id") return "attr_id";
  if (std::ranges::find(kPlainAttributes, name) != kPlainAttributes.end()) return std::string(name);
  return "attr__" + std::string(name);
}

/// Reads one compound selector such as a.btn#buy[href="/x"]:nth-child(2).
class PartReader {
 public:
  explicit PartReader(std::string_view text) : text_(text) {}

  std::optional<Part> Read() {
    Part part;
    part.tag = Word();
    if (part.tag.empty() && Take('*')) part.tag = "";
    while (at_ < text_.size()) {
      const bool read = Take('.')   ? AddClass(part)
                        : Take('#') ? AddId(part)
                        : Take('[') ? AddAttribute(part)
                        : Take(':') ? AddPosition(part)
                                    : false;
      if (!read) return std::nullopt;
    }
    std::ranges::sort(part.classes);
    std::ranges::sort(part.attributes);
    return part;
  }

 private:
  bool Take(char c) {
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  std::string Word() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && (IsAlnum(text_[at_]) || text_[at_] == '-' || text_[at_] == '_')) {
      ++at_;
    }
    return std::string(text_.substr(begin, at_ - begin));
  }

  static bool IsAlnum(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (static_cast<unsigned char>(c) & 0x80U) != 0;
  }

  /// Names of classes and ids hold what is escaped, and brackets with what is inside.
  std::string Name(std::string_view ends) {
    std::string name;
    int brackets = 0;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '\\' && at_ + 1 < text_.size()) {
        name += text_[at_ + 1];
        at_ += 2;
        continue;
      }
      // [ after a dash is a name such as w-[10px]; elsewhere it begins an attribute.
      const bool opens = c == '[' && !name.empty() && name.back() == '-';
      if (brackets == 0 && !opens && ends.find(c) != std::string_view::npos) break;
      if (opens) ++brackets;
      if (brackets > 0 && c == ']') --brackets;
      name += c;
      ++at_;
    }
    return name;
  }

  bool AddClass(Part& part) {
    // A colon is part of the name (hover:bg) unless a position follows.
    std::string name;
    while (true) {
      name += Name(".#[:");
      if (at_ >= text_.size() || text_[at_] != ':' || IsPosition(text_.substr(at_ + 1))) break;
      name += ':';
      ++at_;
    }
    if (name.empty()) return false;
    part.classes.push_back(std::move(name));
    return true;
  }

  static bool IsPosition(std::string_view text) {
    return text.starts_with("nth-child(") || text.starts_with("nth-of-type(");
  }

  bool AddId(Part& part) {
    std::string name = Name(".#[:");
    if (name.empty()) return false;
    part.attributes.emplace_back("attr_id", std::move(name));
    return true;
  }

  void SkipBlanks() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
  }

  bool AddAttribute(Part& part) {
    SkipBlanks();
    std::string name;
    while (at_ < text_.size() &&
           (IsAlnum(text_[at_]) ||
            std::string_view("-_:.").find(text_[at_]) != std::string_view::npos)) {
      name += text_[at_++];
    }
    SkipBlanks();
    if (name.empty() || !Take('=')) return false;
    SkipBlanks();
    if (at_ >= text_.size() || (text_[at_] != '"' && text_[at_] != '\'')) return false;
    const char quote = text_[at_++];
    std::string value;
    while (at_ < text_.size() && text_[at_] != quote) {
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
      value += text_[at_++];
    }
    if (!Take(quote)) return false;
    SkipBlanks();
    if (!Take(']')) return false;
    part.attributes.emplace_back(ChainAttribute(name), std::move(value));
    return true;
  }

  bool AddPosition(Part& part) {
    const std::string name = Word();
    if ((name != "nth-child" && name != "nth-of-type") || !Take('(')) return false;
    const std::string number(TrimAscii(text_.substr(at_, text_.find(')', at_) - at_)));
    const bool digits =
        !number.empty() && std::ranges::all_of(number, [](char c) { return c >= '0' && c <= '9'; });
    const std::size_t close = text_.find(')', at_);
    if (!digits || close == std::string_view::npos) return false;
    at_ = close + 1;
    part.attributes.emplace_back(name, number);
    return true;
  }

  const std::string_view text_;
  std::size_t at_ = 0;
};

/// Cuts at blanks and `>` outside brackets and quotes.
std::vector<std::string> Words(std::string_view selector) {
  std::vector<std::string> words;
  std::string word;
  char quote = 0;
  int brackets = 0;
  const auto end = [&] {
    if (!word.empty()) words.push_back(std::exchange(word, {}));
  };
  for (std::size_t i = 0; i < selector.size(); ++i) {
    const char c = selector[i];
    if (c == '\\' && i + 1 < selector.size()) {
      word += c;
      word += selector[++i];
      continue;
    }
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (brackets > 0 && (c == '"' || c == '\'')) {
      quote = c;
    } else if (c == '[') {
      ++brackets;
    } else if (c == ']') {
      brackets = std::max(0, brackets - 1);
    } else if (brackets == 0 && (c == ' ' || c == '\t' || c == '\n' || c == '\r')) {
      end();
      continue;
    } else if (brackets == 0 && c == '>') {
      end();
      words.emplace_back(">");
      continue;
    }
    word += c;
  }
  end();
  return words;
}

/// The parts as the selector writes them, outermost first; nullopt when it asks for something that
/// a chain does not say.
std::optional<std::vector<Part>> ReadParts(std::string_view selector) {
  std::vector<Part> parts;
  bool is_child = false;
  for (const std::string& word : Words(selector)) {
    if (word == ">") {
      if (parts.empty() || is_child) return std::nullopt;
      is_child = true;
      continue;
    }
    auto part = PartReader(word).Read();
    if (!part) return std::nullopt;
    part->is_child = is_child;
    is_child = false;
    parts.push_back(*std::move(part));
  }
  if (parts.empty() || is_child) return std::nullopt;
  return parts;
}

std::string PartPattern(const Part& part) {
  constexpr std::string_view kClassesBefore = R"x((?:\.[^;"]*?)?)x";
  std::string pattern = part.tag.empty() ? "[^.:;\"]*" : Escaped(part.tag);
  for (const std::string& name : part.classes) {
    pattern += std::string(kClassesBefore) + "\\." + Escaped(name);
  }
  if (part.attributes.empty()) {
    pattern += "(?:[.:]" + RestOfElement() + ")?";
  } else {
    pattern += std::string(kClassesBefore) + ":";
    for (const auto& [name, value] : part.attributes) {
      std::string quoted;
      for (const char c : value) {
        if (c == '"') quoted += '\\';
        quoted += c;
      }
      pattern += Attributes() + Escaped(name) + "=\"" + Escaped(quoted) + "\"";
    }
    pattern += RestOfElement();
  }
  return pattern + std::string(kEndOfElement);
}

}  // namespace

std::string SelectorPattern(std::string_view selector) {
  const auto parts = ReadParts(selector);
  if (!parts) return "";
  std::string pattern = "(?:^|;)";
  for (std::size_t i = parts->size(); i-- > 0;) {
    pattern += PartPattern((*parts)[i]);
    // The next one out is the parent, or stands anywhere around.
    if (i > 0 && !(*parts)[i].is_child) {
      pattern += "(?:(?:[^;\"]|" + std::string(kQuoted) + ")*;)*?";
    }
  }
  return pattern;
}

ExprPtr SelectorExpr(std::string_view selector) {
  const auto parts = ReadParts(selector);
  if (!parts) return Compare(CompareOp::kEq, Constant(1), Constant(2));
  const Part& last = parts->back();
  const bool only_id = parts->size() == 1 && last.tag.empty() && last.classes.empty() &&
                       last.attributes.size() == 1 && last.attributes.front().first == "attr_id";
  if (only_id) {
    return Compare(
        CompareOp::kGt,
        Call("indexOf", {Field({"elements_chain_ids"}), Constant(last.attributes.front().second)}),
        Constant(0));
  }
  return Compare(CompareOp::kRegex, Field({"elements_chain"}), Constant(SelectorPattern(selector)));
}

ExprPtr TagExpr(std::string_view tag, bool negated) {
  return Compare(negated ? CompareOp::kNotRegex : CompareOp::kRegex, Field({"elements_chain"}),
                 Constant("(^|;)" + std::string(tag) + "(\\.|$|;|:)"));
}

}  // namespace tenrec::insights
