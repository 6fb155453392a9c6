# SPDX-License-Identifier: GPL-3.0-or-later
# What a folder of the window needs beside flambeau_library(): Qt's code generator over its headers and sources.
include_guard(GLOBAL)

function(flambeau_qt target)
  file(GLOB_RECURSE headers CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.h")
  target_sources(${target} PRIVATE ${headers})
  target_compile_definitions(${target} PRIVATE QT_DISABLE_DEPRECATED_BEFORE=0x060400)
  set_target_properties(${target} PROPERTIES AUTOMOC ON)
endfunction()

# flambeau_ui_test(name SOURCES … [LINK …] [NEEDS executable…]): a Catch2 executable with the window's own main, without a screen.
function(flambeau_ui_test name)
  cmake_parse_arguments(A "" "" "SOURCES;LINK;NEEDS" ${ARGN})
  flambeau_test(${name} OWN_MAIN SOURCES ${A_SOURCES} LINK flambeau_ui_test_support ${A_LINK} NEEDS ${A_NEEDS} LABELS ui TIMEOUT 300)
  set_target_properties(${name} PROPERTIES AUTOMOC ON)
endfunction()
