#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace tenrec {

enum class LogLevel { kDebug, kInfo, kWarning, kError };

/// One key=value of a log line. Numbers are printed by the caller with std::to_string.
struct LogField {
  std::string_view key;
  std::string value;
};

/// Writes one line for the operator to standard error: time, level, room, event, key=value.
/// Shape:   LogLine(LogLevel::kInfo, "log", "segment rolled", {{"segment", "17"}});
/// Threads: any. Never put secrets or request bodies in a value.
void LogLine(LogLevel level, std::string_view room, std::string_view event,
             std::initializer_list<LogField> fields = {});

/// Lines below this level are not written. Default kInfo.
void SetLogLevel(LogLevel level);

}  // namespace tenrec
