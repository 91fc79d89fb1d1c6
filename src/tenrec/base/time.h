#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "tenrec/base/result.h"

namespace tenrec {

/// An instant. Units: microseconds since 1970-01-01T00:00:00Z, without leap seconds.
struct Timestamp {
  std::int64_t micros = 0;

  static constexpr Timestamp FromMillis(std::int64_t millis) { return {millis * 1000}; }
  static constexpr Timestamp FromSeconds(std::int64_t seconds) { return {seconds * 1'000'000}; }
  constexpr std::int64_t millis() const { return FloorDiv(1000); }
  constexpr std::int64_t seconds() const { return FloorDiv(1'000'000); }

  friend constexpr auto operator<=>(Timestamp, Timestamp) = default;
  friend constexpr Timestamp operator+(Timestamp t, std::chrono::microseconds d) {
    return {t.micros + d.count()};
  }
  friend constexpr Timestamp operator-(Timestamp t, std::chrono::microseconds d) {
    return {t.micros - d.count()};
  }
  friend constexpr std::chrono::microseconds operator-(Timestamp a, Timestamp b) {
    return std::chrono::microseconds(a.micros - b.micros);
  }

 private:
  constexpr std::int64_t FloorDiv(std::int64_t unit) const {
    const std::int64_t quotient = micros / unit;
    return micros % unit < 0 ? quotient - 1 : quotient;
  }
};

/// Prints "2026-11-22T09:30:00.123456Z", always six digits, as the REST API does.
std::string FormatIso(Timestamp t);
/// Prints "2026-11-22T09:30:00.123Z", the form SDKs send.
std::string FormatIsoMillis(Timestamp t);

/// Reads a strict RFC 3339 instant: "2026-11-22T09:30:00.123456+01:00"; digits past six are cut.
/// Errors: kInvalidArgument for any other shape, an impossible date, or a missing offset.
Result<Timestamp> ParseRfc3339(std::string_view text);

/// Where "now" comes from, passed in so that tests own the time.
/// Threads: any.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Timestamp Now() const = 0;
};

/// The machine's clock.
class SystemClock final : public Clock {
 public:
  Timestamp Now() const override;
};

/// A clock that stands still until told. Threads: one caller at a time.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Timestamp start) : now_(start) {}
  Timestamp Now() const override { return now_; }
  void Set(Timestamp t) { now_ = t; }
  void Advance(std::chrono::microseconds d) { now_ = now_ + d; }

 private:
  Timestamp now_;
};

/// A calendar day and time of day without a zone.
struct CivilTime {
  std::int64_t year = 1970;
  int month = 1;  // 1-12
  int day = 1;    // 1-31
  int hour = 0;
  int minute = 0;
  int second = 0;
  int micros = 0;

  friend auto operator<=>(const CivilTime&, const CivilTime&) = default;
};

/// The instant at which a UTC clock shows the civil time; fields out of range carry over.
Timestamp FromCivilUtc(const CivilTime& civil);
CivilTime ToCivilUtc(Timestamp t);

}  // namespace tenrec
