#pragma once

#include <memory>

#include "tenrec/server/installation.h"
#include "tenrec/server/settings.h"

namespace tenrec::server {

/// The running product: the two roads on top of an installation, and the socket in front.
class Process {
 public:
  /// Starts what the roles name; answers requests when it returns.
  /// Errors: those of Installation::Open and of the socket.
  static Result<std::unique_ptr<Process>> Start(const Settings& settings);
  /// As Stop.
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  int port() const;

  /// Closes the socket, lets requests in flight finish, lands what ingestion has read, closes
  /// everything in reverse.
  void Stop();

 private:
  struct Roads;
  Process(std::unique_ptr<Installation> installation, std::unique_ptr<Roads> roads);

  std::unique_ptr<Installation> installation_;
  std::unique_ptr<Roads> roads_;
};

}  // namespace tenrec::server
