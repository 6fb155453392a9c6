# SPDX-License-Identifier: GPL-3.0-or-later
# Finds the picture codecs. Inputs: FLAMBEAU_CODECS, FLAMBEAU_CODECS_OPTIONAL (see CMakeLists.txt).
# Outputs: FLAMBEAU_HAS_{JPEG,PNG,TIFF,WEBP}, FLAMBEAU_CODEC_{LIBRARIES,INCLUDES,DEFINITIONS}.
include_guard(DIRECTORY)

set(FLAMBEAU_CODEC_LIBRARIES "")
set(FLAMBEAU_CODEC_INCLUDES "")
set(FLAMBEAU_CODEC_DEFINITIONS "")

if(NOT FLAMBEAU_CODECS_OPTIONAL)
  # WebP and turbojpeg have no CMake package everywhere, so they are looked for by name.
  find_package(PNG REQUIRED)
  find_package(TIFF REQUIRED)
  find_path(FLAMBEAU_TURBOJPEG_INCLUDE turbojpeg.h REQUIRED)
  find_library(FLAMBEAU_TURBOJPEG_LIBRARY turbojpeg REQUIRED)
  find_path(FLAMBEAU_WEBP_INCLUDE webp/decode.h REQUIRED)
  find_library(FLAMBEAU_WEBP_LIBRARY webp REQUIRED)
  find_library(FLAMBEAU_WEBPDEMUX_LIBRARY webpdemux REQUIRED)
  mark_as_advanced(FLAMBEAU_TURBOJPEG_INCLUDE FLAMBEAU_TURBOJPEG_LIBRARY FLAMBEAU_WEBP_INCLUDE FLAMBEAU_WEBP_LIBRARY
                   FLAMBEAU_WEBPDEMUX_LIBRARY)
  foreach(codec JPEG PNG TIFF WEBP)
    set(FLAMBEAU_HAS_${codec} ON)
  endforeach()
  set(FLAMBEAU_CODEC_LIBRARIES PNG::PNG TIFF::TIFF "${FLAMBEAU_TURBOJPEG_LIBRARY}" "${FLAMBEAU_WEBPDEMUX_LIBRARY}"
      "${FLAMBEAU_WEBP_LIBRARY}")
  set(FLAMBEAU_CODEC_INCLUDES "${FLAMBEAU_TURBOJPEG_INCLUDE}" "${FLAMBEAU_WEBP_INCLUDE}")
  return()
endif()

include(CheckCXXSourceCompiles)

# Whether a program that calls a codec links with these libraries: an archive may want a newer C library than the host's.
function(_flambeau_codec_links codec program includes libraries)
  set(CMAKE_REQUIRED_QUIET ON)
  set(CMAKE_REQUIRED_INCLUDES ${includes})
  set(CMAKE_REQUIRED_LIBRARIES ${libraries})
  unset(FLAMBEAU_LINKS_${codec} CACHE)
  check_cxx_source_compiles("${program}" FLAMBEAU_LINKS_${codec})
endfunction()

# _flambeau_codec(JPEG header program ARCHIVES name… SYSTEM name…): what was sent, else the host's own, else nothing.
function(_flambeau_codec codec header program)
  cmake_parse_arguments(A "" "" "ARCHIVES;SYSTEM" ${ARGN})
  set(archives "")
  foreach(name IN LISTS A_ARCHIVES)
    if(EXISTS "${FLAMBEAU_CODECS}/lib/lib${name}.a")
      list(APPEND archives "${FLAMBEAU_CODECS}/lib/lib${name}.a")
    endif()
  endforeach()
  set(from "")
  if(archives AND EXISTS "${FLAMBEAU_CODECS}/include/${header}")
    list(APPEND archives Threads::Threads m)
    set(includes "${FLAMBEAU_CODECS}/include")
    _flambeau_codec_links(${codec} "${program}" "${includes}" "${archives}")
    if(FLAMBEAU_LINKS_${codec})
      set(libraries ${archives})
      set(from "what was sent")
    endif()
  endif()
  if(NOT from)
    find_path(FLAMBEAU_${codec}_HEADERS ${header})
    set(libraries "")
    set(all ON)
    foreach(name IN LISTS A_SYSTEM)
      find_library(FLAMBEAU_${name}_LIBRARY ${name})
      if(FLAMBEAU_${name}_LIBRARY)
        list(APPEND libraries "${FLAMBEAU_${name}_LIBRARY}")
      else()
        set(all OFF)
      endif()
    endforeach()
    if(FLAMBEAU_${codec}_HEADERS AND all)
      set(includes "${FLAMBEAU_${codec}_HEADERS}")
      _flambeau_codec_links(${codec} "${program}" "${includes}" "${libraries}")
      if(FLAMBEAU_LINKS_${codec})
        set(from "the host's library")
      endif()
    endif()
  endif()
  if(from)
    message(STATUS "${codec} pictures: by ${from}")
    set(FLAMBEAU_HAS_${codec} ON PARENT_SCOPE)
    set(FLAMBEAU_CODEC_LIBRARIES ${FLAMBEAU_CODEC_LIBRARIES} ${libraries} PARENT_SCOPE)
    set(FLAMBEAU_CODEC_INCLUDES ${FLAMBEAU_CODEC_INCLUDES} ${includes} PARENT_SCOPE)
  else()
    message(STATUS "${codec} pictures: this trainer will not read them; neither was a library sent that links here nor has the host one")
    set(FLAMBEAU_HAS_${codec} OFF PARENT_SCOPE)
    set(FLAMBEAU_CODEC_DEFINITIONS ${FLAMBEAU_CODEC_DEFINITIONS} FLAMBEAU_WITHOUT_${codec} PARENT_SCOPE)
  endif()
endfunction()

# TIFF first: it wants what the others bring.
_flambeau_codec(TIFF tiffio.h
  "#include <tiffio.h>\nint main() { return TIFFClientOpen(0, 0, 0, 0, 0, 0, 0, 0, 0, 0) != 0; }"
  ARCHIVES tiff webp sharpyuv jbig Lerc lzma zstd deflate turbojpeg z SYSTEM tiff)
_flambeau_codec(PNG png.h
  "#include <png.h>\nint main() { png_image image{}; return png_image_begin_read_from_memory(&image, 0, 0); }"
  ARCHIVES png16 z SYSTEM png)
_flambeau_codec(JPEG turbojpeg.h
  "#include <turbojpeg.h>\nint main() { return tjInitDecompress() != 0; }"
  ARCHIVES turbojpeg SYSTEM turbojpeg)
_flambeau_codec(WEBP webp/decode.h
  "#include <webp/decode.h>\n#include <webp/demux.h>\nint main() { WebPDecoderConfig c; WebPData d{}; return WebPInitDecoderConfig(&c) + (WebPDemux(&d) != 0); }"
  ARCHIVES webpdemux webp sharpyuv SYSTEM webpdemux webp)
