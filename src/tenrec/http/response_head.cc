#include "tenrec/http/response_head.h"

#include <array>
#include <charconv>
#include <cstdio>

#include "tenrec/base/encoding.h"
#include "tenrec/http/status.h"

namespace tenrec::http {
namespace {

void AppendNumber(std::string& out, std::size_t number) {
  std::array<char, 24> digits{};
  const auto [end, status] = std::to_chars(digits.data(), digits.data() + digits.size(), number);
  out.append(digits.data(), end);
}

bool IsServersOwn(std::string_view name) {
  constexpr std::array<std::string_view, 4> kOwn = {"content-length", "connection",
                                                    "transfer-encoding", "date"};
  for (std::string_view own : kOwn) {
    if (EqualsIgnoreCase(name, own)) return true;
  }
  return false;
}

void AppendValue(std::string& out, std::string_view value) {
  const std::size_t start = out.size();
  out += value;
  for (std::size_t i = start; i < out.size(); ++i) {
    if (out[i] == '\r' || out[i] == '\n' || out[i] == '\0') out[i] = ' ';
  }
}

}  // namespace

bool IsBodiless(int status) {
  return status < 200 || status == 204 || status == 304;
}

void AppendHead(std::string& out, const Response& response, const HeadFacts& facts) {
  out += "HTTP/1.1 ";
  AppendNumber(out, static_cast<std::size_t>(response.status));
  out += ' ';
  out += ReasonPhrase(response.status);
  out += "\r\nDate: ";
  out += facts.date;
  out += "\r\n";
  for (const Header& header : response.headers) {
    if (IsServersOwn(header.name)) continue;
    AppendValue(out, header.name);
    out += ": ";
    AppendValue(out, header.value);
    out += "\r\n";
  }
  switch (facts.framing) {
    case Framing::kLength:
      out += "Content-Length: ";
      AppendNumber(out, facts.body_bytes);
      out += "\r\n";
      break;
    case Framing::kChunked:
      out += "Transfer-Encoding: chunked\r\n";
      break;
    case Framing::kToEnd:
    case Framing::kNone:
      break;
  }
  if (!facts.keep_alive) {
    out += "Connection: close\r\n";
  } else if (facts.is_http_1_0) {
    out += "Connection: keep-alive\r\n";
  }
  out += "\r\n";
}

std::string PrintHttpDate(Timestamp t) {
  constexpr std::array<const char*, 7> kDays = {"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};
  constexpr std::array<const char*, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const CivilTime civil = ToCivilUtc(t);
  const std::int64_t day = t.seconds() / 86'400;
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT",
                kDays[static_cast<std::size_t>(day % 7)], civil.day,
                kMonths[static_cast<std::size_t>(civil.month - 1)], static_cast<int>(civil.year),
                civil.hour, civil.minute, civil.second);
  return text.data();
}

}  // namespace tenrec::http
