#include "tenrec/log/log_check.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "tenrec/log/consumer_offsets.h"
#include "tenrec/log/segment.h"
#include "tenrec/log/segment_scan.h"

namespace tenrec::log {
namespace {

/// Whether the file simply ends and another one must have gone on, or the bytes are bad.
LogDamage Judge(const std::string& name, std::string_view file, const SegmentScan& scan,
                const BadStretch& stretch) {
  const std::string_view bytes =
      stretch.position < file.size()
          ? file.substr(stretch.position, stretch.end_position - stretch.position)
          : std::string_view();
  const std::uint64_t room =
      std::max<std::uint64_t>(scan.header.bytes, stretch.end_position) - stretch.position;
  const bool fits = stretch.to - stretch.from <= room / kRecordHeaderBytes;
  const bool empty = bytes.find_first_not_of('\0') == std::string_view::npos;
  if (stretch.from != scan.header.base && (empty || !fits)) {
    return {
        .fault = LogFault::kMissingRecords, .name = name, .from = stretch.from, .to = stretch.to};
  }
  return {.fault = LogFault::kRecords,
          .name = name,
          .position = stretch.position,
          .bytes = stretch.end_position - stretch.position,
          .from = stretch.from,
          .to = stretch.to};
}

/// Adds what is wrong with a file; gives the offset behind its last record.
Result<Offset> CheckSegment(io::Disk& disk, const std::string& directory,
                            const SegmentName& segment, std::optional<Offset> next_base,
                            LogSurvey& survey) {
  TRY_ASSIGN(const std::string file, ReadFile(disk, directory + "/" + segment.name));
  const SegmentScan scan = ScanSegment(file, segment.base, next_base);
  if (!scan.header_good) {
    const bool lost = scan.end == segment.base;
    survey.damages.push_back({.fault = LogFault::kSegmentHeader,
                              .name = segment.name,
                              .bytes = lost ? file.size() : kSegmentHeaderBytes,
                              .from = segment.base,
                              .to = segment.base});
  }
  for (const BadStretch& stretch : scan.bad) {
    survey.damages.push_back(Judge(segment.name, file, scan, stretch));
  }
  ++survey.segments;
  survey.bytes += file.size();
  return next_base.value_or(scan.end);
}

Status CheckConsumers(io::Disk& disk, const std::string& directory, LogSurvey& survey) {
  auto consumers = ReadConsumerOffsets(disk, directory + "/consumers");
  if (!consumers && consumers.error().code == ErrorCode::kNotFound) return Ok();
  if (!consumers) return std::move(consumers).error();
  for (const auto& [name, offset] : *consumers) {
    if (!offset) {
      survey.damages.push_back({.fault = LogFault::kConsumerOffset, .name = name});
    } else if (*offset > survey.end) {
      survey.damages.push_back(
          {.fault = LogFault::kConsumerTooFar, .name = name, .from = survey.end, .to = *offset});
    } else if (*offset < survey.begin) {
      survey.damages.push_back({.fault = LogFault::kConsumerTooEarly,
                                .name = name,
                                .from = *offset,
                                .to = survey.begin});
    }
    survey.consumed = std::min(survey.consumed, offset ? *offset : survey.begin);
  }
  return Ok();
}

std::string Records(const LogDamage& damage) {
  if (damage.to - damage.from == 1) return "record " + std::to_string(damage.from);
  return "records " + std::to_string(damage.from) + " to " + std::to_string(damage.to - 1);
}

}  // namespace

std::string Describe(const LogDamage& damage) {
  switch (damage.fault) {
    case LogFault::kSegmentHeader:
      return "the header of " + damage.name + " is damaged";
    case LogFault::kRecords:
      return Records(damage) + " in " + damage.name + ": " + std::to_string(damage.bytes) +
             " bytes at " + std::to_string(damage.position) + " are damaged";
    case LogFault::kMissingRecords:
      return Records(damage) + " are in no file: they came after those of " + damage.name;
    case LogFault::kConsumerOffset:
      return "the place of consumer '" + damage.name + "' is damaged";
    case LogFault::kConsumerTooFar:
      return Records(damage) + ", which consumer '" + damage.name +
             "' has read, are missing at the end";
    case LogFault::kConsumerTooEarly:
      return Records(damage) + ", which consumer '" + damage.name +
             "' has not read, are missing at the beginning";
  }
  return {};
}

Result<LogSurvey> CheckLog(io::Disk& disk, const std::string& directory) {
  TRY_ASSIGN(const auto segments, ListSegments(disk, directory));
  LogSurvey survey;
  if (!segments.empty()) survey.begin = survey.end = segments.front().base;
  for (std::size_t i = 0; i < segments.size(); ++i) {
    const auto next =
        i + 1 < segments.size() ? std::optional(segments[i + 1].base) : std::optional<Offset>();
    TRY_ASSIGN(survey.end, CheckSegment(disk, directory, segments[i], next, survey));
  }
  survey.consumed = survey.end;
  TRY(CheckConsumers(disk, directory, survey));
  return survey;
}

}  // namespace tenrec::log
