#include "tenrec/sql/quote.h"

#include <array>
#include <cstdio>

namespace tenrec::sql {
namespace {

bool HasEscape(char c) {
  return c == '\\' || c == '\0' || c == '\n' || c == '\r' || c == '\t';
}

}  // namespace

void AppendEscaped(std::string& out, char c) {
  switch (c) {
    case '\\':
      out += "\\\\";
      break;
    case '\0':
      out += "\\0";
      break;
    case '\n':
      out += "\\n";
      break;
    case '\r':
      out += "\\r";
      break;
    case '\t':
      out += "\\t";
      break;
    default:
      out += c;
  }
}

std::string QuoteText(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'') {
      out += "\\'";
    } else if (static_cast<unsigned char>(c) < 0x20 && !HasEscape(c)) {
      std::array<char, 8> escape{};
      std::snprintf(escape.data(), escape.size(), "\\x%02X", static_cast<unsigned>(c));
      out += escape.data();
    } else {
      AppendEscaped(out, c);
    }
  }
  return out + "'";
}

std::string EscapeParam(std::string_view text) {
  std::string out;
  for (const char c : text) AppendEscaped(out, c);
  return out;
}

}  // namespace tenrec::sql
