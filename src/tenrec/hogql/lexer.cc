#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>
#include <optional>
#include <string>

#include "tenrec/base/encoding.h"
#include "tenrec/hogql/token.h"

namespace tenrec::hogql {
namespace {

bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}

bool IsHexDigit(char c) {
  return std::isxdigit(static_cast<unsigned char>(c)) != 0;
}

bool IsWordStart(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
}

bool IsWordPart(char c) {
  return IsWordStart(c) || IsDigit(c);
}

// White_Space of Unicode, and the byte order mark.
bool IsBlank(std::uint32_t c) {
  return (c >= 9 && c <= 13) || c == 0x20 || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
         c == 0x3000 || c == 0xFEFF;
}

struct CodePoint {
  std::uint32_t value = 0;
  std::size_t length = 1;
};

// The input was checked to be UTF-8.
CodePoint DecodeAt(std::string_view text, std::size_t pos) {
  const auto byte = [&](std::size_t i) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(text[pos + i]));
  };
  const std::uint32_t first = byte(0);
  if (first < 0x80) return {first, 1};
  if (first < 0xE0) return {((first & 0x1F) << 6) | (byte(1) & 0x3F), 2};
  if (first < 0xF0) {
    return {((first & 0x0F) << 12) | ((byte(1) & 0x3F) << 6) | (byte(2) & 0x3F), 3};
  }
  return {((first & 0x07) << 18) | ((byte(1) & 0x3F) << 12) | ((byte(2) & 0x3F) << 6) |
              (byte(3) & 0x3F),
          4};
}

Error SyntaxError(std::string message, TextRange range) {
  return InvalidArgument(std::move(message)).WithTag("syntax_error").WithRange(range);
}

