# The embedded ClickHouse: libchdb.so of the npm package pinned in third_party/chdb.
#
#   tenrec_chdb           link this; its users need no header, see engine/chdb_api.h
#   tenrec_beside(target) puts libchdb.so beside a program, so that the program can be moved with it

set(TENREC_CHDB_DIR "${CMAKE_SOURCE_DIR}/third_party/chdb/node_modules/@chdb/lib-linux-x64-gnu"
    CACHE PATH "Directory that holds libchdb.so")

if(NOT EXISTS ${TENREC_CHDB_DIR}/libchdb.so)
  message(FATAL_ERROR "room engine needs ${TENREC_CHDB_DIR}/libchdb.so; run:\n"
                      "  npm ci --prefix ${CMAKE_SOURCE_DIR}/third_party/chdb\n"
                      "or set TENREC_CHDB_DIR")
endif()

add_library(tenrec_chdb SHARED IMPORTED GLOBAL)
set_target_properties(
  tenrec_chdb PROPERTIES IMPORTED_LOCATION ${TENREC_CHDB_DIR}/libchdb.so IMPORTED_NO_SONAME TRUE)

# A hard link costs no space; across file systems it becomes a copy.
function(tenrec_beside target)
  add_custom_command(
    TARGET ${target} POST_BUILD
    COMMAND sh -c "ln -f '${TENREC_CHDB_DIR}/libchdb.so' '$<TARGET_FILE_DIR:${target}>/libchdb.so' || cp -f '${TENREC_CHDB_DIR}/libchdb.so' '$<TARGET_FILE_DIR:${target}>/libchdb.so'"
    VERBATIM)
  set_target_properties(${target} PROPERTIES BUILD_RPATH "$ORIGIN" INSTALL_RPATH "$ORIGIN")
endfunction()
