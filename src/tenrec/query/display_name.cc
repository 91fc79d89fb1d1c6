#include "tenrec/query/display_name.h"

#include <array>

#include "tenrec/base/json.h"

namespace tenrec::query {
namespace {

constexpr std::array<const char*, 7> kUsual = {"email",    "Email",    "name",    "Name",
                                               "username", "Username", "UserName"};

}  // namespace

std::vector<std::string> DisplayNameProperties(const accounts::Team& team) {
  std::vector<std::string> names;
  if (const auto* list = team.Setting("person_display_name_properties").if_array()) {
    for (const Json& name : *list) {
      if (name.is_string()) names.emplace_back(View(name.get_string()));
    }
  }
  if (names.empty()) names.assign(kUsual.begin(), kUsual.end());
  return names;
}

}  // namespace tenrec::query
