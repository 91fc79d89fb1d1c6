#pragma once

#include <string>

#include "tenrec/base/result.h"
#include "tenrec/http/router.h"
#include "tenrec/io/worker_pool.h"
#include "tenrec/server/snapshot.h"

namespace tenrec::server {

/// How a command of the same user reaches the server that has the data directory: the file
/// `control` there (0600) says where it listens and a word that nobody else knows.
struct Control {
  std::string host;
  int port = 0;
  std::string token;
};

/// Writes the file, in place of what an earlier process left.
Status WriteControl(const std::string& data_directory, const Control& control);
/// When nobody listens any more.
void RemoveControl(const std::string& data_directory);
/// Errors: kNotFound without the file, kDataLoss when it is damaged.
Result<Control> ReadControl(const std::string& data_directory);

/// Adds POST and DELETE /_control/snapshot, for whoever sends `Authorization: Bearer <token>`.
void AddControlRoutes(http::Router& router, const std::string& token, Snapshot& snapshot,
                      io::WorkerPool& pool);

/// Asks the server for a snapshot; gives what it says of the moment.
/// Errors: kUnavailable when no server answers there, and the server's own.
Result<JsonObject> AskForSnapshot(const Control& control);
Status AskToDropSnapshot(const Control& control);

}  // namespace tenrec::server
