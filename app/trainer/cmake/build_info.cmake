# SPDX-License-Identifier: GPL-3.0-or-later
# Writes OUT: the SHA-256 over the names and hashes of the sources listed in the file LIST (relative to ROOT), as a
# C++ constant, and the names of what compiles them. Run at build time, so that the key of `info` is that of what was compiled.
cmake_minimum_required(VERSION 3.18)
file(STRINGS "${LIST}" sources)
list(SORT sources)
set(lines "")
foreach(source IN LISTS sources)
  file(SHA256 "${source}" hash)
  file(RELATIVE_PATH name "${ROOT}" "${source}")
  string(APPEND lines "${hash}  ${name}\n")
endforeach()
string(SHA256 all "${lines}")
file(CONFIGURE OUTPUT "${OUT}" CONTENT "// Written by the build.
#include \"build_info.h\"
namespace flambeau::trainer {
const char* const sourcesSha256 = \"@all@\";
const char* const compilerName = \"@COMPILER@\";
const char* const targetArch = \"@ARCH@\";
const char* const torchAbi = \"@ABI@\";
}
" @ONLY)
