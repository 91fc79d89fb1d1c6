#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/base/result.h"

namespace tenrec::s3 {

/// Reads XML and tells of every element when it ends: where it stands, and the text in it.
/// Shape:  UTF-8 without a document type; "ListBucketResult/Contents/Key". Attributes and the
///         prefixes of names are left out.
/// Errors: kDataLoss when it is no such XML, or goes deeper than 16 elements; those of `closed`.
Status WalkXml(std::string_view text,
               const std::function<Status(std::string_view path, std::string text)>& closed);

/// What a store says of a request that it refuses.
struct Refusal {
  /// "NoSuchBucket"; empty when it says nothing.
  std::string code;
  std::string message;
  /// Where the bucket is, when the request went elsewhere.
  std::string region;
};

/// Reads an answer of an error; whatever is no such answer gives an empty refusal.
Refusal ReadRefusal(std::string_view text);

struct ListedObject {
  std::string key;
  /// Units: bytes.
  std::uint64_t size = 0;

  friend bool operator==(const ListedObject&, const ListedObject&) = default;
};

/// A page of the objects of a bucket.
struct Listing {
  std::vector<ListedObject> objects;
  /// Asks for the next page; empty after the last.
  std::string next;
};

/// Errors: kDataLoss, also for a list that goes on and does not say where.
Result<Listing> ReadListing(std::string_view text);

/// The id of a multipart upload that has begun.
Result<std::string> ReadUploadId(std::string_view text);

/// A multipart upload that has not come to its end.
struct PendingUpload {
  std::string key;
  std::string id;
};

Result<std::vector<PendingUpload>> ReadPendingUploads(std::string_view text);

}  // namespace tenrec::s3
