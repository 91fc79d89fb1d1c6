#pragma once

#include <cstddef>
#include <cstdint>

/// The functions of libchdb that this room calls; its package ships no header.
/// Source: chdb-core, programs/local/chdb.h, 26.7
extern "C" {

// NOLINTBEGIN(readability-identifier-naming): the library's names
struct chdb_result;
struct chdb_connection_;
using chdb_connection = chdb_connection_*;
struct chdb_insert_stream_;
using chdb_insert_stream = chdb_insert_stream_*;

const char* chdb_version();
/// 0 keeps the library from installing handlers. Only before the first connection.
void chdb_set_signal_handlers_enabled(int enabled);
chdb_connection* chdb_connect(int argc, char** argv);
void chdb_close_conn(chdb_connection* connection);
/// Joins every thread of the library, for good. Fails (1) while a connection is open.
int chdb_shutdown();

/// A statement at once. Free the result with chdb_destroy_query_result.
chdb_result* chdb_query_with_params_n(chdb_connection connection, const char* query,
                                      std::size_t query_length, const char* format,
                                      std::size_t format_length, const char* const* names,
                                      const std::size_t* name_lengths, const char* const* values,
                                      const std::size_t* value_lengths, std::size_t count);
/// A SELECT whose blocks are fetched one by one until an empty one. Parameters are copied.
chdb_result* chdb_stream_query_with_params_n(chdb_connection connection, const char* query,
                                             std::size_t query_length, const char* format,
                                             std::size_t format_length, const char* const* names,
                                             const std::size_t* name_lengths,
                                             const char* const* values,
                                             const std::size_t* value_lengths, std::size_t count);
chdb_result* chdb_stream_fetch_result(chdb_connection connection, chdb_result* stream);
/// Waits for a fetch that is under way, so it cannot cut one short.
void chdb_stream_cancel_query(chdb_connection connection, chdb_result* stream);

char* chdb_result_buffer(chdb_result* result);
std::size_t chdb_result_length(chdb_result* result);
const char* chdb_result_error(chdb_result* result);
std::uint64_t chdb_result_storage_rows_read(chdb_result* result);
std::uint64_t chdb_result_storage_bytes_read(chdb_result* result);
void chdb_destroy_query_result(chdb_result* result);

/// An INSERT without FORMAT, whose data follows through append and done.
chdb_insert_stream chdb_stream_insert_n(chdb_connection connection, const char* query,
                                        std::size_t query_length, const char* format,
                                        std::size_t format_length);
/// 0 on success.
int chdb_stream_append(chdb_insert_stream stream, const void* data, std::size_t length);
chdb_result* chdb_stream_done(chdb_insert_stream stream);
const char* chdb_stream_insert_error(chdb_insert_stream stream);
/// Cancels an insert that is not done.
void chdb_destroy_insert_stream(chdb_insert_stream stream);
// NOLINTEND(readability-identifier-naming)

}  // extern "C"
