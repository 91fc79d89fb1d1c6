#pragma once

#include <string>
#include <string_view>

namespace tenrec::ingest {

/// The chain of an autocaptured element and its parents, from the `$elements` that old clients
/// send. Shape:  a valid JSON array of objects, innermost first →
///         a.btn.btn-primary:attr__class="btn btn-primary"href="/x"nth-child="1"…;div:…
/// Source: ingestion.md 9.2
std::string ElementsToChain(std::string_view elements_array);

}  // namespace tenrec::ingest
