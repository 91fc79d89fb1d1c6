#include "tenrec/http/server.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>
#include <vector>

#include <netdb.h>

#include "tenrec/http/io_loop.h"
#include "tenrec/io/thread.h"

namespace tenrec::http {
namespace {

constexpr int kBacklog = 4096;

/// A file descriptor that is closed unless released.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  int get() const { return fd_; }
  int Release() { return std::exchange(fd_, -1); }

 private:
  int fd_;
};

struct Address {
  sockaddr_storage bytes{};
  socklen_t length = 0;
};

Result<Address> ResolveAddress(const std::string& host, int port) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE;
  addrinfo* found = nullptr;
  const int trouble = getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found);
  if (trouble != 0 || found == nullptr) {
    return InvalidArgument("cannot listen on '" + host + "': " + gai_strerror(trouble));
  }
  Address address;
  address.length = found->ai_addrlen;
  std::copy_n(reinterpret_cast<const char*>(found->ai_addr), found->ai_addrlen,
              reinterpret_cast<char*>(&address.bytes));
  freeaddrinfo(found);
  return address;
}

enum class Sharing : std::uint8_t { kAlone, kAmongThreads };

Result<Descriptor> Listen(const Address& address, Sharing sharing, const std::string& what) {
  Descriptor socket(
      ::socket(address.bytes.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (socket.get() < 0) return FromErrno(errno, what);
  const int on = 1;
  ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  if (sharing == Sharing::kAmongThreads &&
      ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEPORT, &on, sizeof(on)) != 0) {
    return FromErrno(errno, what);
  }
  if (::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address.bytes), address.length) !=
          0 ||
      (sharing == Sharing::kAmongThreads && ::listen(socket.get(), kBacklog) != 0)) {
    if (errno == EADDRINUSE) return AlreadyExists(what + ": another program has the port");
    return FromErrno(errno, what);
  }
  return socket;
}

Result<int> BoundPort(int fd) {
  sockaddr_storage bound{};
  socklen_t length = sizeof(bound);
  if (::getsockname(fd, reinterpret_cast<sockaddr*>(&bound), &length) != 0) {
    return FromErrno(errno, "getsockname");
  }
  return bound.ss_family == AF_INET6 ? ntohs(reinterpret_cast<const sockaddr_in6&>(bound).sin6_port)
                                     : ntohs(reinterpret_cast<const sockaddr_in&>(bound).sin_port);
}

}  // namespace

class Server::State {
 public:
  State(int port, std::vector<std::shared_ptr<IoLoop>> loops)
      : port_(port), loops_(std::move(loops)) {
    int number = 0;
    for (const auto& loop : loops_) {
      threads_.emplace_back("http-" + std::to_string(number++), [loop] { loop->Run(); });
    }
  }

  int port() const { return port_; }

  void Stop() {
    if (threads_.empty()) return;
    for (const auto& loop : loops_) loop->Drain();
    threads_.clear();
    for (const auto& loop : loops_) loop->shared().router.reset();
  }

 private:
  const int port_;
  std::vector<std::shared_ptr<IoLoop>> loops_;
  std::vector<io::NamedThread> threads_;
};

Server::Server(std::unique_ptr<State> state) : state_(std::move(state)) {
}

Server::~Server() {
  Stop();
}

Result<std::unique_ptr<Server>> Server::Start(const ServerOptions& options,
                                              std::shared_ptr<const Router> router,
                                              const Clock& clock, Metrics& metrics) {
  const std::string what = "cannot listen on " + options.host + ":" + std::to_string(options.port);
  if (options.threads < 1) return InvalidArgument("http threads: at least 1");
  TRY_ASSIGN(Address address, ResolveAddress(options.host, options.port));
  if (options.port != 0) {
    // Threads share the port with SO_REUSEPORT, which would let a second server share it too. A
    // socket without it is refused when anybody listens.
    TRY_ASSIGN(const Descriptor probe, Listen(address, Sharing::kAlone, what));
  }
  const auto shared = std::make_shared<ServerShared>(options, std::move(router), clock, metrics);
  std::vector<std::shared_ptr<IoLoop>> loops;
  int port = options.port;
  for (int i = 0; i < options.threads; ++i) {
    TRY_ASSIGN(Descriptor listener, Listen(address, Sharing::kAmongThreads, what));
    if (port == 0) {
      TRY_ASSIGN(port, BoundPort(listener.get()));
      TRY_ASSIGN(address, ResolveAddress(options.host, port));
    }
    loops.push_back(
        std::make_shared<IoLoop>(shared, listener.Release(), address.bytes.ss_family == AF_INET6));
  }
  return std::unique_ptr<Server>(new Server(std::make_unique<State>(port, std::move(loops))));
}

int Server::port() const {
  return state_->port();
}

void Server::Stop() {
  state_->Stop();
}

}  // namespace tenrec::http
