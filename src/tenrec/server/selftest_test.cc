#include "tenrec/server/selftest.h"

#include <atomic>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tenrec/base/json.h"
#include "tenrec/http/response.h"

namespace tenrec::server {
namespace {

using std::chrono::milliseconds;
using State = api::SelfTestResult::State;
using testing::HasSubstr;

// Long enough that a test which goes well never meets it, also on a slow machine.
constexpr milliseconds kLong = std::chrono::minutes(1);

/// The stations of the event, each of which can be made to fail.
struct World {
  World() {
    router.Add(http::Method::kPost, "/i/v0/e/",
               [this](const std::shared_ptr<http::Request>& request, http::Respond respond) {
                 {
                   const std::lock_guard lock(mutex);
                   bodies.push_back(request->body);
                 }
                 if (capture_status == 0) {
                   const std::lock_guard lock(mutex);
                   unanswered.push_back(std::move(respond));
                   return;
                 }
                 respond(http::TextResponse(capture_status, "said"));
               });
  }

  SelfTestParts Parts() {
    return {.router = router,
            .token = "self_test_x",
            .wait_until_landed =
                [this](milliseconds) {
                  if (!lands) std::this_thread::yield();
                  return lands.load();
                },
            .ask = [this](Timestamp, const auto&) -> Result<bool> {
              if (question_fails) return Unavailable("on purpose");
              return is_found.load();
            },
            .clock = clock,
            .metrics = metrics};
  }

  std::uint64_t Count(const char* result) {
    return metrics.GetCounter("server_self_test_total", {{"result", result}}).value();
  }

  http::Router router;
  SystemClock clock;
  Metrics metrics;
  std::atomic<int> capture_status = 200;  // 0: no answer
  std::atomic<bool> lands = true;
  std::atomic<bool> is_found = true;
  std::atomic<bool> question_fails = false;
  std::mutex mutex;
  std::vector<std::string> bodies;
  std::vector<http::Respond> unanswered;
};

template <typename Condition>
void Await(const Condition& holds) {
  const auto end = std::chrono::steady_clock::now() + kLong;
  bool held = holds();
  while (!held && std::chrono::steady_clock::now() < end) {
    std::this_thread::yield();
    held = holds();
  }
  EXPECT_TRUE(held);
}

void AwaitState(const SelfTest& test, State state) {
  Await([&] { return test.Report().state == state; });
}

TEST(SelfTest, PassesWhenAQuestionShowsTheEvent) {
  World world;
  SelfTest test(world.Parts(), kLong);
  EXPECT_EQ(test.Report().state, State::kOff);
  EXPECT_TRUE(test.works());
  test.Start();
  AwaitState(test, State::kPassed);
  EXPECT_TRUE(test.works());
  EXPECT_TRUE(test.Report().sent_at.has_value());
  EXPECT_GE(test.Report().seconds.value_or(-1), 0);
  EXPECT_EQ(world.Count("passed"), 1U);
  test.Stop();

  ASSERT_EQ(world.bodies.size(), 1U);
  const auto body = ParseJson(world.bodies[0]);
  ASSERT_TRUE(body);
  EXPECT_EQ(body->at("api_key"), "self_test_x");
  EXPECT_EQ(body->at("properties").at("$process_person_profile"), false);
  EXPECT_EQ(body->at("uuid").as_string().size(), 36U);
}

TEST(SelfTest, ADayHasOneUuidSoThatTheTablesDoNotGrow) {
  World world;
  SelfTest test(world.Parts(), milliseconds(1));
  test.Start();
  Await([&] {
    const std::lock_guard lock(world.mutex);
    return world.bodies.size() >= 20;
  });
  test.Stop();
  std::map<std::string, std::string> uuid_of;
  for (const std::string& text : world.bodies) {
    const auto body = ParseJson(text);
    ASSERT_TRUE(body);
    const std::string time(body->at("timestamp").as_string());
    const std::string day = time.substr(0, 10);
    const std::string uuid(body->at("uuid").as_string());
    EXPECT_EQ(uuid_of.try_emplace(day, uuid).first->second, uuid);
  }
  EXPECT_LE(uuid_of.size(), 2U) << "it may be midnight";
}

TEST(SelfTest, SaysAtWhichStationTheEventWasLost) {
  struct Case {
    const char* name;
    std::function<void(World&)> spoil;
    const char* why;
  };
  const Case cases[] = {
      {"refused", [](World& world) { world.capture_status = 503; }, "capture answers 503: said"},
      {"no answer", [](World& world) { world.capture_status = 0; }, "capture does not answer"},
      {"stalled", [](World& world) { world.lands = false; }, "ingestion does not land it"},
      {"lost", [](World& world) { world.is_found = false; }, "no question finds it"},
      {"no engine", [](World& world) { world.question_fails = true; }, "on purpose"},
  };
  for (const Case& one : cases) {
    SCOPED_TRACE(one.name);
    World world;
    one.spoil(world);
    SelfTest test(world.Parts(), milliseconds(1));
    test.Start();
    AwaitState(test, State::kFailed);
    EXPECT_FALSE(test.works());
    EXPECT_THAT(test.Report().why, HasSubstr(one.why));
    EXPECT_EQ(test.Report().seconds, std::nullopt);
    EXPECT_GE(world.Count("failed"), 1U);
    EXPECT_EQ(world.metrics.GetGauge("server_self_test_alarm").value(), 1);
  }
}

TEST(SelfTest, TheAlarmEndsWithTheFirstEventThatArrives) {
  World world;
  world.lands = false;
  // Of the tests that follow the first failure one takes as long as it needs.
  SelfTest test(world.Parts(), milliseconds(200));
  test.Start();
  AwaitState(test, State::kFailed);
  world.lands = true;
  const Gauge& alarm = world.metrics.GetGauge("server_self_test_alarm");
  Await([&] { return test.works() && alarm.value() == 0; });
}

TEST(SelfTest, ATestThatTakesTooLongIsAnAlarmBeforeItEnds) {
  World world;
  std::atomic<bool> go_on = false;
  SelfTestParts parts = world.Parts();
  parts.ask = [&](Timestamp, const auto&) -> Result<bool> {
    go_on.wait(false);
    return true;
  };
  SelfTest test(std::move(parts), milliseconds(20));
  test.Start();
  Await([&] { return !test.works(); });
  EXPECT_EQ(test.Report().state, State::kWaiting);
  go_on = true;
  go_on.notify_all();
}

TEST(SelfTest, StopGivesUpWhatWaits) {
  World world;
  world.lands = false;
  SelfTest test(world.Parts(), kLong);
  test.Start();
  Await([&] {
    const std::lock_guard lock(world.mutex);
    return !world.bodies.empty();
  });
  test.Stop();
  EXPECT_EQ(test.Report().state, State::kWaiting) << "nobody can say how it would have ended";
}

}  // namespace
}  // namespace tenrec::server
