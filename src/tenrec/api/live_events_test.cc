#include "tenrec/api/live_events.h"

#include <gtest/gtest.h>

#include "tenrec/http/stream.h"

namespace tenrec::api {
namespace {

// The connection's side of a stream.
struct Reader {
  std::shared_ptr<http::StreamQueue> queue = std::make_shared<http::StreamQueue>(1000, [] {});
  http::StreamWriter Writer() const {
    return http::StreamWriter(std::make_shared<http::StreamState>(queue));
  }
  std::string Take() const { return queue->Take().first; }
};

class LiveEventsTest : public testing::Test {
 protected:
  using OnEvent = std::function<void(const std::shared_ptr<const std::string>&)>;

  void Send(std::string text) { on_event_(std::make_shared<const std::string>(std::move(text))); }

  Metrics metrics_;
  OnEvent on_event_;
  std::weak_ptr<const void> subscription_;
  LiveEvents live_{[this](TeamId team, OnEvent on_event) {
                     EXPECT_EQ(team, 7);
                     on_event_ = std::move(on_event);
                     const auto handle = std::make_shared<const int>(1);
                     subscription_ = handle;
                     return handle;
                   },
                   metrics_};
};

TEST_F(LiveEventsTest, ShowsEventsAndPingsUntilTheClientLeaves) {
  const Reader reader;
  live_.Open(7)->stream(reader.Writer());
  EXPECT_EQ(reader.Take(), ": connected\n\n");
  Send("{\"a\":\n1}");
  EXPECT_EQ(reader.Take(), "data: {\"a\": 1}\n\n");
  live_.PingAll();
  EXPECT_EQ(reader.Take(), ": ping\n\n");
  EXPECT_EQ(metrics_.GetGauge("api_live_streams").value(), 1);

  reader.queue->End(http::StreamEnd::kLeft);
  live_.PingAll();
  EXPECT_TRUE(subscription_.expired());
  EXPECT_EQ(metrics_.GetGauge("api_live_streams").value(), 0);
}

TEST_F(LiveEventsTest, DropsEventsForWhoReadsTooSlowly) {
  const Reader reader;
  live_.Open(7)->stream(reader.Writer());
  const std::string large(600, 'x');
  Send(large);
  Send(large);
  EXPECT_EQ(metrics_.GetCounter("api_live_dropped_events_total").value(), 1U);
  live_.PingAll();
  EXPECT_FALSE(subscription_.expired()) << "slow is not gone";
  reader.Take();
  Send("{}");
  EXPECT_EQ(reader.Take(), "data: {}\n\n");
}

}  // namespace
}  // namespace tenrec::api
