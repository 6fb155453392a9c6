# SPDX-License-Identifier: GPL-3.0-or-later
# Functions that every folder of Flambeau declares itself with. Each module is a target that exports only its own
# headers (folder `include/`), so that an include of a module that was not linked does not compile.
include_guard(GLOBAL)

set(FLAMBEAU_ROOT "${CMAKE_CURRENT_LIST_DIR}/../.." CACHE INTERNAL "")
get_filename_component(FLAMBEAU_ROOT "${FLAMBEAU_ROOT}" ABSOLUTE)

function(_flambeau_flags target)
  target_compile_features(${target} PUBLIC cxx_std_20)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wno-missing-field-initializers)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    target_compile_options(${target} PRIVATE -Wno-restrict)  # false alarms in std::string (GCC bug 105651)
  endif()
  if(FLAMBEAU_WERROR)
    target_compile_options(${target} PRIVATE -Werror)
  endif()
  set_target_properties(${target} PROPERTIES CXX_EXTENSIONS OFF POSITION_INDEPENDENT_CODE ON)
endfunction()

# flambeau_library(name SOURCES … [PUBLIC lib…] [PRIVATE lib…]): target flambeau_<name>, alias Flambeau::<name>.
# A module's PUBLIC links are those whose types stand in its headers; all others are PRIVATE.
function(flambeau_library name)
  cmake_parse_arguments(A "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  set(target flambeau_${name})
  if(A_SOURCES)
    add_library(${target} STATIC ${A_SOURCES})
    target_include_directories(${target} PUBLIC "${CMAKE_CURRENT_SOURCE_DIR}/include" PRIVATE "${CMAKE_CURRENT_SOURCE_DIR}")
    target_link_libraries(${target} PUBLIC ${A_PUBLIC} PRIVATE ${A_PRIVATE})
    _flambeau_flags(${target})
  else()
    add_library(${target} INTERFACE)
    target_include_directories(${target} INTERFACE "${CMAKE_CURRENT_SOURCE_DIR}/include")
    target_link_libraries(${target} INTERFACE ${A_PUBLIC})
    target_compile_features(${target} INTERFACE cxx_std_20)
  endif()
  add_library(Flambeau::${name} ALIAS ${target})
endfunction()

# flambeau_executable(name SOURCES … [LINK lib…]): lands in <build>/bin.
function(flambeau_executable name)
  cmake_parse_arguments(A "" "" "SOURCES;LINK" ${ARGN})
  add_executable(${name} ${A_SOURCES})
  target_include_directories(${name} PRIVATE "${CMAKE_CURRENT_SOURCE_DIR}")
  target_link_libraries(${name} PRIVATE ${A_LINK})
  _flambeau_flags(${name})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
endfunction()

# flambeau_test(name SOURCES … [LINK lib…] [NEEDS executable…] [LABELS …] [TIMEOUT s] [SERIAL] [OWN_MAIN]): a Catch2
# executable whose test cases ctest lists one by one. NEEDS names executables of ours that must be built first; their
# paths reach the test as FLAMBEAU_BIN (the folder).
function(flambeau_test name)
  cmake_parse_arguments(A "SERIAL;OWN_MAIN" "TIMEOUT" "SOURCES;LINK;NEEDS;LABELS" ${ARGN})
  add_executable(${name} ${A_SOURCES})
  if(NOT A_OWN_MAIN)
    target_link_libraries(${name} PRIVATE flambeau_catch_main)
  endif()
  target_link_libraries(${name} PRIVATE Catch2::Catch2 flambeau_test_support ${A_LINK})
  target_include_directories(${name} PRIVATE "${CMAKE_CURRENT_SOURCE_DIR}")
  target_compile_definitions(${name} PRIVATE FLAMBEAU_BIN="${CMAKE_BINARY_DIR}/bin" FLAMBEAU_SOURCE="${FLAMBEAU_ROOT}")
  _flambeau_flags(${name})
  foreach(need IN LISTS A_NEEDS)
    if(TARGET ${need})
      add_dependencies(${name} ${need})
    endif()
  endforeach()
  if(NOT A_TIMEOUT)
    set(A_TIMEOUT 300)
  endif()
  set(props TIMEOUT ${A_TIMEOUT})
  if(A_LABELS)
    list(APPEND props LABELS "${A_LABELS}")
  endif()
  if(A_SERIAL)
    list(APPEND props RUN_SERIAL TRUE)
  endif()
  catch_discover_tests(${name} TEST_PREFIX "${name}: " PROPERTIES ${props})
endfunction()

# flambeau_embed(target variable file): the bytes of a resource as `extern const std::string_view variable` in
# namespace flambeau::resources; the declaration is the user's own.
function(flambeau_embed target variable file)
  get_filename_component(file "${file}" ABSOLUTE)
  set(out "${CMAKE_CURRENT_BINARY_DIR}/${variable}.cpp")
  add_custom_command(OUTPUT "${out}"
    COMMAND ${CMAKE_COMMAND} -DIN=${file} -DOUT=${out} -DVAR=${variable}
            -P "${FLAMBEAU_ROOT}/packaging/cmake/embed.cmake"
    DEPENDS "${file}" "${FLAMBEAU_ROOT}/packaging/cmake/embed.cmake" VERBATIM)
  target_sources(${target} PRIVATE "${out}")
endfunction()
