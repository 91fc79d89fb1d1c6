#include "tenrec/server/installation.h"

#include <gtest/gtest.h>

namespace tenrec::server {
namespace {

TEST(RefuseUnavailablePorts, NamesTheVariableInsteadOfFallingBackInSilence) {
  EXPECT_TRUE(RefuseUnavailablePorts({}));
  Settings settings;
  settings.kafka_hosts = "kafka:9092";
  const auto refused = RefuseUnavailablePorts(settings);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kFailedPrecondition);
  EXPECT_EQ(refused.error().message,
            "KAFKA_HOSTS is set, but this version keeps the event log in the data directory only: "
            "unset it");
  Settings secret;
  secret.database_url = "postgres://user:hunter2@db/tenrec";
  EXPECT_EQ(RefuseUnavailablePorts(secret).error().message.find("hunter2"), std::string::npos);
}

}  // namespace
}  // namespace tenrec::server
