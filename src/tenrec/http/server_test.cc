#include "tenrec/http/server.h"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <stdexcept>
#include <thread>

#include <gtest/gtest.h>

#include "tenrec/http/client.h"
#include "tenrec/io/worker_pool.h"

namespace tenrec::http {
namespace {

using std::chrono::milliseconds;

/// Answers that wait until the test lets them go, from another thread.
class Gate {
 public:
  void Hold(Respond respond) {
    const std::lock_guard lock(mutex_);
    held_.push_back(std::move(respond));
    changed_.notify_all();
  }
  /// Waits until that many answers are held.
  void AwaitHeld(std::size_t count) {
    std::unique_lock lock(mutex_);
    ASSERT_TRUE(
        changed_.wait_for(lock, std::chrono::seconds(20), [&] { return held_.size() >= count; }));
  }
  Respond Take() {
    const std::lock_guard lock(mutex_);
    Respond respond = std::move(held_.front());
    held_.pop_front();
    return respond;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Respond> held_;
};

class ServerTest : public testing::Test {
 protected:
  ServerTest() {
    options_.threads = 1;
    router_->Add({Method::kGet, Method::kPost}, "/echo", [](const auto& request, Respond respond) {
      respond(TextResponse(200, request->body.empty() ? request->target : request->body));
    });
    router_->Add(Method::kGet, "/held",
                 [this](const auto&, Respond respond) { gate_.Hold(std::move(respond)); });
    RouteOptions small;
    small.max_body_bytes = 10;
    small.on_error = [](const Request&, Refusal refusal) {
      return TextResponse(0, "small " + std::to_string(StatusOf(refusal)));
    };
    router_->Add(
        Method::kPost, "/small",
        [](const auto& request, Respond respond) { respond(TextResponse(200, request->body)); },
        small);
    router_->Add(Method::kGet, "/throws",
                 [](const auto&, const Respond&) { throw std::runtime_error("on purpose"); });
    router_->Add(Method::kGet, "/status/{status}", [](const auto& request, Respond respond) {
      Response response = TextResponse(std::stoi(std::string(request->PathParam("status"))), "no");
      response.failure = {.code = "too_tired", .project = "7", .why = "it sleeps"};
      respond(std::move(response));
    });
    router_->Add(Method::kGet, "/drops", [](const auto&, const Respond&) {});
  }

  Server& Start() {
    auto server = Server::Start(options_, router_, clock_, metrics_);
    EXPECT_TRUE(server) << server.error().message;
    server_ = std::move(*server);
    return *server_;
  }

  Client Connect() {
    auto client = Client::Connect("127.0.0.1", server_->port());
    EXPECT_TRUE(client) << client.error().message;
    return std::move(*client);
  }

