#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/base/thread_annotations.h"
#include "tenrec/base/time.h"

namespace tenrec::api {

struct CountedValue {
  std::string value;
  std::uint64_t times = 0;
  friend bool operator==(const CountedValue&, const CountedValue&) = default;
};

/// What searches among values found lately. Who types goes on from a search: all that holds "abc"
/// is among all that holds "ab", and where that is nothing, so is this.
/// Threads: any.
class KeptValues {
 public:
  explicit KeptValues(const Clock& clock) : clock_(clock) {}

  /// Whether the search may be kept: letters beyond ASCII have cases that only the engine knows.
  static bool IsPlain(std::string_view text);
  /// The most values that a search may have found to be kept.
  static constexpr std::size_t kMaxValues = 2'000;

  /// All values that hold the text, in any case, in the order in which they were kept; nothing when
  /// no search of the last minute says.
  /// Shape:  `of` names what is searched: a project and all that the question is about.
  std::optional<std::vector<CountedValue>> Find(std::string_view of, std::string_view text)
      EXCLUDES(mutex_);
  /// `values` are all that hold the text, as they were then; all there are without a text. Gives
  /// back whether they are kept.
  bool Keep(std::string_view of, std::string_view text, std::vector<CountedValue> values,
            Timestamp found_at) EXCLUDES(mutex_);

  /// Whether to read all values of a list now, because somebody is about to search it: of each once
  /// a minute, and of few at a time. Who is told to begin says when it has ended.
  bool Begin(std::string_view of) EXCLUDES(mutex_);
  void End(std::string_view of, bool has_answer) EXCLUDES(mutex_);
  /// When all values began to be read, within the last minute.
  std::optional<Timestamp> BegunAt(std::string_view of) EXCLUDES(mutex_);
  /// There are more values than are kept, so for an hour they do not begin to be read.
  void HasMany(std::string_view of) EXCLUDES(mutex_);

 private:
  struct Search {
    std::string of;
    std::string text;  // in lower case
    Timestamp found_at;
    std::vector<CountedValue> values;
    std::size_t bytes = 0;
  };

  struct List {
    Timestamp begun_at;
    bool has_many = false;
  };

  void ForgetOldLists(Timestamp now) REQUIRES(mutex_);

  const Clock& clock_;
  Mutex mutex_;
  std::list<Search> searches_ GUARDED_BY(mutex_);  // the newest first
  std::size_t bytes_ GUARDED_BY(mutex_) = 0;
  std::map<std::string, List, std::less<>> lists_ GUARDED_BY(mutex_);
  int under_way_ GUARDED_BY(mutex_) = 0;
};

}  // namespace tenrec::api
