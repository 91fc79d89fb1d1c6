#include "tenrec/s3/bucket.h"

#include <deque>

#include <gtest/gtest.h>

#include "tenrec/base/encoding.h"
#include "tenrec/base/hash.h"

namespace tenrec::s3 {
namespace {

constexpr Timestamp kNow = Timestamp::FromSeconds(1'790'000'000);
constexpr char kSecret[] = "TheSecretKey";

/// What one try comes to.
struct Scripted {
  int status = 200;
  std::string body;
  std::vector<Header> headers;
  /// The connection breaks behind the body.
  bool breaks = false;
};

/// Answers in the order of a script, and remembers what it was asked.
class ScriptedTransport final : public Transport {
 public:
  struct Asked {
    std::string line;
    std::string body;
    std::vector<Header> headers;
    std::string header(std::string_view name) const {
      return std::string(HttpAnswer{.headers = headers}.header(name));
    }
  };

  Result<HttpAnswer> Send(const HttpRequest& request, const BodySink& sink) override {
    asked.push_back(
        {request.method + " " + request.url, std::string(request.body), request.headers});
    if (script.empty()) return Unavailable("the script is at its end");
    Scripted next = std::move(script.front());
    script.pop_front();
    HttpAnswer answer{.status = next.status, .headers = std::move(next.headers)};
    if (sink && next.status >= 200 && next.status < 300) {
      TRY(sink(next.status, next.body));
    } else {
      answer.body = std::move(next.body);
    }
    if (next.breaks) return Unavailable("the connection broke");
    return answer;
  }

  std::deque<Scripted> script;
  std::vector<Asked> asked;
};

class BucketTest : public testing::Test {
 protected:
  BucketTest() : clock_(kNow) {
    Location location;
    location.bucket = "copies";
    location.prefix = "a/";
    location.region = "eu-west-1";
    location.endpoint = "http://127.0.0.1:9000";
    location.addressing = Addressing::kPath;
    location.credentials = {
        .access_key_id = "AKID", .secret_access_key = kSecret, .session_token = "TheToken"};
    Make(location);
  }

  void Make(const Location& location) {
    auto transport = std::make_unique<ScriptedTransport>();
    transport_ = transport.get();
    bucket_ = std::make_unique<Bucket>(
        location,
        BucketTools{.transport = std::move(transport),
                    .clock = &clock_,
                    .pause = [this](std::chrono::milliseconds wait) { waits_.push_back(wait); }});
  }
  void Answer(Scripted answer) { transport_->script.push_back(std::move(answer)); }
  void AnswerError(int status, const std::string& code, const std::string& message = "no") {
    Answer({.status = status,
            .body = "<Error><Code>" + code + "</Code><Message>" + message + "</Message></Error>",
            .headers = {{"date", "Mon, 21 Sep 2026 13:00:00 GMT"}}});
  }
  Status PutSomething() { return bucket_->Put("key", "text", HexEncode(Sha256("text"))); }

  ManualClock clock_;
  ScriptedTransport* transport_ = nullptr;
  std::unique_ptr<Bucket> bucket_;
  std::vector<std::chrono::milliseconds> waits_;
};

TEST_F(BucketTest, AsksForKeysBelowThePrefix) {
  Answer({});
  ASSERT_TRUE(PutSomething());
  const auto& put = transport_->asked.at(0);
  EXPECT_EQ(put.line, "PUT http://127.0.0.1:9000/copies/a/key");
  EXPECT_EQ(put.body, "text");
  EXPECT_EQ(put.header("host"), "127.0.0.1:9000");
  EXPECT_EQ(put.header("x-amz-content-sha256"), HexEncode(Sha256("text")));
  EXPECT_EQ(put.header("x-amz-security-token"), "TheToken");
  EXPECT_NE(put.header("authorization").find("/eu-west-1/s3/"), std::string::npos);

  Location location = bucket_->location();
  location.endpoint = "https://s3.eu-west-1.amazonaws.com:443";
  location.addressing = Addressing::kVirtual;
  Make(location);
  Answer({});
  ASSERT_TRUE(PutSomething());
  EXPECT_EQ(transport_->asked.at(0).line, "PUT https://copies.s3.eu-west-1.amazonaws.com/a/key");
  EXPECT_EQ(transport_->asked.at(0).header("host"), "copies.s3.eu-west-1.amazonaws.com");
}

TEST_F(BucketTest, ListsPageByPage) {
  Answer({.body = "<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>t/1"
                  "</NextContinuationToken><Contents><Key>a/x</Key><Size>1</Size></Contents>"
                  "</ListBucketResult>"});
  Answer({.body = "<ListBucketResult><Contents><Key>a/xy</Key><Size>2</Size></Contents>"
                  "<Contents><Key>b/x</Key><Size>3</Size></Contents></ListBucketResult>"});
  const auto objects = bucket_->List("x");
  ASSERT_TRUE(objects) << objects.error().message;
  EXPECT_EQ(*objects, (std::vector<ListedObject>{{"x", 1}, {"xy", 2}}));
  EXPECT_EQ(transport_->asked.at(0).line,
            "GET http://127.0.0.1:9000/copies?list-type=2&prefix=a%2Fx");
  EXPECT_EQ(transport_->asked.at(1).line,
            "GET http://127.0.0.1:9000/copies?continuation-token=t%2F1&list-type=2&prefix=a%2Fx");
}

TEST_F(BucketTest, TriesAgainLaterEachTimeAndNotForEver) {
  for (int i = 0; i < 3; ++i) AnswerError(503, "SlowDown");
  Answer({});
  ASSERT_TRUE(PutSomething());
  ASSERT_EQ(waits_.size(), 3U);
  for (std::size_t i = 0; i < waits_.size(); ++i) {
    const auto most = std::chrono::milliseconds(200 << i);
    EXPECT_LE(waits_[i], most);
    EXPECT_GE(waits_[i], most / 2);
  }
  for (int i = 0; i < 20; ++i) AnswerError(500, "InternalError");
  const std::size_t before = transport_->asked.size();
  const Status failed = PutSomething();
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code, ErrorCode::kUnavailable);
  EXPECT_NE(failed.error().message.find("cannot write s3://copies/a/key: the store answers 500"),
            std::string::npos)
      << failed.error().message;
  EXPECT_EQ(transport_->asked.size() - before, 8U);
}

TEST_F(BucketTest, WaitsAsLongAsTheStoreAsks) {
  Answer({.status = 503, .headers = {{"retry-after", "7"}}});
  Answer({.status = 429, .headers = {{"retry-after", "4000"}}});
  Answer({});
  ASSERT_TRUE(PutSomething());
  EXPECT_EQ(waits_, (std::vector<std::chrono::milliseconds>{std::chrono::seconds(7),
                                                            std::chrono::seconds(30)}));
}

TEST_F(BucketTest, GivesUpSoonerOnAStoreThatNeverAnswered) {
  const Status failed = PutSomething();
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(failed.error().message,
            "cannot write s3://copies/a/key: http://127.0.0.1:9000: the script is at its end");
  EXPECT_EQ(transport_->asked.size(), 3U);
}

TEST_F(BucketTest, GoesOnReadingWhereTheConnectionBroke) {
  Answer({.body = "abc", .breaks = true});
  AnswerError(503, "SlowDown");
  Answer({.status = 206, .body = "de", .breaks = true});
  Answer({.status = 200, .body = "abcdefg"});  // knows no ranges
  const auto text = bucket_->Get("key", 100);
  ASSERT_TRUE(text) << text.error().message;
  EXPECT_EQ(*text, "abcdefg");
  EXPECT_EQ(transport_->asked.at(0).header("range"), "");
  EXPECT_EQ(transport_->asked.at(1).header("range"), "bytes=3-");
  EXPECT_EQ(transport_->asked.at(2).header("range"), "bytes=3-");
  EXPECT_EQ(transport_->asked.at(3).header("range"), "bytes=5-");

  // It broke behind the last byte.
  Answer({.body = "abc", .breaks = true});
  AnswerError(416, "InvalidRange");
  EXPECT_EQ(*bucket_->Get("key", 100), "abc");
}

TEST_F(BucketTest, DoesNotReadMoreThanIsWanted) {
  Answer({.body = "abc"});
  const auto text = bucket_->Get("key", 2);
  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().code, ErrorCode::kResourceExhausted);
  EXPECT_EQ(transport_->asked.size(), 1U);
}

TEST_F(BucketTest, UploadsInParts) {
  Answer({.body = "<InitiateMultipartUploadResult><UploadId>u+1</UploadId>"
                  "</InitiateMultipartUploadResult>"});
  Answer({.headers = {{"etag", "\"e1\""}}});
  const auto upload = bucket_->BeginUpload("key");
  ASSERT_TRUE(upload);
  const auto tag = bucket_->PutPart("key", *upload, 1, "text", HexEncode(Sha256("text")));
  ASSERT_TRUE(tag);
  EXPECT_EQ(*tag, "\"e1\"");
  EXPECT_EQ(transport_->asked.at(0).line, "POST http://127.0.0.1:9000/copies/a/key?uploads=");
  EXPECT_EQ(transport_->asked.at(1).line,
            "PUT http://127.0.0.1:9000/copies/a/key?partNumber=1&uploadId=u%2B1");

  // A success that is none, and one whose answer was lost.
  Answer({.body = "<Error><Code>InternalError</Code></Error>"});
  AnswerError(404, "NoSuchUpload");
  Answer({.body = "<ListBucketResult><Contents><Key>a/key</Key><Size>4</Size></Contents>"
                  "</ListBucketResult>"});
  EXPECT_TRUE(bucket_->CompleteUpload("key", *upload, {*tag}, 4));
  EXPECT_EQ(transport_->asked.at(2).body,
            "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>&quot;e1&quot;</ETag>"
            "</Part></CompleteMultipartUpload>");
  // Somebody has given it up, and nothing is there.
  AnswerError(404, "NoSuchUpload");
  Answer({.body = "<ListBucketResult/>"});
  EXPECT_FALSE(bucket_->CompleteUpload("key", *upload, {*tag}, 4));
}

TEST_F(BucketTest, FindsUnfinishedUploadsOfItsOwn) {
  Answer({.body =
              "<ListMultipartUploadsResult><Upload><Key>a/x</Key><UploadId>1</UploadId></Upload>"
              "<Upload><Key>other</Key><UploadId>2</UploadId></Upload>"
              "</ListMultipartUploadsResult>"});
  const auto uploads = bucket_->PendingUploads();
  ASSERT_TRUE(uploads);
  ASSERT_EQ(uploads->size(), 1U);
  EXPECT_EQ(uploads->front().key, "x");
}

TEST_F(BucketTest, SaysWhatToDoAboutARefusal) {
  const auto says = [&](int status, const char* code, ErrorCode expected, const char* words) {
    AnswerError(status, code, std::string("with ") + kSecret);
    const Status failed = PutSomething();
    ASSERT_FALSE(failed) << code;
    EXPECT_EQ(failed.error().code, expected) << code;
    const std::string& message = failed.error().message;
    EXPECT_NE(message.find(words), std::string::npos) << code << ": " << message;
    EXPECT_EQ(message.find(kSecret), std::string::npos) << message;
    EXPECT_EQ(message.find("TheToken"), std::string::npos) << message;
    EXPECT_TRUE(transport_->script.empty());
  };
  says(404, "NoSuchBucket", ErrorCode::kNotFound,
       "there is no bucket 'copies' at http://127.0.0.1:9000");
  says(403, "InvalidAccessKeyId", ErrorCode::kUnauthenticated, "AWS_ACCESS_KEY_ID");
  says(403, "SignatureDoesNotMatch", ErrorCode::kUnauthenticated, "AWS_SECRET_ACCESS_KEY");
  says(400, "ExpiredToken", ErrorCode::kUnauthenticated, "AWS_SESSION_TOKEN");
  says(403, "AccessDenied", ErrorCode::kPermissionDenied, "403 AccessDenied");
  says(403, "RequestTimeTooSkewed", ErrorCode::kFailedPrecondition,
       "this machine's clock says 2026-09-21T14:13:20.000000Z, the store's 'Mon, 21 Sep 2026 "
       "13:00:00 GMT'");
  says(507, "XMinioStorageFull", ErrorCode::kResourceExhausted, "full");
  says(501, "NotImplemented", ErrorCode::kUnimplemented, "cannot do it");
  EXPECT_TRUE(waits_.empty()) << "nothing of this passes";
}

TEST_F(BucketTest, NamesTheRegionOfTheBucket) {
  Answer({.status = 301, .headers = {{"x-amz-bucket-region", "us-west-2"}}});
  EXPECT_NE(PutSomething().error().message.find("set AWS_REGION=us-west-2"), std::string::npos);
  Answer(
      {.status = 400,
       .body =
           "<Error><Code>AuthorizationHeaderMalformed</Code><Region>us-west-1</Region></Error>"});
  EXPECT_NE(PutSomething().error().message.find("set AWS_REGION=us-west-1"), std::string::npos);
  AnswerError(400, "IllegalLocationConstraintException");
  EXPECT_NE(PutSomething().error().message.find("not in region eu-west-1"), std::string::npos);
}

}  // namespace
}  // namespace tenrec::s3