// What the text means depends on where the lexer stands; '{' and '}' nest.
enum class Mode : std::uint8_t { kDefault, kTemplate, kFullTemplate, kTagHead, kTagText };

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  Result<std::vector<Token>> Run() {
    if (!IsValidUtf8(text_)) return SyntaxError("The query is not valid UTF-8", {0, 0});
    tokens_.reserve(text_.size() / 4 + 2);
    while (pos_ < text_.size()) {
      switch (mode()) {
        case Mode::kDefault:
          TRY(LexDefault());
          break;
        case Mode::kTemplate:
        case Mode::kFullTemplate:
          TRY(LexTemplate());
          break;
        case Mode::kTagHead:
          TRY(LexTagHead());
          break;
        case Mode::kTagText:
          LexTagText();
          break;
      }
    }
    Emit(TokenKind::kEnd, 0);
    return std::move(tokens_);
  }

 private:
  Mode mode() const { return modes_.empty() ? Mode::kDefault : modes_.back(); }

  char At(std::size_t offset) const {
    return pos_ + offset < text_.size() ? text_[pos_ + offset] : '\0';
  }
  bool Has(std::size_t offset) const { return pos_ + offset < text_.size(); }
  bool StartsWith(std::string_view prefix) const { return text_.substr(pos_).starts_with(prefix); }

  // Moves past `bytes`, counting code points.
  void Skip(std::size_t bytes) {
    for (const std::size_t end = pos_ + bytes; pos_ < end; ++pos_) {
      if ((static_cast<unsigned char>(text_[pos_]) & 0xC0) != 0x80) ++code_point_;
    }
  }

  void Emit(TokenKind kind, std::size_t bytes) {
    Token token;
    token.kind = kind;
    token.text = text_.substr(pos_, bytes);
    token.range.start = code_point_;
    Skip(bytes);
    token.range.end = code_point_;
    if (kind == TokenKind::kWord) token.keyword = FindKeyword(token.text);
    tokens_.push_back(token);
  }

  Error Unexpected() const {
    const CodePoint c = DecodeAt(text_, pos_);
    std::array<char, 16> code{};
    std::snprintf(code.data(), code.size(), "U+%04X", static_cast<unsigned>(c.value));
    std::string message = "Unexpected character ";
    if (c.value > 0x20 && c.value < 0x7F) {
      message += "'" + std::string(1, text_[pos_]) + "' (" + code.data() + ")";
    } else {
      message += code.data();
    }
    return SyntaxError(std::move(message), {code_point_, code_point_ + 1});
  }

  Status LexDefault() {
    const CodePoint c = DecodeAt(text_, pos_);
    if (IsBlank(c.value)) {
      Skip(c.length);
      return Ok();
    }
    if (SkipComment()) return Ok();
    const char first = text_[pos_];
    if ((first == 'f' || first == 'F') && At(1) == '\'') {
      Emit(first == 'f' ? TokenKind::kTemplateOpen : TokenKind::kFullTemplateOpen, 2);
      modes_.push_back(first == 'f' ? Mode::kTemplate : Mode::kFullTemplate);
      return Ok();
    }
    if (IsWordStart(first)) {
      Emit(TokenKind::kWord, WordLength());
      return Ok();
    }
    if (IsDigit(first) || (first == '.' && IsDigit(At(1)))) {
      if (const std::size_t length = ExponentFloatLength()) {
        Emit(TokenKind::kFloat, length);
        return Ok();
      }
    }
    if (IsDigit(first)) {
      LexInteger();
      return Ok();
    }
    if (first == '\'' || first == '"' || first == '`') return LexQuoted(first);
    return LexPunctuation();
  }

  std::size_t WordLength() const {
    std::size_t length = 0;
    while (IsWordPart(At(length))) ++length;
    return length;
  }

  bool SkipComment() {
    std::size_t length = 0;
    if (StartsWith("--") || StartsWith("//") ||
        (text_[pos_] == '#' && !(Has(1) && IsDigit(At(1))))) {
      length = std::min(text_.find_first_of("\r\n", pos_), text_.size()) - pos_;
    } else if (StartsWith("/*")) {
      const auto end = text_.find("*/", pos_ + 2);
      if (end == std::string_view::npos) return false;
      length = end + 2 - pos_;
    }
    if (length == 0) return false;
    Skip(length);
    return true;
  }

  std::size_t Digits(std::size_t from, bool hex = false) const {
    std::size_t i = from;
    while (hex ? IsHexDigit(At(i)) : IsDigit(At(i))) ++i;
    return i;
  }

  // Floats that the lexer makes: with an exponent. 1.5 stays three tokens, so that t.1.2 works.
  std::size_t ExponentFloatLength() const {
    const bool hex = At(0) == '0' && (At(1) == 'x' || At(1) == 'X');
    const std::size_t start = hex ? 2 : 0;
    std::size_t i = Digits(start, hex);
    const bool has_whole = i > start;
    bool has_fraction = false;
    if (At(i) == '.') {
      const std::size_t end = Digits(i + 1, hex);
      has_fraction = end > i + 1;
      i = end;
    }
    if (!has_whole && !has_fraction) return 0;
    const char mark = static_cast<char>(std::tolower(static_cast<unsigned char>(At(i))));
    if (mark != (hex ? 'p' : 'e')) return 0;
    ++i;
    if (At(i) == '+' || At(i) == '-') ++i;
    const std::size_t end = Digits(i);
    return end > i ? end : 0;
  }

  void LexInteger() {
    const char second = static_cast<char>(std::tolower(static_cast<unsigned char>(At(1))));
    if (At(0) == '0' && second == 'x' && IsHexDigit(At(2))) {
      return Emit(TokenKind::kHex, Digits(2, true));
    }
    if (At(0) == '0' && second == 'o' && IsWordPart(At(2))) {
      std::size_t end = 2;
      while (IsWordPart(At(end))) ++end;
      return Emit(TokenKind::kOctalPrefix, end);
    }
    // Letters behind the digits are a word of their own, and without digits `b` begins one.
    if (At(0) == '0' && second == 'b' && IsDigit(At(2))) {
      std::size_t end = 2;
      bool valid = true;
      for (; IsDigit(At(end)); ++end) valid = valid && At(end) <= '1';
      return Emit(valid ? TokenKind::kBinary : TokenKind::kMalformedNumber, end);
    }
    const std::size_t end = Digits(0);
    bool octal = end > 1 && At(0) == '0';
    for (std::size_t i = 0; i < end && octal; ++i) octal = At(i) <= '7';
    Emit(octal ? TokenKind::kOctal : TokenKind::kDecimal, end);
  }

  // The length of one escape at `i`, or 0 when it is none that quoted text may hold.
  std::size_t EscapeLength(std::size_t i, char quote) const {
    if (At(i) != '\\' || !Has(i + 1)) return 0;
    const char next = At(i + 1);
    if (next == 'x') return IsHexDigit(At(i + 2)) && IsHexDigit(At(i + 3)) ? 4 : 0;
    if (std::string_view("bfrnt0av\\").find(next) != std::string_view::npos) return 2;
    if (next == '\'' && quote != '"') return 2;
    return next == '"' && quote == '"' ? 2 : 0;
  }

  Status LexQuoted(char quote) {
    std::size_t i = 1;
    while (Has(i)) {
      if (At(i) == quote) {
        if (At(i + 1) != quote) {
          Emit(quote == '\'' ? TokenKind::kString : TokenKind::kQuotedWord, i + 1);
          return Ok();
        }
        i += 2;
      } else if (At(i) == '\\') {
        const std::size_t length = EscapeLength(i, quote);
        if (length == 0) {
          return SyntaxError("Unknown escape in quoted text", {code_point_, code_point_ + 1});
        }
        // In a name it would vanish, and another name be read than the one that is written.
        if (quote != '\'' && At(i + 1) == '0') {
          return SyntaxError("A quoted name cannot contain \\0", {code_point_, code_point_ + 1});
        }
        i += length;
      } else {
        ++i;
      }
    }
    return SyntaxError("Quoted text is never closed", {code_point_, code_point_ + 1});
  }

  // '<' opens a tag when a name follows at once, and then '>', '/' or an attribute's name.
  bool OpensTag() const {
    std::size_t i = 1;
    const auto letter = [](char c) {
      return c == '_' || std::isalpha(static_cast<unsigned char>(c)) != 0;
    };
    if (!letter(At(i))) return false;
    while (letter(At(i)) || IsDigit(At(i)) || At(i) == '-') ++i;
    const std::size_t name_end = i;
    while (Has(i) && std::isspace(static_cast<unsigned char>(At(i))) != 0) ++i;
    if (At(i) == '>' || (At(i) == '/' && At(i + 1) == '>')) return true;
    return i > name_end && letter(At(i)) && StartsAttribute(i);
  }

  bool StartsAttribute(std::size_t i) const {
    while (IsWordPart(At(i)) || At(i) == '-') ++i;
    while (Has(i) && std::isspace(static_cast<unsigned char>(At(i))) != 0) ++i;
    return At(i) == '=' || At(i) == '>' || At(i) == '/' || IsWordStart(At(i));
  }

  Status LexPunctuation() {
    static constexpr std::array<std::pair<std::string_view, TokenKind>, 40> kTokens = {{
        {"=~*", TokenKind::kIRegex},     {"!~*", TokenKind::kNotIRegex},
        {"<=>", TokenKind::kNullSafeEq}, {"->", TokenKind::kArrow},
        {"::", TokenKind::kDoubleColon}, {":=", TokenKind::kAssign},
        {"||", TokenKind::kConcat},      {"==", TokenKind::kEq},
        {">=", TokenKind::kGtEq},        {"~*", TokenKind::kIRegex},
        {"<=", TokenKind::kLtEq},        {"</", TokenKind::kTagCloseOpen},
        {"/>", TokenKind::kTagSelfEnd},  {"!=", TokenKind::kNotEq},
        {"<>", TokenKind::kNotEq},       {"!~", TokenKind::kNotRegex},
        {"?.", TokenKind::kNullishDot},  {"??", TokenKind::kNullish},
        {"=~", TokenKind::kRegex},       {"*", TokenKind::kStar},
        {":", TokenKind::kColon},        {",", TokenKind::kComma},
        {"-", TokenKind::kDash},         {".", TokenKind::kDot},
        {"=", TokenKind::kEq},           {">", TokenKind::kGt},
        {"{", TokenKind::kOpenBrace},    {"[", TokenKind::kOpenBracket},
        {"(", TokenKind::kOpenParen},    {"<", TokenKind::kLt},
        {"%", TokenKind::kPercent},      {"+", TokenKind::kPlus},
        {"?", TokenKind::kQuestion},     {"~", TokenKind::kRegex},
        {"}", TokenKind::kCloseBrace},   {"]", TokenKind::kCloseBracket},
        {")", TokenKind::kCloseParen},   {";", TokenKind::kSemicolon},
        {"/", TokenKind::kSlash},        {"#", TokenKind::kHash},
    }};
    if (At(0) == '<' && OpensTag()) {
      Emit(TokenKind::kTagOpen, 1);
      modes_.push_back(Mode::kTagHead);
      return Ok();
    }
    for (const auto& [spelling, kind] : kTokens) {
      if (!StartsWith(spelling)) continue;
      Emit(kind, spelling.size());
      if (kind == TokenKind::kOpenBrace) modes_.push_back(Mode::kDefault);
      if (kind == TokenKind::kCloseBrace && !modes_.empty()) modes_.pop_back();
      return Ok();
    }
    return Unexpected();
  }

  Status LexTemplate() {
    const bool full = mode() == Mode::kFullTemplate;
    if (At(0) == '{') {
      Emit(TokenKind::kOpenBrace, 1);
      modes_.push_back(Mode::kDefault);
      return Ok();
    }
    if (!full && At(0) == '\'' && At(1) != '\'') {
      Emit(TokenKind::kTemplateClose, 1);
      modes_.pop_back();
      return Ok();
    }
    std::size_t i = 0;
    while (Has(i) && At(i) != '{') {
      if (At(i) == '\\' && (At(i + 1) == '{' || EscapeLength(i, '\'') > 0)) {
        i += At(i + 1) == '{' ? 2 : EscapeLength(i, '\'');
      } else if (!full && At(i) == '\'') {
        if (At(i + 1) != '\'') break;
        i += 2;
      } else if (!full && At(i) == '\\') {
        return SyntaxError("Unknown escape in template", {code_point_, code_point_ + 1});
      } else {
        ++i;
      }
    }
    Emit(TokenKind::kText, i);
    return Ok();
  }

  Status LexTagHead() {
    const CodePoint c = DecodeAt(text_, pos_);
    if (IsBlank(c.value)) {
      Skip(c.length);
      return Ok();
    }
    if (!StartsWith("/>") && SkipComment()) return Ok();
    const char first = At(0);
    if (first == '_' || std::isalpha(static_cast<unsigned char>(first)) != 0) {
      std::size_t length = 1;
      while (At(length) == '-' || (IsWordPart(At(length)) && At(length) != '$')) ++length;
      Emit(TokenKind::kWord, length);
      return Ok();
    }
    if (first == '\'' || first == '"') return LexQuoted(first);
    if (first == '=') {
      Emit(TokenKind::kEq, 1);
      return Ok();
    }
    if (first == '{') {
      Emit(TokenKind::kOpenBrace, 1);
      modes_.push_back(Mode::kDefault);
      return Ok();
    }
    if (StartsWith("/>")) {
      Emit(TokenKind::kTagSelfEnd, 2);
      modes_.pop_back();
      return Ok();
    }
    if (first == '>') {
      Emit(TokenKind::kTagEnd, 1);
      modes_.pop_back();
      if (!closing_tag_) modes_.push_back(Mode::kTagText);
      closing_tag_ = false;
      return Ok();
    }
    return Unexpected();
  }

  void LexTagText() {
    if (At(0) == '{') {
      Emit(TokenKind::kOpenBrace, 1);
      modes_.push_back(Mode::kDefault);
      return;
    }
    if (StartsWith("</")) {
      Emit(TokenKind::kTagCloseOpen, 2);
      modes_.back() = Mode::kTagHead;
      closing_tag_ = true;
      return;
    }
    if (At(0) == '<' && OpensTag()) {
      Emit(TokenKind::kTagOpen, 1);
      modes_.push_back(Mode::kTagHead);
      return;
    }
    const auto end = std::min(text_.find_first_of("<{", pos_ + 1), text_.size());
    Emit(TokenKind::kText, end - pos_);
  }

  std::string_view text_;
  std::size_t pos_ = 0;
  std::uint32_t code_point_ = 0;
  std::vector<Mode> modes_;
  bool closing_tag_ = false;  // the tag head being read began with </
  std::vector<Token> tokens_;
};

}  // namespace

