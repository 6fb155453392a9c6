// SPDX-License-Identifier: GPL-3.0-or-later
// Opening foreign pictures, from memory. probe() reads headers only and refuses absurd sizes before anything is
// allocated; decode() gives upright RGB equal (within 1/255) to PIL's exif_transpose(open(p)).convert('RGB'), with one
// deliberate difference: 16-bit grey is scaled to 8 bits by its upper byte, where PIL clips it to white.
// Handled: JPEG (grey, YCbCr, RGB, CMYK, YCCK), PNG (all), TIFF (8 and 16 bit, first page), WebP (first frame), BMP,
// PNM. Alpha is dropped, not blended. Pure functions, safe on any thread. The bytes may be anything at all.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "flambeau/base/result.h"
#include "flambeau/image/image.h"

namespace flambeau::image {

enum class Format {
    Unknown,
    Jpeg,
    Png,
    Tiff,
    Webp,
    Bmp,
    Pnm,
    // Known by their content and refused:
    Gif,
    Heic,
    Avif,
    Jpeg2000,
    JpegXl,
    Svg,
    Psd,
    CameraRaw,
    Ico,
    Exr,
    Dds,
};
std::string_view toString(Format format);  ///< "jpeg", "png", …
bool isDecodable(Format format);
/// Those that this build decodes, sorted: a trainer that was built on a host may lack some.
std::vector<std::string> readableFormats();
/// From the first bytes alone; nothing is checked beyond them.
Format detectFormat(std::string_view bytes);

enum class Colour { Unknown, Bilevel, Grey, GreyAlpha, Rgb, Rgba, Palette, Cmyk };
std::string_view toString(Colour colour);  ///< "grey", "rgba", …

/// Limits of a picture that is decoded; beyond them it is refused from its header.
inline constexpr std::int64_t maxPixels = 178'956'970;  ///< where PIL refuses a decompression bomb
inline constexpr int maxSide = 65'535;

struct Probe {
    Format format = Format::Unknown;
    int width = 0, height = 0;  ///< as stored, before orientation
    int bits = 8;               ///< a channel (of a palette: an index)
    Colour colour = Colour::Unknown;
    bool alpha = false;   ///< an alpha channel or a transparent colour, which decoding drops
    int frames = 1;       ///< frames or pages; the first is used
    int orientation = 1;  ///< EXIF, 1 to 8
};

/// What is wrong with a picture; an Error of this module carries it as its `detail`.
enum class Fault { None, Empty, NotAnImage, UnsupportedFormat, AbsurdDimensions, Truncated, Unreadable };
std::string_view toString(Fault fault);  ///< "truncated", "not_an_image", … as a finding's kind has it
/// The fault that probe() or decode() reported; Unreadable for any other error.
Fault faultOf(const Error& error);

/// Format, size, colour and frames from the headers. Errors: see Fault.
Result<Probe> probe(std::string_view bytes);

struct DecodeOptions {
    bool upright = true;  ///< turn as EXIF says
    /// JPEG alone: 1, 2, 4 or 8 decodes at 1/N of the size (quicker, softer); all entropy coded data is read anyway.
    int jpegScale = 1;
};
struct Decoded {
    Image image;
    Probe probe;
    std::string warning;  ///< not empty: the data is damaged, but a picture came out, as PIL would show it
};
Result<Decoded> decodeWithFacts(std::string_view bytes, const DecodeOptions& options = {});

/// The upright RGB picture.
Result<Image> decode(std::string_view bytes, const DecodeOptions& options = {});

}  // namespace flambeau::image
