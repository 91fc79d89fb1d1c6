#include "tenrec/io/thread.h"

#include <cstdlib>
#include <exception>
#include <pthread.h>
#include <utility>

#include "tenrec/base/logging.h"

namespace tenrec::io {
namespace {

constexpr std::size_t kMaxNameBytes = 15;  // what Linux keeps, without the final NUL

void RunBody(const std::string& name, UniqueFunction<void()>& body) {
  try {
    body();
  } catch (const std::exception& thrown) {
    LogLine(LogLevel::kError, "io", "thread died", {{"thread", name}, {"what", thrown.what()}});
    std::abort();
  }
}

}  // namespace

NamedThread::NamedThread(std::string name, UniqueFunction<void()> body)
    : thread_([name = std::move(name), body = std::move(body)]() mutable {
        pthread_setname_np(pthread_self(), name.substr(0, kMaxNameBytes).c_str());
        RunBody(name, body);
      }) {
}

NamedThread::~NamedThread() {
  Join();
}

NamedThread& NamedThread::operator=(NamedThread&& other) noexcept {
  Join();
  thread_ = std::move(other.thread_);
  return *this;
}

void NamedThread::Join() {
  if (thread_.joinable()) thread_.join();
}

}  // namespace tenrec::io
