#include "tenrec/io/compress.h"

#include <algorithm>
#include <climits>
#include <cstring>
#include <memory>
#include <optional>
#include <utility>

#include <brotli/decode.h>
#include <libdeflate.h>
#include <zlib.h>
#include <zstd.h>

namespace tenrec::io {
namespace {

constexpr std::size_t kFirstOutput = std::size_t{64} << 10U;
constexpr std::size_t kMaxDeflateRatio = 1032;  // no deflate stream unpacks further
constexpr int kMaxZstdWindowLog = 23;           // 8 MiB, the limit of RFC 9659

Error Invalid(Codec codec) {
  return InvalidArgument("invalid " + std::string(CodecName(codec)) + " data");
}

/// Output that doubles up to the budget, plus one byte that shows the budget was passed.
class Output {
 public:
  Output(std::size_t max_out, std::size_t input_size)
      : limit_(max_out == SIZE_MAX ? SIZE_MAX : max_out + 1),
        text_(std::min(limit_, std::max(kFirstOutput, input_size * 4)), '\0') {}

  /// Room for more; false when the budget is used up.
  bool MakeRoom() {
    if (used_ < text_.size()) return true;
    if (text_.size() == limit_) return false;
    text_.resize(text_.size() > limit_ / 2 ? limit_ : text_.size() * 2);
    return true;
  }
  char* at() { return text_.data() + used_; }
  std::size_t room() const { return text_.size() - used_; }
  void Use(std::size_t count) { used_ += count; }

  Result<std::string> Finish() && {
    if (used_ >= limit_) return OverBudget();
    text_.resize(used_);
    return std::move(text_);
  }
  Error OverBudget() const {
    return ResourceExhausted("unpacks to more than " + std::to_string(limit_ - 1) + " bytes");
  }

