#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "tenrec/base/json.h"
#include "tenrec/base/metrics.h"
#include "tenrec/base/result.h"
#include "tenrec/base/thread_annotations.h"
#include "tenrec/base/unique_function.h"

namespace tenrec::query {

/// What all answers together may take of the process's memory, each from its first byte until it is
/// sent or forgotten.
/// Threads: any.
class AnswerMemory {
 public:
  /// `max_bytes` 0 means no bound. `used` shows the bytes that are taken.
  AnswerMemory(std::size_t max_bytes, Gauge& used) : max_bytes_(max_bytes), used_(used) {}

  /// Called when there is no room: gives up something that holds a share and says whether there was
  /// any. Set it before the first answer.
  void OnFull(UniqueFunction<bool()> make_room) { make_room_ = std::move(make_room); }

 private:
  friend class AnswerShare;
  bool Take(std::size_t bytes) EXCLUDES(mutex_);
  void Give(std::size_t bytes) EXCLUDES(mutex_);

  const std::size_t max_bytes_;
  Gauge& used_;
  UniqueFunction<bool()> make_room_;
  Mutex mutex_;
  std::size_t taken_ GUARDED_BY(mutex_) = 0;
};

/// One answer's part of that memory; it goes back by itself.
/// Threads: one caller at a time.
class AnswerShare {
 public:
  explicit AnswerShare(std::shared_ptr<AnswerMemory> memory) : memory_(std::move(memory)) {}
  ~AnswerShare() { memory_->Give(bytes_); }
  AnswerShare(const AnswerShare&) = delete;
  AnswerShare& operator=(const AnswerShare&) = delete;

  /// Makes the share at least as large as this.
  /// Errors: kUnavailable when other answers have the memory.
  Status Cover(std::size_t bytes);
  /// Gives back what is more than this.
  void ShrinkTo(std::size_t bytes);

 private:
  const std::shared_ptr<AnswerMemory> memory_;
  std::size_t bytes_ = 0;
};

/// The text of an answer while it is written: one JSON object, member after member. Cells are
/// appended to the text itself, so an answer takes its own size and, while it grows, once more.
/// Threads: one caller at a time.
class AnswerText {
 public:
  /// `max_bytes` bounds the text; 0 means no bound.
  AnswerText(std::shared_ptr<AnswerShare> share, std::size_t max_bytes);

  void Add(std::string_view name, const Json& value);
  /// Begins a member and gives the text that its value is to be appended to.
  std::string& Begin(std::string_view name);

  /// From now on the text goes to `sink` piece by piece, and is not held; it may be of any length.
  void DrainTo(std::function<Status(std::string_view)> sink) { sink_ = std::move(sink); }

  /// To be called whenever some has been appended.
  /// Errors: kInvalidArgument (tag "too_many_bytes") past the bound, kUnavailable as
  ///         AnswerShare::Cover; those of the sink.
  Status Check();
  /// Forgets what was written and not handed over.
  void Clear();

  /// Pays for this much that is held beside the text until it is let go. False when that is more
  /// than an answer may take, or when other answers have the memory.
  bool TryHold(std::size_t bytes);
  /// The same as an error: kInvalidArgument (tag "too_many_bytes"), or kUnavailable as
  /// AnswerShare::Cover.
  Status Hold(std::size_t bytes);
  void LetGo();

  /// The object, complete; its last piece when the text goes to a sink.
  std::string Finish();
  /// What pays for the text; it must live as long as that.
  const std::shared_ptr<AnswerShare>& share() const { return share_; }

 private:
  const std::shared_ptr<AnswerShare> share_;
  const std::size_t max_bytes_;
  std::function<Status(std::string_view)> sink_;
  std::string text_ = "{";
  /// Whether a member was begun.
  bool begun_ = false;
  std::size_t checked_ = 0;
};

}  // namespace tenrec::query
