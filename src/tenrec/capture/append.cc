#include "tenrec/capture/append.h"

#include <iterator>
#include <utility>

namespace tenrec::capture {

void AppendAll(log::EventLog& log, std::vector<log::NewRecord> records,
               UniqueFunction<void(Status)> done, std::size_t max_bytes) {
  std::size_t bytes = 0;
  auto end = records.begin();
  for (; end != records.end(); ++end) {
    bytes += end->key.size() + end->payload.size();
    if (bytes > max_bytes && end != records.begin()) break;
  }
  std::vector<log::NewRecord> rest(std::make_move_iterator(end),
                                   std::make_move_iterator(records.end()));
  records.erase(end, records.end());
  log.Append(std::move(records), [&log, rest = std::move(rest), done = std::move(done),
                                  max_bytes](Result<log::Offset> stored) mutable {
    if (!stored) return done(std::move(stored).error());
    if (rest.empty()) return done(Ok());
    AppendAll(log, std::move(rest), std::move(done), max_bytes);
  });
}

}  // namespace tenrec::capture
