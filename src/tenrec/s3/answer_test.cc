#include "tenrec/s3/answer.h"

#include <gtest/gtest.h>

namespace tenrec::s3 {
namespace {

TEST(ReadListing, ReadsAPageAndWhereItGoesOn) {
  const auto listing = ReadListing(R"(<?xml version="1.0" encoding="UTF-8"?>
<!-- of a store -->
<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
  <Name>copies</Name><Prefix/><KeyCount>2</KeyCount><IsTruncated>true</IsTruncated>
  <Contents><Key>a&amp;b&#x2F;&#228;</Key><ETag>&quot;x&quot;</ETag><Size>12</Size>
    <Owner><ID>Key</ID></Owner></Contents>
  <Contents><Key><![CDATA[<c>]]></Key><Size> 0 </Size></Contents>
  <NextContinuationToken>on=</NextContinuationToken>
</ListBucketResult>)");
  ASSERT_TRUE(listing) << listing.error().message;
  EXPECT_EQ(listing->objects, (std::vector<ListedObject>{{"a&b/ä", 12}, {"<c>", 0}}));
  EXPECT_EQ(listing->next, "on=");

  const auto last = ReadListing(
      "\xEF\xBB\xBF<s3:ListBucketResult><s3:IsTruncated>false</s3:IsTruncated>"
      "<s3:NextContinuationToken>old</s3:NextContinuationToken></s3:ListBucketResult>");
  ASSERT_TRUE(last) << last.error().message;
  EXPECT_TRUE(last->objects.empty());
  EXPECT_EQ(last->next, "");
}

TEST(ReadListing, RefusesWhatIsNoList) {
  const auto refuses = [](const std::string& text) {
    const auto listing = ReadListing(text);
    ASSERT_FALSE(listing) << text;
    EXPECT_EQ(listing.error().code, ErrorCode::kDataLoss);
  };
  refuses("");
  refuses("not found");
  refuses("<html></html>");
  refuses("<ListBucketResult>");
  refuses("<ListBucketResult></ListBucketResult><ListBucketResult/>");
  refuses("<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>");
  refuses("<ListBucketResult><Contents><Size>1</Size></Contents></ListBucketResult>");
  refuses("<ListBucketResult><Contents><Key>a</Key><Size>x</Size></Contents></ListBucketResult>");
  refuses("<ListBucketResult><Contents></ListBucketResult></Contents>");
  refuses("<ListBucketResult>&nothing;</ListBucketResult>");
  refuses("<ListBucketResult>&#99999999999;</ListBucketResult>");
  refuses("<ListBucketResult>&amp</ListBucketResult>");
  refuses("<!DOCTYPE a [<!ENTITY b 'c'>]><ListBucketResult/>");
  refuses("<ListBucketResult a='>'");
  std::string deep;
  for (int i = 0; i < 1000; ++i) deep += "<a>";
  refuses(deep);
}

TEST(ReadRefusal, ReadsWhatTheStoreSays) {
  const Refusal refusal = ReadRefusal(
      "<Error><Code>PermanentRedirect</Code><Message>Go there</Message>"
      "<Region>eu-west-1</Region><Other>x</Other></Error>");
  EXPECT_EQ(refusal.code, "PermanentRedirect");
  EXPECT_EQ(refusal.message, "Go there");
  EXPECT_EQ(refusal.region, "eu-west-1");
  for (const char* text : {"", "Bad Gateway", "<Error><Code>Cut", "<html><Code>x</Code></html>"}) {
    EXPECT_EQ(ReadRefusal(text).code, "") << text;
  }
}

TEST(ReadUploadId, ReadsTheId) {
  const auto id = ReadUploadId(
      "<InitiateMultipartUploadResult><Bucket>b</Bucket><UploadId>a.b_1</UploadId>"
      "</InitiateMultipartUploadResult>");
  ASSERT_TRUE(id);
  EXPECT_EQ(*id, "a.b_1");
  EXPECT_FALSE(ReadUploadId("<InitiateMultipartUploadResult/>"));
  EXPECT_FALSE(ReadUploadId("<Other><UploadId>a</UploadId></Other>"));
}

TEST(ReadPendingUploads, ReadsKeysAndIds) {
  const auto uploads = ReadPendingUploads(
      "<ListMultipartUploadsResult><Upload><Key>a</Key><UploadId>1</UploadId>"
      "<Initiated>2026</Initiated></Upload><Upload><Key>b</Key></Upload>"
      "<Upload><Key>c</Key><UploadId>3</UploadId></Upload></ListMultipartUploadsResult>");
  ASSERT_TRUE(uploads);
  ASSERT_EQ(uploads->size(), 2U);
  EXPECT_EQ(uploads->at(1).key, "c");
  EXPECT_EQ(uploads->at(1).id, "3");
}

}  // namespace
}  // namespace tenrec::s3
