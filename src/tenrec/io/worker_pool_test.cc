#include "tenrec/io/worker_pool.h"

#include <atomic>
#include <future>
#include <stdexcept>

#include <gtest/gtest.h>

namespace tenrec::io {
namespace {

TEST(WorkerPool, RunsEveryTaskItTookBeforeItStops) {
  std::atomic<int> ran = 0;
  {
    WorkerPool pool("test", 3, 1000);
    for (int i = 0; i < 200; ++i) ASSERT_TRUE(pool.TrySubmit([&] { ++ran; }));
  }
  EXPECT_EQ(ran, 200);
}

TEST(WorkerPool, SaysNoWhenTheQueueIsFull) {
  Metrics metrics;
  WorkerPool pool("test", 1, 2, &metrics);
  std::promise<void> started;
  std::promise<void> release;
  ASSERT_TRUE(pool.TrySubmit([&] {
    started.set_value();
    release.get_future().wait();
  }));
  started.get_future().wait();
  EXPECT_TRUE(pool.TrySubmit([] {}));
  EXPECT_TRUE(pool.TrySubmit([] {}));
  EXPECT_FALSE(pool.TrySubmit([] {}));
  EXPECT_EQ(pool.queued(), 2U);
  release.set_value();
  pool.Stop();
  EXPECT_FALSE(pool.TrySubmit([] {}));
  const auto tasks = [&](const char* result) {
    return metrics.GetCounter("io_pool_tasks_total", {{"pool", "test"}, {"result", result}})
        .value();
  };
  EXPECT_EQ(tasks("done"), 3U);
  EXPECT_EQ(tasks("refused"), 2U);
}

TEST(WorkerPool, GoesOnAfterATaskThatThrows) {
  std::atomic<bool> ran = false;
  {
    WorkerPool pool("test", 1, 10);
    ASSERT_TRUE(pool.TrySubmit([] { throw std::runtime_error("on purpose"); }));
    ASSERT_TRUE(pool.TrySubmit([&] { ran = true; }));
  }
  EXPECT_TRUE(ran);
}

TEST(NamedThread, ShowsItsName) {
  std::string shown(16, '\0');
  NamedThread("a-name-that-is-too-long", [&] {
    pthread_getname_np(pthread_self(), shown.data(), shown.size());
  }).Join();
  EXPECT_STREQ(shown.c_str(), "a-name-that-is-");
}

}  // namespace
}  // namespace tenrec::io
