#include "tenrec/io/compress.h"

#include <brotli/encode.h>
#include <gtest/gtest.h>
#include <zlib.h>
#include <zstd.h>

namespace tenrec::io {
namespace {

constexpr std::size_t kPlenty = std::size_t{1} << 30U;

std::string Sample() {
  std::string text;
  for (int i = 0; i < 5000; ++i)
    text += "{\"event\":\"$pageview\",\"n\":" + std::to_string(i) + "}";
  return text;
}

std::string ZlibEncode(std::string_view data, int window_bits) {
  z_stream stream = {};
  deflateInit2(&stream, 6, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, data.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(data.data()));
  stream.avail_in = static_cast<uInt>(data.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string Pack(Codec codec, std::string_view data) {
  switch (codec) {
    case Codec::kGzip:
      return GzipEncode(data);
    case Codec::kDeflate:
      return ZlibEncode(data, MAX_WBITS);
    case Codec::kBrotli: {
      std::size_t size = BrotliEncoderMaxCompressedSize(data.size()) + 64;
      std::string out(size, '\0');
      BrotliEncoderCompress(5, 22, BROTLI_MODE_GENERIC, data.size(),
                            reinterpret_cast<const std::uint8_t*>(data.data()), &size,
                            reinterpret_cast<std::uint8_t*>(out.data()));
      out.resize(size);
      return out;
    }
    case Codec::kZstd: {
      std::string out(ZSTD_compressBound(data.size()), '\0');
      out.resize(ZSTD_compress(out.data(), out.size(), data.data(), data.size(), 3));
      return out;
    }
  }
  return {};
}

constexpr Codec kAll[] = {Codec::kGzip, Codec::kDeflate, Codec::kBrotli, Codec::kZstd};

TEST(Decompress, GivesBackWhatWasPacked) {
  for (const Codec codec : kAll) {
    for (const std::string& text : {std::string(), std::string("x"), Sample()}) {
      const auto got = Decompress(codec, Pack(codec, text), kPlenty);
      ASSERT_TRUE(got) << CodecName(codec) << ": " << got.error().message;
      EXPECT_EQ(*got, text) << CodecName(codec);
    }
  }
}

TEST(Decompress, RefusesAnInputCutAtAnyByte) {
  for (const Codec codec : kAll) {
    const std::string packed = Pack(codec, Sample().substr(0, 3000));
    for (std::size_t size = 0; size < packed.size(); ++size) {
      const auto got = Decompress(codec, packed.substr(0, size), kPlenty);
      ASSERT_FALSE(got) << CodecName(codec) << " cut at " << size;
      ASSERT_EQ(got.error().code, ErrorCode::kInvalidArgument);
    }
  }
}

TEST(Decompress, NamesTheFormatThatIsBroken) {
  EXPECT_EQ(Decompress(Codec::kGzip, "\x1f\x8b\x08 nonsense", kPlenty).error().message,
            "invalid GZIP data");
  EXPECT_EQ(Decompress(Codec::kZstd, "nonsense", kPlenty).error().message, "invalid ZSTD data");
}

TEST(Decompress, RefusesWhatFollowsTheData) {
  for (const Codec codec : kAll) {
    EXPECT_FALSE(Decompress(codec, Pack(codec, "text") + "more", kPlenty)) << CodecName(codec);
  }
}

TEST(Decompress, ReadsEveryGzipMemberAndZstdFrame) {
  EXPECT_EQ(*Decompress(Codec::kGzip, GzipEncode("one ") + GzipEncode("") + GzipEncode("two"), 100),
            "one two");
  EXPECT_EQ(*Decompress(Codec::kZstd, Pack(Codec::kZstd, "one ") + Pack(Codec::kZstd, "two"), 100),
            "one two");
}

TEST(Decompress, TakesRawDeflateToo) {
  EXPECT_EQ(*Decompress(Codec::kDeflate, ZlibEncode("plain", -MAX_WBITS), 100), "plain");
}

TEST(Decompress, StopsABombAtTheBudget) {
  const std::string zeros(std::size_t{64} << 20U, '\0');
  for (const Codec codec : kAll) {
    const auto got = Decompress(codec, Pack(codec, zeros), 1 << 20);
    ASSERT_FALSE(got) << CodecName(codec);
    EXPECT_EQ(got.error().code, ErrorCode::kResourceExhausted) << CodecName(codec);
  }
}

TEST(Decompress, TakesExactlyTheBudget) {
  const std::string text = Sample();
  for (const Codec codec : kAll) {
    EXPECT_TRUE(Decompress(codec, Pack(codec, text), text.size())) << CodecName(codec);
    EXPECT_FALSE(Decompress(codec, Pack(codec, text), text.size() - 1)) << CodecName(codec);
  }
}

TEST(Decompress, DoesNotBelieveTheSizeInAGzipTrailer) {
  std::string packed = GzipEncode(Sample());
  packed.replace(packed.size() - 4, 4, "\xff\xff\xff\x7f");
  EXPECT_EQ(Decompress(Codec::kGzip, packed, kPlenty).error().message, "invalid GZIP data");
}

}  // namespace
}  // namespace tenrec::io
