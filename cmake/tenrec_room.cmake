# One room of the house: a library, its tests, and the rooms it may see.
#
#   tenrec_room(log DEPS base io LIBS Threads::Threads)
#
# CHDB_TESTS are the test suites that open the analytics engine. Sanitizers leave them out: the library
# brings an allocator of its own, which does not live beside theirs.
# TEST_DEPS are rooms that only the tests use, which may be any room.
# DEPS are rooms; a name that does not exist yet stops the configuration, so there are no circles.
# LIBS are outside libraries. Every *.cc is part of the room, every *_test.cc of its test program.

add_library(tenrec_flags INTERFACE)
target_include_directories(tenrec_flags INTERFACE ${CMAKE_SOURCE_DIR}/src)
# libstdc++ 12 marks as deprecated what its own std::stable_sort uses.
target_compile_options(
  tenrec_flags
  INTERFACE -Wno-deprecated-declarations -Wall -Wextra -Wconversion -Wshadow -Werror -Wno-missing-field-initializers
            $<$<CXX_COMPILER_ID:Clang>:-Wthread-safety> -fno-omit-frame-pointer)
if(TENREC_SANITIZE)
  target_compile_options(tenrec_flags INTERFACE -fsanitize=${TENREC_SANITIZE}
                                                -fno-sanitize-recover=all)
  target_link_options(tenrec_flags INTERFACE -fsanitize=${TENREC_SANITIZE})
  target_compile_definitions(tenrec_flags INTERFACE TENREC_SANITIZED=1)
endif()
if(TENREC_FUZZ)
  target_compile_options(tenrec_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()
find_program(MOLD mold)
if(MOLD)
  target_link_options(tenrec_flags INTERFACE -fuse-ld=mold)
endif()

function(tenrec_room name)
  cmake_parse_arguments(ROOM "" "" "DEPS;LIBS;TEST_DEPS;TEST_LIBS;CHDB_TESTS" ${ARGN})
  foreach(dep IN LISTS ROOM_DEPS)
    if(NOT TARGET tenrec_${dep})
      message(FATAL_ERROR "room ${name} needs ${dep}, which is not above it in TENREC_ROOMS")
    endif()
  endforeach()

  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cc)
  file(GLOB tests CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*_test.cc)
  set(main ${CMAKE_CURRENT_SOURCE_DIR}/main.cc)
  list(REMOVE_ITEM sources ${tests} ${main})

  set(dep_targets ${ROOM_DEPS})
  list(TRANSFORM dep_targets PREPEND tenrec_)
  if(sources)
    add_library(tenrec_${name} STATIC ${sources})
    target_link_libraries(tenrec_${name} PUBLIC tenrec_flags ${dep_targets} PRIVATE ${ROOM_LIBS})
  else()
    add_library(tenrec_${name} INTERFACE)
    target_link_libraries(tenrec_${name} INTERFACE tenrec_flags ${dep_targets} ${ROOM_LIBS})
  endif()
  set_property(GLOBAL APPEND PROPERTY TENREC_ROOM_DEPS "${name}:${ROOM_DEPS}")

  if(tests AND TENREC_TESTS)
    set(test_targets ${ROOM_TEST_DEPS})
    list(TRANSFORM test_targets PREPEND tenrec_)
    add_executable(tenrec_${name}_test ${tests})
    target_compile_definitions(
      tenrec_${name}_test PRIVATE TENREC_TESTDATA="${CMAKE_CURRENT_SOURCE_DIR}/testdata"
                                  TENREC_ROOT="${CMAKE_SOURCE_DIR}")
    target_link_libraries(
      tenrec_${name}_test PRIVATE tenrec_flags ${dep_targets} ${test_targets} ${ROOM_LIBS} ${ROOM_TEST_LIBS}
                                  gtest gmock gtest_main Threads::Threads)
    if(sources)
      target_link_libraries(tenrec_${name}_test PRIVATE tenrec_${name})
    endif()
    add_test(NAME ${name} COMMAND tenrec_${name}_test)
    list(JOIN ROOM_CHDB_TESTS ":" chdb_tests)
    # engine::TestEngine() ends the program of a suite that opens the engine and is not named here.
    set(environment "TENREC_CHDB_TESTS=${chdb_tests}")
    if(TENREC_SANITIZE AND ROOM_CHDB_TESTS)
      list(APPEND environment "GTEST_FILTER=-${chdb_tests}")
    endif()
    set_tests_properties(${name} PROPERTIES TIMEOUT 600 ENVIRONMENT "${environment}")
  endif()
endfunction()
