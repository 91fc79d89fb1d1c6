#include "tenrec/backup/manifest.h"

#include <gtest/gtest.h>

namespace tenrec::backup {
namespace {

Manifest Example() {
  return {.facts = {{"installation", "an id"}, {"at", "2026-11-23"}},
          .entries = {{.kind = EntryKind::kLink, .path = "a/b", .target = "../c"},
                      {.kind = EntryKind::kFile,
                       .path = "c",
                       .size = 5,
                       .modified_ns = 17,
                       .object = std::string(64, 'f')},
                      {.kind = EntryKind::kDirectory, .path = "d/\"e\""}}};
}

TEST(Manifest, ReadsBackWhatItPrinted) {
  const auto read = ParseManifest(PrintManifest(Example()));
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->entries, Example().entries);
  EXPECT_EQ(read->installation(), "an id");
  EXPECT_EQ(read->bytes(), 5U);
}

TEST(Manifest, NoticesEveryChangedOrMissingByte) {
  const std::string good = PrintManifest(Example());
  for (std::size_t at = 0; at < good.size(); ++at) {
    std::string damaged = good;
    damaged[at] = damaged[at] == 'x' ? 'y' : 'x';
    EXPECT_FALSE(ParseManifest(damaged)) << at;
    EXPECT_FALSE(ParseManifest(good.substr(0, at))) << at;
  }
  EXPECT_FALSE(ParseManifest(good + "\n"));
}

TEST(Manifest, RefusesWhatLeavesTheTree) {
  const auto refuses = [](Entry entry) {
    const auto read = ParseManifest(PrintManifest({.facts = {}, .entries = {std::move(entry)}}));
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, ErrorCode::kDataLoss);
  };
  for (const char* path : {"", "/a", "a/", "a//b", "../a", "a/../b", ".", "a\nb"}) {
    refuses({.kind = EntryKind::kDirectory, .path = path});
  }
  for (const char* target : {"", "/etc", "..", "b/../../..", "../.."}) {
    refuses({.kind = EntryKind::kLink, .path = "a", .target = target});
  }
}

TEST(Manifest, SaysWhenANewerVersionWroteIt) {
  std::string newer = PrintManifest(Example());
  newer.replace(newer.find(":1,"), 3, ":2,");
  const auto read = ParseManifest(newer);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::kFailedPrecondition);
}

}  // namespace
}  // namespace tenrec::backup
