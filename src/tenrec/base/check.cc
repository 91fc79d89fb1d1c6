#include "tenrec/base/check.h"

#include <cstdio>
#include <cstdlib>

namespace tenrec::internal {

CheckFailure::CheckFailure(const char* condition, const char* file, int line) {
  stream_ << "check failed: " << condition << " at " << file << ":" << line << " ";
}

CheckFailure::~CheckFailure() {
  std::fprintf(stderr, "%s\n", stream_.str().c_str());
  std::fflush(stderr);
  std::abort();
}

}  // namespace tenrec::internal
