#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "tenrec/api/route.h"

/// The values that editors of filters suggest. They are asked for with every letter that somebody
/// types, so they read a bounded number of rows, however many a project has.
namespace tenrec::api {

/// Rows [value, times] of the last seven days, the most frequent first; of the last day alone when
/// that has a list full of them, or a thousand rows.
/// A search of the week that goes on from one of the last minute is answered from that; what came
/// today is found at once.
/// Shape:  `text` is somewhere in the value, in any case; empty finds all. Of `events`, or of every
///         event when it is empty.
/// Source: rest-api.md 19.3
Result<JsonArray> FindEventValues(const Services& services, const Call& call,
                                  const std::string& key, const std::string& text,
                                  const std::vector<std::string>& events, std::size_t limit);

/// What FindEventValues gives without a text, up to a minute old, for somebody who is about to
/// search: what that needs begins to be read in the background where it is little, and a search
/// that comes before it is done waits for the rest only.
Result<JsonArray> OpenEventValues(const Services& services, const Call& call,
                                  const std::string& key, const std::vector<std::string>& events,
                                  std::size_t limit);

/// Rows [value, persons], the most frequent first: exact up to ten thousand persons, and of an even
/// sample of so many above that, whose numbers stand for all. What the sample does not find is
/// looked for among all, or in what such a search found in the last minute.
/// Source: rest-api.md 18
Result<JsonArray> FindPersonValues(const Services& services, const Call& call,
                                   const std::string& key, const std::string& text,
                                   std::size_t limit);

/// Rows [value, sessions], the most frequent first, of the sessions that were seen lately, as
/// events are: what a session came in with, "1" and "0" of what is true or false, and none of a
/// number or a time. Empty for what is no property of sessions. Source: rest-api.md 19.3
Result<JsonArray> FindSessionValues(const Services& services, const Call& call,
                                    const std::string& key, const std::string& text,
                                    std::size_t limit);

}  // namespace tenrec::api
