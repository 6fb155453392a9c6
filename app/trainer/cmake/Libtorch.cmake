# SPDX-License-Identifier: GPL-3.0-or-later
# Target Flambeau::libtorch: one libtorch, its headers and its libraries taken from one place.
#
# libtorch's own CMake package is looked up but not loaded: that of a CUDA build stops where no CUDA toolkit is
# installed, and that of a wheel links another libtorch of the same machine without a word, because it searches the
# system's folders before its own. So the package only says where the prefix is; headers and libraries are the
# prefix's own files.
#
# Inputs: Torch_DIR or CMAKE_PREFIX_PATH (either wins over the system's libtorch).
# Outputs: FLAMBEAU_TORCH_PREFIX, FLAMBEAU_TORCH_LIBDIR, FLAMBEAU_TORCH_VERSION, FLAMBEAU_TORCH_ABI (new or old).
include_guard(GLOBAL)

function(_flambeau_torch_package out)
  if(Torch_DIR)
    set(${out} "${Torch_DIR}" PARENT_SCOPE)
    return()
  endif()
  # A prefix may be the installation's (…/torch), or the folder that a Python installation reports (…/share/cmake).
  find_path(FLAMBEAU_TORCH_PACKAGE TorchConfig.cmake
    PATH_SUFFIXES share/cmake/Torch cmake/Torch Torch
                  lib/${CMAKE_LIBRARY_ARCHITECTURE}/cmake/Torch lib64/cmake/Torch lib/cmake/Torch
    PATHS /usr/lib/${CMAKE_LIBRARY_ARCHITECTURE}/cmake/Torch)
  mark_as_advanced(FLAMBEAU_TORCH_PACKAGE)
  if(NOT FLAMBEAU_TORCH_PACKAGE)
    message(FATAL_ERROR "No libtorch was found. Install Debian's libtorch-dev, or name a libtorch with "
      "-DTorch_DIR=<python's site-packages>/torch/share/cmake/Torch; -DFLAMBEAU_BUILD_TRAINER=OFF builds without.")
  endif()
  set(${out} "${FLAMBEAU_TORCH_PACKAGE}" PARENT_SCOPE)
endfunction()

# The installation that a file belongs to: what stands before /lib or /include.
function(_flambeau_prefix_of path out)
  file(REAL_PATH "${path}" real)
  string(REGEX REPLACE "^(.*)/(lib|lib64|include)/.*$" "\\1" prefix "${real}/")  # the last of them
  set(${out} "${prefix}" PARENT_SCOPE)
endfunction()

function(_flambeau_torch_version include out)
  set(header "")
  foreach(candidate torch/csrc/api/include/torch/version.h torch/headeronly/version.h)  # older, newer
    if(EXISTS "${include}/${candidate}")
      set(header "${include}/${candidate}")
    endif()
  endforeach()
  if(NOT header)
    message(FATAL_ERROR "The libtorch at ${include} has no torch/version.h. Install its development files.")
  endif()
  set(parts "")
  foreach(part MAJOR MINOR PATCH)
    file(STRINGS "${header}" line REGEX "#define TORCH_VERSION_${part} +[0-9]+")
    string(REGEX MATCH "[0-9]+$" number "${line}")
    list(APPEND parts "${number}")
  endforeach()
  list(JOIN parts "." version)
  set(${out} "${version}" PARENT_SCOPE)
endfunction()

_flambeau_torch_package(package)
file(REAL_PATH "${package}" package)
get_filename_component(FLAMBEAU_TORCH_PREFIX "${package}/../../.." ABSOLUTE)
if(NOT EXISTS "${FLAMBEAU_TORCH_PREFIX}/include/ATen/ATen.h")  # lib/<architecture>/cmake/Torch
  get_filename_component(FLAMBEAU_TORCH_PREFIX "${package}/../../../.." ABSOLUTE)
endif()
set(torch_include "${FLAMBEAU_TORCH_PREFIX}/include")
if(NOT EXISTS "${torch_include}/ATen/ATen.h")
  message(FATAL_ERROR "${package} names a libtorch without headers: ${torch_include}/ATen/ATen.h is not there.")
endif()

