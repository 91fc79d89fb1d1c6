#pragma once

#include <cstdint>
#include <string>

namespace tenrec::engine {

/// The engine's server configuration, an XML text: small thread pools, caches that fit the budget,
/// no log, no table of its own that could fill a disk.
/// Units: bytes.
std::string PrintChdbConfig(std::uint64_t memory_bytes);

}  // namespace tenrec::engine