Result<std::vector<Token>> Tokenize(std::string_view text) {
  return Lexer(text).Run();
}

std::string Unquote(const Token& token) {
  std::string_view body = token.text;
  char quote = '\'';
  if (token.kind != TokenKind::kText) {
    quote = body.front();
    body = body.substr(1, body.size() - 2);
  }
  std::string out;
  out.reserve(body.size());
  for (std::size_t i = 0; i < body.size(); ++i) {
    if (body[i] == quote && i + 1 < body.size() && body[i + 1] == quote) {
      out += quote;
      ++i;
      continue;
    }
    if (body[i] != '\\' || i + 1 >= body.size()) {
      out += body[i];
      continue;
    }
    switch (const char next = body[++i]; next) {
      case 'b':
        out += '\b';
        break;
      case 'f':
        out += '\f';
        break;
      case 'r':
        out += '\r';
        break;
      case 'n':
        out += '\n';
        break;
      case 't':
        out += '\t';
        break;
      case 'a':
        out += '\a';
        break;
      case 'v':
        out += '\v';
        break;
      case '0':  // a NUL in text vanishes, as in the reference parser
        break;
      case '\\':
        out += next;
        break;
      case '\'':
      case '"':
      case '{':
        if (next != '{' && next != quote) out += '\\';
        out += next;
        break;
      default:  // \xHH stays as it is written
        out += '\\';
        out += next;
    }
  }
  return out;
}

}  // namespace tenrec::hogql