# TORCH_LIBRARY may be given, as for libtorch's own package; the check below holds for it too.
find_library(TORCH_LIBRARY torch NO_DEFAULT_PATH
  PATHS "${FLAMBEAU_TORCH_PREFIX}/lib" "${FLAMBEAU_TORCH_PREFIX}/lib/${CMAKE_LIBRARY_ARCHITECTURE}" "${FLAMBEAU_TORCH_PREFIX}/lib64")
if(NOT TORCH_LIBRARY)
  message(FATAL_ERROR "The libtorch at ${FLAMBEAU_TORCH_PREFIX} has no libtorch.so in its lib folder.")
endif()
_flambeau_prefix_of("${TORCH_LIBRARY}" library_prefix)
_flambeau_prefix_of("${torch_include}" include_prefix)
if(NOT library_prefix STREQUAL include_prefix)
  message(FATAL_ERROR "The libtorch library and its headers come from different places:\n"
    "  library  ${TORCH_LIBRARY}\n  headers  ${torch_include}\n"
    "A program built of both crashes. Remove TORCH_LIBRARY from the cache (a fresh build folder does), and name one "
    "libtorch with -DTorch_DIR=<prefix>/share/cmake/Torch.")
endif()
get_filename_component(FLAMBEAU_TORCH_LIBDIR "${TORCH_LIBRARY}" DIRECTORY)
set(FLAMBEAU_TORCH_LIBDIR "${FLAMBEAU_TORCH_LIBDIR}" CACHE INTERNAL "the folder of the libtorch that is linked")
_flambeau_torch_version("${torch_include}" FLAMBEAU_TORCH_VERSION)
if(FLAMBEAU_TORCH_VERSION VERSION_LESS 1.13)
  message(FATAL_ERROR "libtorch ${FLAMBEAU_TORCH_VERSION} at ${FLAMBEAU_TORCH_PREFIX} is too old: 1.13 or newer is needed.")
endif()

# A constructor that takes a std::string shows which of libstdc++'s two it means.
file(STRINGS "${FLAMBEAU_TORCH_LIBDIR}/libc10.so" old_abi REGEX "_ZN3c105ErrorC[12]ENS_14SourceLocationESs" LIMIT_COUNT 1)
if(old_abi)
  set(FLAMBEAU_TORCH_ABI old)
  if(NOT FLAMBEAU_TRAINER_ONLY)
    message(FATAL_ERROR "The libtorch at ${FLAMBEAU_TORCH_PREFIX} uses libstdc++'s old ABI, as pip's wheels before 2.7 "
      "do; nothing else here does. Build the trainer on its own against it: cmake -S app/trainer -B <folder> "
      "-DTorch_DIR=${package}.")
  endif()
  add_compile_definitions(_GLIBCXX_USE_CXX11_ABI=0)
else()
  set(FLAMBEAU_TORCH_ABI new)
endif()

add_library(flambeau_libtorch INTERFACE)
add_library(Flambeau::libtorch ALIAS flambeau_libtorch)
target_include_directories(flambeau_libtorch SYSTEM INTERFACE "${torch_include}" "${torch_include}/torch/csrc/api/include")
# CUDA kernels register themselves when their library is loaded; nothing names its symbols.
target_link_libraries(flambeau_libtorch INTERFACE "${TORCH_LIBRARY}" "${FLAMBEAU_TORCH_LIBDIR}/libtorch_cpu.so")
if(EXISTS "${FLAMBEAU_TORCH_LIBDIR}/libtorch_cuda.so")
  target_link_libraries(flambeau_libtorch INTERFACE
    "-Wl,--no-as-needed,${FLAMBEAU_TORCH_LIBDIR}/libtorch_cuda.so,--as-needed" "${FLAMBEAU_TORCH_LIBDIR}/libc10_cuda.so")
endif()
target_link_libraries(flambeau_libtorch INTERFACE "${FLAMBEAU_TORCH_LIBDIR}/libc10.so")
target_link_options(flambeau_libtorch INTERFACE "-Wl,-rpath,${FLAMBEAU_TORCH_LIBDIR}" "-Wl,--allow-shlib-undefined")
message(STATUS "libtorch ${FLAMBEAU_TORCH_VERSION} (${FLAMBEAU_TORCH_ABI} ABI) at ${FLAMBEAU_TORCH_LIBDIR}")
