#include "tenrec/http/client.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

#include <netdb.h>

#include "tenrec/base/encoding.h"

namespace tenrec::http {
namespace {

constexpr std::size_t kMaxHead = 256U << 10U;

std::optional<std::size_t> ParseSize(std::string_view text, int base) {
  std::size_t size = 0;
  const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), size, base);
  if (status != std::errc() || end == text.data()) return std::nullopt;
  return size;
}

void SetTimeout(int fd, std::chrono::milliseconds timeout) {
  const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(timeout).count();
  timeval value{};
  value.tv_sec = micros / 1'000'000;
  value.tv_usec = micros % 1'000'000;
  ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &value, sizeof(value));
  ::setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &value, sizeof(value));
}

Error SocketError(int error_number, std::string_view what) {
  if (error_number == EAGAIN || error_number == EWOULDBLOCK) {
    return DeadlineExceeded(std::string(what) + ": the server is silent");
  }
  return Unavailable(FromErrno(error_number, what).message);
}

}  // namespace

Result<Client> Client::Connect(const std::string& host, int port,
                               std::chrono::milliseconds timeout) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const int trouble = getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found);
  if (trouble != 0) return Unavailable("cannot find " + host + ": " + gai_strerror(trouble));
  int error_number = 0;
  int fd = -1;
  for (const addrinfo* at = found; at != nullptr && fd < 0; at = at->ai_next) {
    fd = ::socket(at->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) {
      error_number = errno;
      continue;
    }
    SetTimeout(fd, timeout);
    if (::connect(fd, at->ai_addr, at->ai_addrlen) == 0) break;
    error_number = errno;
    ::close(fd);
    fd = -1;
  }
  freeaddrinfo(found);
  const std::string name = host + ":" + std::to_string(port);
  if (fd < 0) return SocketError(error_number, "cannot connect to " + name);
  const int on = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  return Client(fd, name);
}

Client::~Client() {
  if (fd_ >= 0) ::close(fd_);
}

Client::Client(Client&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)),
      host_(std::move(other.host_)),
      buffer_(std::move(other.buffer_)) {
}

Client& Client::operator=(Client&& other) noexcept {
  std::swap(fd_, other.fd_);
  std::swap(host_, other.host_);
  std::swap(buffer_, other.buffer_);
  return *this;
}

Result<ClientResponse> Client::Send(std::string_view method, std::string_view target,
                                    const std::vector<Header>& headers, std::string_view body) {
  std::string text;
  text.append(method).append(" ").append(target).append(" HTTP/1.1\r\nHost: ").append(host_);
  text += "\r\n";
  for (const Header& header : headers) text += header.name + ": " + header.value + "\r\n";
  if (!body.empty() || method == "POST" || method == "PUT" || method == "PATCH") {
    text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  }
  text += "\r\n";
  text += body;
  TRY(SendRaw(text));
  return ReadResponse(method == "HEAD");
}

Status Client::SendRaw(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return SocketError(errno, "cannot send to " + host_);
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return Ok();
}

Result<std::string> Client::ReadSome() {
  if (!buffer_.empty()) return std::exchange(buffer_, {});
  std::string bytes(64U << 10U, '\0');
  for (;;) {
    const ssize_t count = ::recv(fd_, bytes.data(), bytes.size(), 0);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return SocketError(errno, "cannot read from " + host_);
    bytes.resize(static_cast<std::size_t>(count));
    return bytes;
  }
}

Status Client::ReadMore() {
  std::string kept = std::exchange(buffer_, {});
  TRY_ASSIGN(const std::string bytes, ReadSome());
  buffer_ = std::move(kept);
  if (bytes.empty()) return Unavailable(host_ + " closed the connection");
  buffer_ += bytes;
  return Ok();
}

Result<std::string> Client::ReadLine() {
  std::size_t end = 0;
  while ((end = buffer_.find("\r\n")) == std::string::npos) {
    if (buffer_.size() > kMaxHead) return DataLoss("endless line from " + host_);
    TRY(ReadMore());
  }
  std::string line = buffer_.substr(0, end);
  buffer_.erase(0, end + 2);
  return line;
}

Result<std::string> Client::ReadExactly(std::size_t count) {
  while (buffer_.size() < count) TRY(ReadMore());
  std::string bytes = buffer_.substr(0, count);
  buffer_.erase(0, count);
  return bytes;
}

Result<std::string> Client::ReadChunks() {
  std::string body;
  for (;;) {
    TRY_ASSIGN(const std::string size_line, ReadLine());
    const auto size = ParseSize(size_line, 16);
    if (!size) return DataLoss("bad chunk from " + host_ + ": " + size_line);
    if (*size == 0) break;
    TRY_ASSIGN(const std::string bytes, ReadExactly(*size));
    body += bytes;
    TRY(ReadLine());
  }
  for (;;) {
    TRY_ASSIGN(const std::string trailer, ReadLine());
    if (trailer.empty()) return body;
  }
}

Result<ClientResponse> Client::ReadResponse(bool without_body) {
  ClientResponse response;
  TRY_ASSIGN(const std::string status_line, ReadLine());
  const auto status = status_line.starts_with("HTTP/1.") && status_line.size() >= 12
                          ? ParseSize(std::string_view(status_line).substr(9, 3), 10)
                          : std::nullopt;
  if (!status) return DataLoss("no HTTP from " + host_ + ": " + status_line);
  response.status = static_cast<int>(*status);
  for (;;) {
    TRY_ASSIGN(const std::string line, ReadLine());
    if (line.empty()) break;
    const std::size_t colon = line.find(':');
    if (colon == std::string::npos) return DataLoss("bad header from " + host_ + ": " + line);
    response.headers.push_back(
        {line.substr(0, colon), std::string(TrimAscii(std::string_view(line).substr(colon + 1)))});
  }
  if (without_body || response.status < 200 || response.status == 204 || response.status == 304) {
    return response;
  }
  if (EqualsIgnoreCase(response.HeaderText("Transfer-Encoding"), "chunked")) {
    TRY_ASSIGN(response.body, ReadChunks());
    return response;
  }
  if (const auto length = FindHeader(response.headers, "Content-Length")) {
    const auto size = ParseSize(*length, 10);
    if (!size) return DataLoss("bad Content-Length from " + host_);
    TRY_ASSIGN(response.body, ReadExactly(*size));
    return response;
  }
  for (;;) {
    TRY_ASSIGN(const std::string bytes, ReadSome());
    if (bytes.empty()) return response;
    response.body += bytes;
  }
}

}  // namespace tenrec::http
