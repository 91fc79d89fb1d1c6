#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/base/result.h"
#include "tenrec/http/request.h"

namespace tenrec::http {

/// What a server answered, whole.
struct ClientResponse {
  int status = 0;
  std::vector<Header> headers;
  std::string body;

  std::string_view HeaderText(std::string_view name) const {
    return FindHeader(headers, name).value_or(std::string_view());
  }
};

/// One blocking keep-alive connection.
/// Errors: kUnavailable when the connection breaks, kDeadlineExceeded when the server is silent for
///         too long, kDataLoss when the answer is no HTTP.
class Client {
 public:
  static Result<Client> Connect(const std::string& host, int port,
                                std::chrono::milliseconds timeout = std::chrono::seconds(30));
  ~Client();
  Client(Client&& other) noexcept;
  Client& operator=(Client&& other) noexcept;

  /// Sends a request and reads the answer. Host and Content-Length are added.
  Result<ClientResponse> Send(std::string_view method, std::string_view target,
                              const std::vector<Header>& headers = {}, std::string_view body = {});
  Result<ClientResponse> Get(std::string_view target) { return Send("GET", target); }

  /// Bytes as they are, and the next answer; for tests of the protocol.
  Status SendRaw(std::string_view bytes);
  Result<ClientResponse> ReadResponse(bool without_body = false);
  /// The next bytes that arrive; empty at the end of the connection.
  Result<std::string> ReadSome();

 private:
  Client(int fd, std::string host) : fd_(fd), host_(std::move(host)) {}
  Status ReadMore();
  Result<std::string> ReadLine();
  Result<std::string> ReadExactly(std::size_t count);
  Result<std::string> ReadChunks();

  int fd_ = -1;
  std::string host_;
  std::string buffer_;
};

}  // namespace tenrec::http
