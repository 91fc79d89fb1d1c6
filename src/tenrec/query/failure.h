#pragma once

#include <string>
#include <string_view>

#include "tenrec/base/result.h"
#include "tenrec/query/query.h"

namespace tenrec::query {

/// A failure as the REST API shows it.
struct Failure {
  int status = 500;
  std::string type = "server_error";
  std::string code = "error";
  std::string detail;

  /// Whether the asker can mend it, so that the text may be shown to people.
  bool users_fault() const { return status >= 400 && status < 500; }
};

/// Marks an error as one that the engine gave while it ran a statement.
Error FromEngine(Error error);

/// The row of the table in queries.md 1.6 that the error belongs to.
Failure ToFailure(const Error& error);

/// {"type", "code", "detail", "attr"}
std::string PrintFailure(const Failure& failure);
Answer ToAnswer(const Failure& failure);

}  // namespace tenrec::query