  ServerOptions options_;
  std::shared_ptr<Router> router_ = std::make_shared<Router>();
  ManualClock clock_{FromCivilUtc({.year = 2026, .month = 11, .day = 22, .hour = 19})};
  Metrics metrics_;
  Gate gate_;
  std::unique_ptr<Server> server_;
};

TEST_F(ServerTest, AnswersOnOneConnectionAgainAndAgain) {
  Start();
  Client client = Connect();
  for (int i = 0; i < 3; ++i) {
    const auto got = client.Send("POST", "/echo", {}, "hello");
    ASSERT_TRUE(got) << got.error().message;
    EXPECT_EQ(got->status, 200);
    EXPECT_EQ(got->body, "hello");
    EXPECT_EQ(got->HeaderText("Date"), "Sun, 22 Nov 2026 19:00:00 GMT");
    EXPECT_EQ(got->HeaderText("Content-Length"), "5");
  }
  const std::string metrics = metrics_.Print();
  EXPECT_NE(metrics.find("http_requests_total{route=\"/echo\",status=\"200\"} 3"),
            std::string::npos)
      << metrics;
}

TEST_F(ServerTest, TakesBodiesOfEveryFraming) {
  Start();
  Client client = Connect();
  const std::string big(3'000'000, 'x');
  auto got = client.Send("POST", "/echo", {}, big);
  ASSERT_TRUE(got) << got.error().message;
  EXPECT_EQ(got->body, big);

  ASSERT_TRUE(
      client.SendRaw("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                     "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"));
  got = client.ReadResponse();
  ASSERT_TRUE(got);
  EXPECT_EQ(got->body, "abcde");

  ASSERT_TRUE(
      client.SendRaw("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n"
                     "Expect: 100-continue\r\n\r\n"));
  got = client.ReadResponse();
  ASSERT_TRUE(got);
  EXPECT_EQ(got->status, 100);
  ASSERT_TRUE(client.SendRaw("late"));
  got = client.ReadResponse();
  ASSERT_TRUE(got);
  EXPECT_EQ(got->body, "late");
}

TEST_F(ServerTest, KeepsTheOrderOfPipelinedRequests) {
  Start();
  Client client = Connect();
  ASSERT_TRUE(
      client.SendRaw("GET /echo?1 HTTP/1.1\r\nHost: a\r\n\r\n"
                     "GET /held HTTP/1.1\r\nHost: a\r\n\r\n"
                     "GET /echo?2 HTTP/1.1\r\nHost: a\r\n\r\n"
                     "GET /held HTTP/1.1\r\nHost: a\r\n\r\n"
                     "HEAD /echo?3 HTTP/1.1\r\nHost: a\r\n\r\n"
                     "GET /echo?4 HTTP/1.1\r\nHost: a\r\n\r\n"));
  EXPECT_EQ(client.ReadResponse()->body, "/echo?1");
  gate_.AwaitHeld(1);
  gate_.Take()(TextResponse(200, "first held"));
  EXPECT_EQ(client.ReadResponse()->body, "first held");
  EXPECT_EQ(client.ReadResponse()->body, "/echo?2");
  gate_.AwaitHeld(1);
  gate_.Take()(TextResponse(200, "second held"));
  EXPECT_EQ(client.ReadResponse()->body, "second held");
  const auto head = client.ReadResponse(true);
  ASSERT_TRUE(head);
  EXPECT_EQ(head->HeaderText("Content-Length"), "7");
  EXPECT_EQ(client.ReadResponse()->body, "/echo?4");
}

TEST_F(ServerTest, AnswersAClientThatSentItsLastByte) {
  Start();
  Client client = Connect();
  ASSERT_TRUE(client.SendRaw("GET /echo?1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
  const auto got = client.ReadResponse();
  ASSERT_TRUE(got);
  EXPECT_EQ(got->HeaderText("Connection"), "close");
  EXPECT_EQ(client.ReadSome()->size(), 0U);

  Client old = Connect();
  ASSERT_TRUE(old.SendRaw("GET /echo?2 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"));
  EXPECT_EQ(old.ReadResponse()->HeaderText("Connection"), "keep-alive");
}

TEST_F(ServerTest, RefusesByThePageOfTheRoute) {
  Start();
  const auto answers = [&](std::string_view text, int status, std::string_view body) {
    Client client = Connect();
    ASSERT_TRUE(client.SendRaw(text));
    const auto got = client.ReadResponse();
    ASSERT_TRUE(got) << text << ": " << got.error().message;
    EXPECT_EQ(got->status, status) << text;
    EXPECT_EQ(got->body, body) << text;
  };
  answers("POST /small HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n0123456789", 200,
          "0123456789");
  // Before the body is read, and without asking for it.
  answers("POST /small HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n", 413, "small 413");
  answers("POST /small HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\nExpect: 100-continue\r\n\r\n",
          413, "small 413");
  answers(
      "POST /small HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nabcdef\r\n6\r\n",
      413, "small 413");
  answers("GET /throws HTTP/1.1\r\nHost: a\r\n\r\n", 500, "Internal Server Error\n");
  answers("GET /drops HTTP/1.1\r\nHost: a\r\n\r\n", 500, "Internal Server Error\n");
  answers("GET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n", 404, "Not Found\n");
  answers("DELETE /echo HTTP/1.1\r\nHost: a\r\n\r\n", 405, "Method Not Allowed\n");
  answers(
      "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n"
      "\r\n0\r\n\r\n",
      400, "bad Transfer-Encoding\n");
  answers("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400,
          "bad chunk\n");
  answers("GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(70'000, 'a') + "\r\n\r\n", 431,
          "headers too large\n");
}

TEST_F(ServerTest, AFailureHasAnIdThatItsLineInTheLogHasToo) {
  Start();
  Client client = Connect();
  testing::internal::CaptureStderr();
  auto got = client.Send("GET", "/status/504?secret=1", {{"X-Request-Id", "my-id.7"}});
  ASSERT_TRUE(got);
  EXPECT_EQ(got->HeaderText("X-Request-Id"), "my-id.7");
  got = client.Send("GET", "/throws", {{"X-Request-Id", "not\"a word"}});
  ASSERT_TRUE(got);
  const std::string made(got->HeaderText("X-Request-Id"));
  EXPECT_EQ(made.size(), 36U);
  got = client.Get("/status/404");
  EXPECT_EQ(got->HeaderText("X-Request-Id"), "");
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(client.Get("/status/500"));
  const std::string log = testing::internal::GetCapturedStderr();
  EXPECT_NE(log.find("error http: request failed request_id=my-id.7 method=GET "
                     "route=/status/{status} status=504 project=7 code=too_tired "
                     "why=\"it sleeps\""),
            std::string::npos)
      << log;
  EXPECT_NE(log.find("request_id=" + made + " method=GET route=/throws status=500"),
            std::string::npos)
      << log;
  EXPECT_EQ(log.find("secret"), std::string::npos);
  EXPECT_EQ(log.find("status=404"), std::string::npos);
  const auto count = [&](std::string_view words) {
    int found = 0;
    for (std::size_t at = log.find(words); at != std::string::npos; at = log.find(words, at + 1)) {
      ++found;
    }
    return found;
  };
  EXPECT_LT(count("status=500 project=7"), 20) << "of many that are alike, a few";
}

TEST_F(ServerTest, WhatMayBeTriedAgainSaysWhen) {
  Start();
  Client client = Connect();
  for (const char* later : {"/status/429", "/status/503"}) {
    EXPECT_EQ(client.Get(later)->HeaderText("Retry-After"), "1") << later;
  }
  for (const char* never : {"/status/400", "/status/500", "/status/504"}) {
    EXPECT_EQ(client.Get(never)->HeaderText("Retry-After"), "") << never;
  }
}

TEST_F(ServerTest, LetsAClientThatSendsTooMuchReadTheAnswer) {
  Start();
  Client client = Connect();
  const std::string big(8'000'000, 'x');
  const auto got = client.Send("POST", "/small", {}, big);
  ASSERT_TRUE(got) << got.error().message;
  EXPECT_EQ(got->status, 413);
  EXPECT_EQ(got->HeaderText("Connection"), "close");
}

TEST_F(ServerTest, KeepsAConnectionThatAskedForNothingThatExists) {
  Start();
  Client client = Connect();
  EXPECT_EQ(client.Get("/nowhere")->status, 404);
  EXPECT_EQ(client.Get("/echo")->status, 200);
}

TEST_F(ServerTest, EndsWhatStalls) {
  options_.header_timeout = milliseconds(40);
  options_.body_stall_timeout = milliseconds(40);
  options_.idle_timeout = milliseconds(40);
  Start();
  Client silent = Connect();
  EXPECT_EQ(silent.ReadSome()->size(), 0U);

  Client half_head = Connect();
  ASSERT_TRUE(half_head.SendRaw("GET / HTTP/1.1\r\nHos"));
  EXPECT_EQ(half_head.ReadSome()->size(), 0U);

  Client half_body = Connect();
  ASSERT_TRUE(half_body.SendRaw("POST /small HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab"));
  const auto got = half_body.ReadResponse();
  ASSERT_TRUE(got) << got.error().message;
  EXPECT_EQ(got->status, 408);
  EXPECT_EQ(got->body, "small 408");

  Client idle = Connect();
  EXPECT_EQ(idle.Get("/echo")->status, 200);
  EXPECT_EQ(idle.ReadSome()->size(), 0U);
}

TEST_F(ServerTest, SaysNoWhenBodiesFillTheBudget) {
  options_.max_bodies_bytes = 1000;
  router_->Add(Method::kPost, "/held",
               [this](const auto&, Respond respond) { gate_.Hold(std::move(respond)); });
  Start();
  Client first = Connect();
  ASSERT_TRUE(first.SendRaw("POST /held HTTP/1.1\r\nHost: a\r\nContent-Length: 900\r\n\r\n" +
                            std::string(900, 'x')));
  gate_.AwaitHeld(1);
  Client second = Connect();
  const auto refused = second.Send("POST", "/echo", {}, std::string(200, 'x'));
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->status, 503);
  EXPECT_EQ(refused->HeaderText("Retry-After"), "1");
  gate_.Take()(TextResponse(200, "done"));
  EXPECT_EQ(first.ReadResponse()->status, 200);
  Client third = Connect();
  EXPECT_EQ(third.Send("POST", "/echo", {}, std::string(200, 'x'))->status, 200);
}

TEST_F(ServerTest, TurnsAwayConnectionsOverTheCap) {
  options_.max_connections = 1;
  Start();
  Client first = Connect();
  EXPECT_EQ(first.Get("/echo")->status, 200);
  Client second = Connect();
  EXPECT_EQ(second.ReadResponse()->status, 503);
  EXPECT_EQ(first.Get("/echo")->status, 200);
}

TEST_F(ServerTest, TellsTheHandlerWhenTheClientLeaves) {
  std::atomic<bool> told = false;
  std::shared_ptr<Request> seen;
  router_->Add(Method::kGet, "/slow", [&](const auto& request, Respond respond) {
    request->cancelled->OnCancel([&] {
      told = true;
      told.notify_all();
    });
    gate_.Hold(std::move(respond));
  });
  Start();
  {
    Client client = Connect();
    ASSERT_TRUE(client.SendRaw("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n"));
    gate_.AwaitHeld(1);
    EXPECT_FALSE(told);
  }
  told.wait(false);
  gate_.Take()(TextResponse(200, "nobody hears"));
  EXPECT_EQ(Connect().Get("/echo")->status, 200);
}

TEST_F(ServerTest, StreamsWithBackPressure) {
  io::WorkerPool pool("stream", 1, 10);
  constexpr int kPieces = 200;
  router_->Add(Method::kGet, "/download", [&](const auto&, Respond respond) {
    Response response;
    response.stream = [&](StreamWriter writer) {
      ASSERT_TRUE(pool.TrySubmit([writer]() mutable {
        for (int i = 0; i < kPieces; ++i) {
          if (!writer.WaitForRoom() || !writer.Write(std::string(50'000, 'x'))) return;
        }
        writer.Close();
      }));
    };
    respond(std::move(response));
  });
  Start();
  Client client = Connect();
  const auto got = client.Get("/download");
  ASSERT_TRUE(got) << got.error().message;
  EXPECT_EQ(got->body.size(), 50'000U * kPieces);
  EXPECT_EQ(client.Get("/echo")->status, 200);
}

TEST_F(ServerTest, CutsAStreamWhoseWriterGaveUp) {
  router_->Add(Method::kGet, "/broken", [](const auto&, Respond respond) {
    Response response;
    response.stream = [](StreamWriter writer) { EXPECT_TRUE(writer.Write("half")); };
    respond(std::move(response));
  });
  Start();
  Client client = Connect();
  EXPECT_FALSE(client.Get("/broken"));
}

TEST_F(ServerTest, TellsTheWriterOfAStreamThatTheClientLeft) {
  std::atomic<bool> left = false;
  std::mutex mutex;
  std::condition_variable ready;
  std::optional<StreamWriter> kept;
  router_->Add(Method::kGet, "/events", [&](const auto& request, Respond respond) {
    request->cancelled->OnCancel([&] {
      left = true;
      left.notify_all();
    });
    Response response;
    response.AddHeader("Content-Type", "text/event-stream");
    response.stream = [&](StreamWriter writer) {
      const std::lock_guard lock(mutex);
      kept = std::move(writer);
      ready.notify_all();
    };
    respond(std::move(response));
  });
  Start();
  {
    Client client = Connect();
    ASSERT_TRUE(client.SendRaw("GET /events HTTP/1.1\r\nHost: a\r\n\r\n"));
    std::unique_lock lock(mutex);
    ASSERT_TRUE(ready.wait_for(lock, std::chrono::seconds(20), [&] { return kept.has_value(); }));
    EXPECT_TRUE(kept->Write("data: 1\n\n"));
    EXPECT_NE(client.ReadSome()->find("HTTP/1.1 200"), std::string::npos);
  }
  left.wait(false);
  EXPECT_TRUE(kept->closed());
  EXPECT_FALSE(kept->Write("data: 2\n\n"));
}

TEST_F(ServerTest, StopAnswersWhatIsInFlightAndEndsEventStreams) {
  std::optional<StreamWriter> kept;
  router_->Add(Method::kGet, "/events", [&](const auto&, Respond respond) {
    Response response;
    response.AddHeader("Content-Type", "text/event-stream");
    response.stream = [&](StreamWriter writer) { kept = std::move(writer); };
    respond(std::move(response));
  });
  Start();
  Client idle = Connect();
  EXPECT_EQ(idle.Get("/echo")->status, 200);
  Client events = Connect();
  ASSERT_TRUE(events.SendRaw("GET /events HTTP/1.1\r\nHost: a\r\n\r\n"));
  EXPECT_NE(events.ReadSome()->find("HTTP/1.1 200"), std::string::npos);
  Client busy = Connect();
  ASSERT_TRUE(busy.SendRaw("GET /held HTTP/1.1\r\nHost: a\r\n\r\n"));
  gate_.AwaitHeld(1);

  std::thread stopping([this] { server_->Stop(); });
  EXPECT_EQ(idle.ReadSome()->size(), 0U);               // closed at once
  EXPECT_EQ(events.ReadSome()->substr(0, 3), "0\r\n");  // ended as a whole stream
  EXPECT_FALSE(Client::Connect("127.0.0.1", server_->port()));
  gate_.Take()(TextResponse(200, "in time"));
  const auto got = busy.ReadResponse();
  ASSERT_TRUE(got) << got.error().message;
  EXPECT_EQ(got->body, "in time");
  EXPECT_EQ(got->HeaderText("Connection"), "close");
  stopping.join();
  EXPECT_TRUE(kept->closed());
  EXPECT_EQ(router_.use_count(), 1) << "a writer holds the handlers";
}

TEST_F(ServerTest, StopGivesUpOnHandlersThatNeverAnswer) {
  options_.drain_timeout = milliseconds(40);
  Start();
  Client client = Connect();
  ASSERT_TRUE(client.SendRaw("GET /held HTTP/1.1\r\nHost: a\r\n\r\n"));
  gate_.AwaitHeld(1);
  server_->Stop();
  EXPECT_EQ(client.ReadSome()->size(), 0U);
  EXPECT_EQ(router_.use_count(), 1) << "an answer that is owed holds the handlers";
  gate_.Take()(TextResponse(200, "far too late"));
}

TEST_F(ServerTest, TwoServersCannotHaveOnePort) {
  Start();
  options_.port = server_->port();
  const auto second = Server::Start(options_, router_, clock_, metrics_);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::kAlreadyExists);
  options_.host = "no such host.invalid";
  EXPECT_EQ(Server::Start(options_, router_, clock_, metrics_).error().code,
            ErrorCode::kInvalidArgument);
}

TEST_F(ServerTest, AnswersFromManyThreadsAtOnce) {
  options_.threads = 2;
  io::WorkerPool pool("answers", 2, 1000);
  router_->Add(Method::kPost, "/later", [&](const auto& request, Respond respond) {
    auto answer = [request, respond = std::move(respond)]() mutable {
      respond(TextResponse(200, request->body));
    };
    ASSERT_TRUE(pool.TrySubmit(std::move(answer)));
  });
  Start();
  std::atomic<int> good = 0;
  std::vector<std::thread> clients;
  for (int c = 0; c < 8; ++c) {
    clients.emplace_back([&, c] {
      Client client = Connect();
      for (int i = 0; i < 100; ++i) {
        const std::string body = std::to_string(c) + ":" + std::to_string(i);
        const auto got = client.Send("POST", "/later", {}, body);
        if (got && got->body == body) ++good;
      }
    });
  }
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(good, 800);
}

TEST_F(ServerTest, DoesNotLetAHeaderValueStartANewLine) {
  router_->Add(Method::kGet, "/inject", [](const auto&, Respond respond) {
    Response response;
    response.AddHeader("X-Bad", "a\r\nSet-Cookie: b=c");
    response.AddHeader("Content-Length", "999");
    respond(std::move(response));
  });
  Start();
  const auto got = Connect().Get("/inject");
  ASSERT_TRUE(got);
  EXPECT_EQ(got->HeaderText("X-Bad"), "a  Set-Cookie: b=c");
  EXPECT_EQ(got->HeaderText("Content-Length"), "0");
}

}  // namespace
}  // namespace tenrec::http
