#include "tenrec/api/people.h"

namespace tenrec::api {

Json People::Print(const std::optional<UserId>& id) {
  if (!id) return nullptr;
  const auto [found, is_new] = known_.try_emplace(*id);
  if (is_new) {
    if (const auto user = services_.accounts.users().Find(*id)) {
      found->second = PrintUserBasic(*user);
    }
  }
  return found->second;
}

}  // namespace tenrec::api
