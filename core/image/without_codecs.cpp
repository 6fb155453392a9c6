// SPDX-License-Identifier: GPL-3.0-or-later
// In the place of codecs that a host did not have when the trainer was built there.
#include "codecs.h"

namespace flambeau::image {
namespace {

[[maybe_unused]] Error without(const char* format) {
    return fault(Fault::UnsupportedFormat, std::string("This trainer was built without ") + format + " pictures",
                 std::string("Convert them to PNG or BMP, or install the library for ") + format +
                     " with its headers where the trainer was built.");
}

}  // namespace

#ifdef FLAMBEAU_WITHOUT_JPEG
Result<Probe> probeJpeg(std::string_view) {
    return without("JPEG");
}
Result<Decoded> decodeJpeg(std::string_view, const Probe&, int) {
    return without("JPEG");
}
#endif
#ifdef FLAMBEAU_WITHOUT_PNG
Result<Probe> probePng(std::string_view) {
    return without("PNG");
}
Result<Decoded> decodePng(std::string_view, const Probe&) {
    return without("PNG");
}
#endif
#ifdef FLAMBEAU_WITHOUT_TIFF
Result<Probe> probeTiff(std::string_view) {
    return without("TIFF");
}
Result<Decoded> decodeTiff(std::string_view, const Probe&) {
    return without("TIFF");
}
#endif
#ifdef FLAMBEAU_WITHOUT_WEBP
Result<Probe> probeWebp(std::string_view) {
    return without("WebP");
}
Result<Decoded> decodeWebp(std::string_view, const Probe&) {
    return without("WebP");
}
#endif

std::vector<std::string> readableFormats() {
    return {
        "bmp",
#ifndef FLAMBEAU_WITHOUT_JPEG
        "jpeg",
#endif
#ifndef FLAMBEAU_WITHOUT_PNG
        "png",
#endif
        "pnm",
#ifndef FLAMBEAU_WITHOUT_TIFF
        "tiff",
#endif
#ifndef FLAMBEAU_WITHOUT_WEBP
        "webp",
#endif
    };
}

}  // namespace flambeau::image