 private:
  const std::size_t limit_;
  std::string text_;
  std::size_t used_ = 0;
};

/// The common case in one call: a single gzip member whose trailer tells its size truly. Nothing
/// when it is anything else, to be done (or refused) by the streaming way.
std::optional<std::string> GunzipKnownSize(std::string_view in, std::size_t max_out) {
  constexpr std::size_t kSmallestMember = 18;
  if (in.size() < kSmallestMember) return std::nullopt;
  std::uint32_t size = 0;  // little-endian, modulo 2^32
  for (std::size_t i = 0; i < 4; ++i) {
    size |= std::uint32_t{static_cast<unsigned char>(in[in.size() - 4 + i])} << (8 * i);
  }
  if (size > max_out || size / kMaxDeflateRatio > in.size()) return std::nullopt;

  const std::unique_ptr<libdeflate_decompressor, void (*)(libdeflate_decompressor*)> inflater(
      libdeflate_alloc_decompressor(), libdeflate_free_decompressor);
  if (inflater == nullptr) return std::nullopt;
  std::string out(size, '\0');
  std::size_t used = 0;
  std::size_t made = 0;
  const libdeflate_result result = libdeflate_gzip_decompress_ex(
      inflater.get(), in.data(), in.size(), out.data(), out.size(), &used, &made);
  if (result != LIBDEFLATE_SUCCESS || used != in.size() || made != size) return std::nullopt;
  return out;
}

Result<std::string> InflateStream(Codec codec, std::string_view in, std::size_t max_out,
                                  int window_bits) {
  z_stream stream = {};
  if (inflateInit2(&stream, window_bits) != Z_OK) return ResourceExhausted("no memory to inflate");
  const std::unique_ptr<z_stream, void (*)(z_stream*)> close(&stream,
                                                             [](z_stream* s) { inflateEnd(s); });
  Output out(max_out, in.size());
  std::size_t next_in = 0;
  for (;;) {
    if (!out.MakeRoom()) return out.OverBudget();
    const auto in_now = static_cast<uInt>(std::min<std::size_t>(in.size() - next_in, INT_MAX));
    const auto out_now = static_cast<uInt>(std::min<std::size_t>(out.room(), INT_MAX));
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(in.data() + next_in));
    stream.avail_in = in_now;
    stream.next_out = reinterpret_cast<Bytef*>(out.at());
    stream.avail_out = out_now;
    const int status = inflate(&stream, Z_NO_FLUSH);
    next_in += in_now - stream.avail_in;
    out.Use(out_now - stream.avail_out);
    if (status == Z_STREAM_END) {
      if (next_in == in.size()) return std::move(out).Finish();
      if (codec != Codec::kGzip || inflateReset(&stream) != Z_OK) return Invalid(codec);
      continue;
    }
    const bool cut_short = next_in == in.size() && stream.avail_out > 0;
    if (status != Z_OK || cut_short) {
      if (status == Z_BUF_ERROR && stream.avail_out == 0) continue;
      return Invalid(codec);
    }
  }
}

Result<std::string> Unbrotli(std::string_view in, std::size_t max_out) {
  const std::unique_ptr<BrotliDecoderState, void (*)(BrotliDecoderState*)> state(
      BrotliDecoderCreateInstance(nullptr, nullptr, nullptr), BrotliDecoderDestroyInstance);
  if (state == nullptr) return ResourceExhausted("no memory to unpack");
  Output out(max_out, in.size());
  const auto* next_in = reinterpret_cast<const std::uint8_t*>(in.data());
  std::size_t left = in.size();
  for (;;) {
    if (!out.MakeRoom()) return out.OverBudget();
    const std::size_t room = out.room();
    std::size_t room_left = room;
    auto* next_out = reinterpret_cast<std::uint8_t*>(out.at());
    const BrotliDecoderResult result =
        BrotliDecoderDecompressStream(state.get(), &left, &next_in, &room_left, &next_out, nullptr);
    out.Use(room - room_left);
    if (result == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT) continue;
    if (result == BROTLI_DECODER_RESULT_SUCCESS && left == 0) return std::move(out).Finish();
    return Invalid(Codec::kBrotli);
  }
}

Result<std::string> Unzstd(std::string_view in, std::size_t max_out) {
  const std::unique_ptr<ZSTD_DCtx, std::size_t (*)(ZSTD_DCtx*)> context(ZSTD_createDCtx(),
                                                                        ZSTD_freeDCtx);
  if (context == nullptr) return ResourceExhausted("no memory to unpack");
  ZSTD_DCtx_setParameter(context.get(), ZSTD_d_windowLogMax, kMaxZstdWindowLog);
  Output out(max_out, in.size());
  ZSTD_inBuffer source = {in.data(), in.size(), 0};
  for (;;) {
    if (!out.MakeRoom()) return out.OverBudget();
    ZSTD_outBuffer target = {out.at(), out.room(), 0};
    const std::size_t hint = ZSTD_decompressStream(context.get(), &target, &source);
    out.Use(target.pos);
    if (ZSTD_isError(hint) != 0) return Invalid(Codec::kZstd);
    const bool all_read = source.pos == source.size;
    if (hint == 0 && all_read) return std::move(out).Finish();
    if (all_read && target.pos < target.size) return Invalid(Codec::kZstd);
  }
}

}  // namespace

std::string_view CodecName(Codec codec) {
  switch (codec) {
    case Codec::kGzip:
      return "GZIP";
    case Codec::kDeflate:
      return "DEFLATE";
    case Codec::kBrotli:
      return "BROTLI";
    case Codec::kZstd:
      return "ZSTD";
  }
  return "";
}

Result<std::string> Decompress(Codec codec, std::string_view in, std::size_t max_out) {
  if (in.empty()) return Invalid(codec);
  switch (codec) {
    case Codec::kGzip: {
      if (auto whole = GunzipKnownSize(in, max_out)) return *std::move(whole);
      constexpr int kGzipHeader = 16;
      return InflateStream(codec, in, max_out, MAX_WBITS + kGzipHeader);
    }
    case Codec::kDeflate: {
      auto got = InflateStream(codec, in, max_out, MAX_WBITS);
      if (got || got.error().code != ErrorCode::kInvalidArgument) return got;
      return InflateStream(codec, in, max_out, -MAX_WBITS);
    }
    case Codec::kBrotli:
      return Unbrotli(in, max_out);
    case Codec::kZstd:
      return Unzstd(in, max_out);
  }
  return Invalid(codec);
}

std::string GzipEncode(std::string_view data, int level) {
  const std::unique_ptr<libdeflate_compressor, void (*)(libdeflate_compressor*)> deflater(
      libdeflate_alloc_compressor(std::clamp(level, 1, 12)), libdeflate_free_compressor);
  std::string out(libdeflate_gzip_compress_bound(deflater.get(), data.size()), '\0');
  out.resize(
      libdeflate_gzip_compress(deflater.get(), data.data(), data.size(), out.data(), out.size()));
  return out;
}

}  // namespace tenrec::io
