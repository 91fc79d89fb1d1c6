#pragma once

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include <string>
#include <string_view>

namespace tenrec {

/// The first character in [at, end) that a JSON string cannot hold as it is: '"', '\\' or a
/// control character; `end` when there is none. Inline, for it runs over every byte captured.
inline const char* FindJsonSpecial(const char* at, const char* end) {
#if defined(__SSE2__)
  const __m128i quote = _mm_set1_epi8('"');
  const __m128i backslash = _mm_set1_epi8('\\');
  const __m128i last_control = _mm_set1_epi8(0x1F);
  while (end - at >= 16) {
    const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    const __m128i stop =
        _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(block, quote), _mm_cmpeq_epi8(block, backslash)),
                     _mm_cmpeq_epi8(_mm_max_epu8(block, last_control), last_control));
    const int mask = _mm_movemask_epi8(stop);
    if (mask != 0) return at + __builtin_ctz(static_cast<unsigned>(mask));
    at += 16;
  }
#endif
  while (at < end && *at != '"' && *at != '\\' && static_cast<unsigned char>(*at) >= 0x20) ++at;
  return at;
}

/// Appends the text as a JSON string, quotes included. Other bytes are copied, so the result is
/// JSON when the text is UTF-8.
void AppendJsonString(std::string& out, std::string_view text);

/// The text as a JSON string, quotes included.
std::string QuoteJson(std::string_view text);

}  // namespace tenrec
