#pragma once

#include <string>
#include <string_view>

namespace tenrec::server {

/// What a command finds, one line each: "FAIL  event log      record 17 …: do this".
class Report {
 public:
  void Good(std::string_view what, const std::string& found) { Print("ok  ", what, found); }
  void Warn(std::string_view what, const std::string& found) { Print("warn", what, found); }
  void Bad(std::string_view what, const std::string& found) {
    Print("FAIL", what, found);
    ++failures_;
  }
  int failures() const { return failures_; }

 private:
  static void Print(const char* verdict, std::string_view what, const std::string& found);

  int failures_ = 0;
};

/// "1.5 GB".
std::string Gigabytes(double bytes);

}  // namespace tenrec::server
