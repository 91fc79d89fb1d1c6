#pragma once

#include <string>
#include <system_error>

#include "tenrec/base/result.h"

namespace tenrec::backup {

/// The error of a failed call of <filesystem>.
Error FromCode(const std::error_code& code, const std::string& what);

/// Makes the directory and those above it.
Status MakeDirectory(const std::string& path);

/// Whether nothing is in the directory, or it is not there. What a fresh file system brings along
/// does not count.
/// Errors: kFailedPrecondition when it is no directory.
Result<bool> IsEmpty(const std::string& directory);

/// Puts everything below a path on the disk at once, which is far quicker than file by file.
Status SyncAll(const std::string& path);

}  // namespace tenrec::backup
