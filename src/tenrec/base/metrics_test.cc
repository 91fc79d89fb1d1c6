#include "tenrec/base/metrics.h"

#include <gtest/gtest.h>

#include "tenrec/base/cancel.h"

namespace tenrec {
namespace {

TEST(Metrics, PrintsWhatWasCounted) {
  Metrics metrics;
  metrics.GetCounter("capture_requests_total", {{"result", "ok"}}).Add(3);
  EXPECT_EQ(&metrics.GetCounter("capture_requests_total", {{"result", "ok"}}),
            &metrics.GetCounter("capture_requests_total", {{"result", "ok"}}));
  metrics.GetGauge("log_lag_events").Set(-2);
  metrics.GetHistogram("capture_ack_seconds").Observe(0.003);
  const std::string text = metrics.Print();
  EXPECT_NE(text.find("capture_requests_total{result=\"ok\"} 3"), std::string::npos) << text;
  EXPECT_NE(text.find("log_lag_events -2"), std::string::npos) << text;
  EXPECT_NE(text.find("capture_ack_seconds_count 1"), std::string::npos) << text;
  EXPECT_EQ(metrics.Names().size(), 3U);
}

TEST(CancelToken, CallsBackOnce) {
  CancelToken token;
  int calls = 0;
  token.OnCancel([&] { ++calls; });
  const auto handle = token.OnCancel([&] { calls += 100; });
  token.Forget(handle);
  token.Cancel();
  token.Cancel();
  EXPECT_TRUE(token.cancelled());
  EXPECT_EQ(calls, 1);
  token.OnCancel([&] { ++calls; });
  EXPECT_EQ(calls, 2);
}

}  // namespace
}  // namespace tenrec
