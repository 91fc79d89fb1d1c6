#include "tenrec/base/random.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <sys/random.h>

#include "tenrec/base/check.h"

namespace tenrec {
namespace {

void Fill(std::uint8_t* out, std::size_t count) {
  while (count > 0) {
    const ssize_t got = getrandom(out, count, 0);
    TENREC_CHECK(got > 0 || errno == EINTR) << "getrandom, errno " << errno;
    if (got <= 0) continue;
    out += got;
    count -= static_cast<std::size_t>(got);
  }
}

// A system call for every uuid would cost more than the event around it.
struct Pool {
  std::array<std::uint8_t, 1024> bytes{};
  std::size_t used = bytes.size();
};

}  // namespace

void RandomBytes(std::uint8_t* out, std::size_t count) {
  thread_local Pool pool;
  if (count > pool.bytes.size()) {
    Fill(out, count);
    return;
  }
  if (pool.bytes.size() - pool.used < count) {
    Fill(pool.bytes.data(), pool.bytes.size());
    pool.used = 0;
  }
  std::copy_n(pool.bytes.begin() + static_cast<std::ptrdiff_t>(pool.used), count, out);
  // What was handed out is not kept, so that a later leak of memory tells no past secret.
  std::fill_n(pool.bytes.begin() + static_cast<std::ptrdiff_t>(pool.used), count, std::uint8_t{0});
  pool.used += count;
}

std::string RandomAlphanumeric(std::size_t length) {
  constexpr char kAlphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  std::string text;
  text.reserve(length);
  while (text.size() < length) {
    std::uint8_t byte = 0;
    RandomBytes(&byte, 1);
    if (byte < 248) text += kAlphabet[byte % 62];
  }
  return text;
}

}  // namespace tenrec
