#include "tenrec/http/request_parser.h"

#include <gtest/gtest.h>

namespace tenrec::http {
namespace {

using State = RequestParser::State;

/// Feeds the text in pieces of `step` bytes and gives the state in which it ends.
State Read(RequestParser& parser, std::string_view text, std::size_t step,
           std::size_t max_body = 1000) {
  std::string waiting;
  while (!text.empty()) {
    waiting += text.substr(0, step);
    text.remove_prefix(std::min(step, text.size()));
    for (;;) {
      const State before = parser.state();
      waiting.erase(0, parser.Feed(waiting));
      if (parser.state() == before) break;
      if (parser.state() == State::kBody) {
        parser.LimitBody(max_body);
      } else {
        return parser.state();
      }
    }
  }
  return parser.state();
}

State ReadWhole(std::string_view text) {
  RequestParser parser(8192);
  return Read(parser, text, text.size());
}

TEST(RequestParser, ReadsTheSameRequestHoweverItIsCut) {
  const std::string text =
      "\r\nPOST /e/?compression=gzip-js HTTP/1.1\r\nHost: a\r\nX-One:  two \r\n"
      "Transfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n3;x=y\r\nefg\r\n0\r\nTrailer: x\r\n\r\n";
  for (std::size_t step = 1; step <= text.size(); ++step) {
    RequestParser parser(8192);
    ASSERT_EQ(Read(parser, text, step), State::kDone) << step << " " << parser.trouble();
    const Request& request = parser.request();
    EXPECT_EQ(request.method, Method::kPost);
    EXPECT_EQ(request.path, "/e/");
    EXPECT_EQ(request.query_string, "compression=gzip-js");
    EXPECT_EQ(request.HeaderText("x-one"), "two");
    EXPECT_EQ(request.body, "abcdefg");
    EXPECT_FALSE(request.FindHeader("Trailer"));
    EXPECT_TRUE(parser.keep_alive());
  }
}

TEST(RequestParser, SplitsEveryFormOfTarget) {
  const auto splits = [](std::string_view target, std::string_view path, std::string_view query) {
    RequestParser parser(8192);
    const std::string text = "GET " + std::string(target) + " HTTP/1.1\r\nHost: a\r\n\r\n";
    ASSERT_EQ(Read(parser, text, text.size()), State::kDone);
    EXPECT_EQ(parser.request().path, path);
    EXPECT_EQ(parser.request().query_string, query);
  };
  splits("/a/b?c=d?e", "/a/b", "c=d?e");
  splits("http://host:80/a?b", "/a", "b");
  splits("http://host", "/", "");
  splits("http://host?a", "/", "a");
  splits("*", "*", "");
}

TEST(RequestParser, RefusesWhatCanBeReadInTwoWays) {
  const auto refuses = [](std::string_view headers) {
    const std::string text = "POST / HTTP/1.1\r\nHost: a\r\n" + std::string(headers) + "\r\nabcde";
    EXPECT_EQ(ReadWhole(text), State::kMalformed) << headers;
  };
  refuses("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n");
  refuses("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n");
  refuses("Content-Length: 5\r\nContent-Length: 6\r\n");
  refuses("Content-Length: 5\r\nContent-Length: 5\r\n");
  refuses("Content-Length: 5, 5\r\n");
  refuses("Content-Length: +5\r\n");
  refuses("Content-Length: 0x5\r\n");
  refuses("Content-Length: -1\r\n");
  refuses("Content-Length: 99999999999999999999\r\n");
  refuses("Content-Length:\r\n");
  refuses("Transfer-Encoding: xchunked\r\n");
  refuses("Transfer-Encoding: identity\r\nContent-Length: 5\r\n");
  refuses("Transfer-Encoding: gzip, chunked\r\n");
  refuses("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n");
  refuses("Content-Length : 5\r\n");
  refuses("Host: b\r\n");
  refuses("Bad Name: 5\r\n");
  refuses("No colon\r\n");
}

TEST(RequestParser, RefusesOtherShapesOfRequests) {
  for (std::string_view text :
       {"GET / HTTP/1.1\r\n\r\n", "GET /\r\nHost: a\r\n\r\n", "GET / HTTP/2.0\r\nHost: a\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "\x16\x03\x01\x02\x01\x01\x01\xfc\x03\x03",
        "GET / HTTP/1.1\nHost: a\n\n", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n",
        "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"}) {
    EXPECT_EQ(ReadWhole(text), State::kMalformed) << text;
  }
  EXPECT_EQ(ReadWhole("GET / HTTP/1.0\r\n\r\n"), State::kDone);
}

TEST(RequestParser, RefusesHeadersOverTheLimitHoweverTheyCome) {
  const std::string line = "X-Fill: " + std::string(90, 'a') + "\r\n";
  std::string many = "GET / HTTP/1.1\r\nHost: a\r\n";
  for (int i = 0; i < 100; ++i) many += line;
  for (const std::string& text : {many, "GET /" + std::string(9000, 'a') + " HTTP/1.1\r\n",
                                  "GET / HTTP/1.1\r\nX: " + std::string(9000, 'a')}) {
    for (std::size_t step : {7UL, 100UL, text.size()}) {
      RequestParser parser(8192);
      EXPECT_EQ(Read(parser, text, step), State::kHeadTooLarge) << step;
    }
  }
}

TEST(RequestParser, RefusesBodiesOverTheLimitDeclaredOrCounted) {
  const std::string declared = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nabcde";
  const std::string chunked =
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n"
      "0\r\n\r\n";
  for (const std::string& text : {declared, chunked}) {
    for (std::size_t step = 1; step <= text.size(); ++step) {
      RequestParser enough(8192);
      EXPECT_EQ(Read(enough, text, step, 5), State::kDone);
      RequestParser little(8192);
      EXPECT_EQ(Read(little, text, step, 4), State::kBodyTooLarge);
    }
  }
}

TEST(RequestParser, RefusesBrokenChunks) {
  for (std::string_view body :
       {"g\r\n\r\n", "5\r\nabcdefg\r\n", "ffffffffffffffffff\r\n", "\r\n\r\n\r\n"}) {
    RequestParser parser(8192);
    const std::string text =
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + std::string(body);
    const State state = Read(parser, text, text.size());
    EXPECT_TRUE(state == State::kMalformed || state == State::kBodyTooLarge) << body;
  }
}

TEST(RequestParser, DoesNotWaitForMoreOfAChunkThatIsBadAlready) {
  const std::string head = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (std::string_view body : {"z", "zz\r\n", "-1\r\n", "5x", "\r\n", ";x", "11111111111111111",
                                "3\r\nabcX", "3\r\nabc\rX", "3\r\nabc\r\ng"}) {
    for (const std::size_t step : {std::size_t{1}, std::size_t{100}}) {
      RequestParser parser(8192);
      EXPECT_EQ(Read(parser, head + std::string(body), step), State::kMalformed) << body;
    }
  }
  for (std::string_view body : {"", "3", "3\r", "3;n=v", "3 \r\n", "3\r\nabc", "3\r\nabc\r",
                                "3\r\nabc\r\n", "3\r\nabc\r\n0\r\n"}) {
    for (const std::size_t step : {std::size_t{1}, std::size_t{100}}) {
      RequestParser parser(8192);
      EXPECT_EQ(Read(parser, head + std::string(body), step), State::kBody) << body;
    }
  }
}

TEST(RequestParser, KnowsWhetherTheConnectionGoesOn) {
  const auto keeps = [](std::string_view version_and_headers) {
    RequestParser parser(8192);
    const std::string text = "GET / " + std::string(version_and_headers) + "\r\n\r\n";
    EXPECT_EQ(Read(parser, text, text.size()), State::kDone);
    return parser.keep_alive();
  };
  EXPECT_TRUE(keeps("HTTP/1.1\r\nHost: a"));
  EXPECT_FALSE(keeps("HTTP/1.1\r\nHost: a\r\nConnection: close"));
  EXPECT_FALSE(keeps("HTTP/1.0"));
  EXPECT_TRUE(keeps("HTTP/1.0\r\nConnection: keep-alive"));
}

}  // namespace
}  // namespace tenrec::http
