#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace tenrec {

/// Fills with bytes from the operating system's generator. Threads: any.
void RandomBytes(std::uint8_t* out, std::size_t count);

/// A secret of `length` characters of [A-Za-z0-9], without modulo bias.
std::string RandomAlphanumeric(std::size_t length);

}  // namespace tenrec
