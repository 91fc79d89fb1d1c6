#include "tenrec/query/answer_text.h"

#include <utility>

#include "tenrec/base/json_text.h"

namespace tenrec::query {
namespace {

/// Shares grow by so much at a time. Units: bytes.
constexpr std::size_t kStep = 1 << 18;

}  // namespace

bool AnswerMemory::Take(std::size_t bytes) {
  const auto try_once = [&] {
    const MutexLock lock(mutex_);
    if (max_bytes_ != 0 && bytes > max_bytes_ - taken_) return false;
    taken_ += bytes;
    used_.Set(static_cast<std::int64_t>(taken_));
    return true;
  };
  while (!try_once()) {
    if (!make_room_ || !make_room_()) return false;
  }
  return true;
}

void AnswerMemory::Give(std::size_t bytes) {
  const MutexLock lock(mutex_);
  taken_ -= bytes;
  used_.Set(static_cast<std::int64_t>(taken_));
}

Status AnswerShare::Cover(std::size_t bytes) {
  if (bytes <= bytes_) return Ok();
  const std::size_t wanted = (bytes / kStep + 1) * kStep;
  if (!memory_->Take(wanted - bytes_)) {
    return Unavailable(
        "Other large answers are being prepared, and there is no memory for one more. Try again in "
        "a moment, or ask for less with a LIMIT or fewer columns.");
  }
  bytes_ = wanted;
  return Ok();
}

void AnswerShare::ShrinkTo(std::size_t bytes) {
  if (bytes >= bytes_) return;
  memory_->Give(bytes_ - bytes);
  bytes_ = bytes;
}

AnswerText::AnswerText(std::shared_ptr<AnswerShare> share, std::size_t max_bytes)
    : share_(std::move(share)), max_bytes_(max_bytes) {
}

void AnswerText::Add(std::string_view name, const Json& value) {
  Begin(name) += PrintJson(value);
}

std::string& AnswerText::Begin(std::string_view name) {
  if (begun_) text_ += ',';
  begun_ = true;
  AppendJsonString(text_, name);
  text_ += ':';
  return text_;
}

Status AnswerText::Check() {
  if (sink_ && text_.size() >= kStep) {
    TRY(sink_(text_));
    text_.clear();
    return Ok();
  }
  if (max_bytes_ != 0 && text_.size() > max_bytes_) {
    return InvalidArgument("The answer is larger than " + std::to_string(max_bytes_ / 1'000'000) +
                           " MB, the most that this server gives at once. Narrow the question: add "
                           "a LIMIT, select fewer columns, or shorten the date range.")
        .WithTag("too_many_bytes");
  }
  if (text_.size() < checked_) return Ok();
  checked_ = text_.size() + kStep;
  // A string that grows is there twice for a moment.
  return share_->Cover(2 * checked_);
}

void AnswerText::Clear() {
  text_ = "{";
  begun_ = false;
  checked_ = 0;
}

bool AnswerText::TryHold(std::size_t bytes) {
  if (max_bytes_ != 0 && bytes > max_bytes_) return false;
  return share_->Cover(2 * checked_ + bytes).has_value();
}

Status AnswerText::Hold(std::size_t bytes) {
  if (max_bytes_ != 0 && bytes > max_bytes_) {
    return InvalidArgument("The question takes more than " +
                           std::to_string(max_bytes_ / 1'000'000) +
                           " MB of memory, the most that one may take here. Narrow it: shorten the "
                           "date range, or add filters.")
        .WithTag("too_many_bytes");
  }
  return share_->Cover(2 * checked_ + bytes);
}

void AnswerText::LetGo() {
  share_->ShrinkTo(2 * checked_);
}

std::string AnswerText::Finish() {
  text_ += '}';
  share_->ShrinkTo(text_.capacity());
  return std::move(text_);
}

}  // namespace tenrec::query
