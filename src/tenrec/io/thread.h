#pragma once

#include <string>
#include <thread>

#include "tenrec/base/unique_function.h"

namespace tenrec::io {

/// A thread with a name that tools show, joined by its destructor. The owner makes the body return
/// before that. An exception that escapes the body stops the process.
/// Shape: names of at most 15 bytes; longer ones are cut.
class NamedThread {
 public:
  NamedThread() = default;
  NamedThread(std::string name, UniqueFunction<void()> body);
  ~NamedThread();
  NamedThread(NamedThread&&) noexcept = default;
  NamedThread& operator=(NamedThread&& other) noexcept;

  bool joinable() const { return thread_.joinable(); }
  void Join();

 private:
  std::thread thread_;
};

}  // namespace tenrec::io
