#include "tenrec/engine/chdb_config.h"

#include <algorithm>

namespace tenrec::engine {
namespace {

constexpr std::uint64_t kMiB = 1 << 20;

void AppendElement(std::string& out, const std::string& name, const std::string& value) {
  out += "  <" + name + ">" + value + "</" + name + ">\n";
}

}  // namespace

std::string PrintChdbConfig(std::uint64_t memory_bytes) {
  std::string out = "<clickhouse>\n";
  const auto add = [&](const std::string& name, std::uint64_t value) {
    AppendElement(out, name, std::to_string(value));
  };
  // Shares of the budget: marks say where a column's granules begin, and a hot set of them is what
  // makes the second question quick.
  const std::uint64_t cache = std::clamp(memory_bytes / 16, 16 * kMiB, 512 * kMiB);
  // The ratio to the machine's memory stays at its default: set to 0, it takes this limit away.
  add("max_server_memory_usage", memory_bytes);
  // Two merges run at most; the second waits while the first holds this much.
  add("merges_mutations_memory_usage_soft_limit", memory_bytes / 5);
  add("mark_cache_size", cache);
  add("primary_index_cache_size", cache / 2);
  add("index_mark_cache_size", 8 * kMiB);
  add("skipping_index_cache_size", 8 * kMiB);
  add("uncompressed_cache_size", 0);
  add("index_uncompressed_cache_size", 0);
  add("mmap_cache_size", 100);
  add("compiled_expression_cache_size", 16 * kMiB);
  add("compiled_expression_cache_elements_size", 1000);
  add("query_condition_cache_size", 0);  // chdb_engine.cc says why
  out +=
      "  "
      "<query_cache><max_size_in_bytes>0</max_size_in_bytes><max_entries>0</max_entries></"
      "query_cache>\n";

  // A row is written anew at each of its merges. LZ4 for parts that will soon be merged again, ZSTD
  // for those that stay.
  out +=
      "  <compression><case><min_part_size>67108864</min_part_size>"
      "<min_part_size_ratio>0</min_part_size_ratio><method>zstd</method><level>1</level></case>"
      "</compression>\n";

  // One thread merges: under load it falls behind, takes more parts at a time, and so writes each
  // row fewer times. Everything else needs hardly a thread.
  add("background_pool_size", 1);
  add("background_merges_mutations_concurrency_ratio", 2);
  add("background_move_pool_size", 1);
  add("background_fetches_pool_size", 1);
  add("background_common_pool_size", 2);
  add("background_schedule_pool_size", 2);
  add("background_buffer_flush_schedule_pool_size", 1);
  add("background_message_broker_schedule_pool_size", 1);
  add("background_distributed_schedule_pool_size", 1);
  add("tables_loader_foreground_pool_size", 2);
  add("tables_loader_background_pool_size", 1);
  add("max_thread_pool_size", 400);
  add("max_thread_pool_free_size", 16);
  add("max_io_thread_pool_size", 8);
  add("max_io_thread_pool_free_size", 0);
  add("max_parts_cleaning_thread_pool_size", 2);
  add("max_active_parts_loading_thread_pool_size", 2);
  add("max_outdated_parts_loading_thread_pool_size", 2);
  add("max_unexpected_parts_loading_thread_pool_size", 2);
  add("asynchronous_metrics_update_period_s", 3600);
  add("asynchronous_heavy_metrics_update_period_s", 86'400);

  // A merge holds some three granules of each of its parts, so both numbers bound what it costs.
  // Then: how many of the two places of the pool a mutation or a whole-partition merge leaves free.
  const std::uint64_t granule = std::clamp<std::uint64_t>(memory_bytes / 256, kMiB, 10 * kMiB);
  const std::uint64_t parts = std::clamp<std::uint64_t>(memory_bytes / (64 * kMiB), 6, 100);
  out += "  <merge_tree>\n    <index_granularity_bytes>" + std::to_string(granule) +
         "</index_granularity_bytes>\n    <max_parts_to_merge_at_once>" + std::to_string(parts) +
         "</max_parts_to_merge_at_once>\n";
  out +=
      "    "
      "<number_of_free_entries_in_pool_to_lower_max_size_of_merge>1</"
      "number_of_free_entries_in_pool_to_lower_max_size_of_merge>\n"
      "    "
      "<number_of_free_entries_in_pool_to_execute_mutation>1</"
      "number_of_free_entries_in_pool_to_execute_mutation>\n"
      "    "
      "<number_of_free_entries_in_pool_to_execute_optimize_entire_partition>1</"
      "number_of_free_entries_in_pool_to_execute_optimize_entire_partition>\n"
      "  </merge_tree>\n";
  out += "  <logger><level>none</level><console>false</console></logger>\n";
  out += "</clickhouse>\n";
  return out;
}

}  // namespace tenrec::engine
