// rooms: ingest accounts persons log base
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include <boost/json.hpp>

#include "tenrec/base/json.h"
#include "tenrec/ingest/elements.h"
#include "tenrec/ingest/event_reader.h"
#include "tenrec/ingest/json_members.h"
#include "tenrec/ingest/steps.h"

/// Reads any text as the properties of an event. What is taken must print as valid JSON again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace ingest = tenrec::ingest;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  (void)ingest::ElementsToChain(text);
  std::string scratch;
  (void)ingest::CompactJson(text, scratch);
  (void)ingest::UnescapeJson(text);

  static ingest::EventReader reader;
  ingest::TextArena arena;
  ingest::Event event;
  const auto read = reader.ReadProperties({.properties = text, .set = text}, arena, event);
  if (!read) return 0;
  std::string printed;
  ingest::PrintProperties(event, printed);
  if (!tenrec::ParseJson(printed, 2000)) std::abort();
  return 0;
}
