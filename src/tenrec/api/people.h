#pragma once

#include <map>
#include <optional>

#include "tenrec/api/print.h"

namespace tenrec::api {

/// Shows the users that made and changed things, looking up each once.
class People {
 public:
  explicit People(const Services& services) : services_(services) {}

  /// UserBasic, or null for nobody and for who is gone. Source: rest-api.md 2.8
  Json Print(const std::optional<UserId>& id);

 private:
  const Services& services_;
  std::map<UserId, Json> known_;
};

}  // namespace tenrec::api
