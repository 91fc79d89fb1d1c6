#include "tenrec/accounts/settings_table.h"

#include <gtest/gtest.h>

#include "tenrec/shape/mismatch.h"

namespace tenrec::accounts {
namespace {

TEST(SettingsTable, DefaultsHaveTheShapesThatTheTableSays) {
  for (const SettingsTable* table :
       {&TeamSettings(), &OrganizationSettings(), &UserPreferences()}) {
    EXPECT_EQ(shape::Mismatch(shape::Object(table->fields()), table->defaults()), std::nullopt);
  }
}

}  // namespace
}  // namespace tenrec::accounts
