// SPDX-License-Identifier: GPL-3.0-or-later
// TIFF through libtiff's RGBA reader, the first page only. Its memory is bounded; alpha is not blended in; 16 bits
// become 8 by their upper byte (grey too: a 12-bit picture in a 16-bit file stays dark, as its numbers say).
#include <tiffio.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <memory>

#include "codecs.h"

namespace flambeau::image {
namespace {

struct Source {
    std::string_view bytes;
    std::uint64_t at = 0;
    bool pastEnd = false;
    std::string message;
};

tmsize_t readBytes(thandle_t handle, void* out, tmsize_t count) {
    auto* source = static_cast<Source*>(handle);
    const std::uint64_t left = source->at < source->bytes.size() ? source->bytes.size() - source->at : 0;
    const std::uint64_t given = std::min<std::uint64_t>(left, static_cast<std::uint64_t>(std::max<tmsize_t>(count, 0)));
    source->pastEnd = source->pastEnd || static_cast<std::uint64_t>(count) > left;
    std::memcpy(out, source->bytes.data() + (given ? source->at : 0), given);
    source->at += given;
    return static_cast<tmsize_t>(given);
}
tmsize_t writeBytes(thandle_t, void*, tmsize_t) {
    return 0;
}
toff_t seekTo(thandle_t handle, toff_t offset, int from) {
    auto* source = static_cast<Source*>(handle);
    if (from == SEEK_CUR)
        offset += source->at;
    else if (from == SEEK_END)
        offset += source->bytes.size();
    source->pastEnd = source->pastEnd || offset > source->bytes.size();
    source->at = offset;
    return offset;
}
int closeNothing(thandle_t) {
    return 0;
}
toff_t sizeOf(thandle_t handle) {
    return static_cast<Source*>(handle)->bytes.size();
}

#if TIFFLIB_VERSION >= 20221213
int onError(TIFF*, void* user, const char*, const char* format, va_list arguments) {
    char text[200];
    std::vsnprintf(text, sizeof text, format, arguments);
    auto* source = static_cast<Source*>(user);
    if (source->message.empty())
        source->message = text;
    return 1;
}
int onWarning(TIFF*, void*, const char*, const char*, va_list) {
    return 1;
}
#endif

struct Close {
    void operator()(TIFF* tiff) const { TIFFClose(tiff); }
};
using Tiff = std::unique_ptr<TIFF, Close>;

Tiff open(Source& source) {
    const char* mode = "rmO";  // no memory map; offsets of strips only as they are needed
#if TIFFLIB_VERSION >= 20221213
    TIFFOpenOptions* options = TIFFOpenOptionsAlloc();
    TIFFOpenOptionsSetMaxSingleMemAlloc(options, tmsize_t{1} << 30);
    TIFFOpenOptionsSetErrorHandlerExtR(options, onError, &source);
    TIFFOpenOptionsSetWarningHandlerExtR(options, onWarning, &source);
    Tiff tiff(TIFFClientOpenExt("picture", mode, &source, readBytes, writeBytes, seekTo, closeNothing, sizeOf, nullptr,
                                nullptr, options));
    TIFFOpenOptionsFree(options);
    return tiff;
#else
    TIFFSetErrorHandler(nullptr);
    TIFFSetWarningHandler(nullptr);
    return Tiff(TIFFClientOpen("picture", mode, &source, readBytes, writeBytes, seekTo, closeNothing, sizeOf, nullptr,
                               nullptr));
#endif
}

Error failure(const Source& source) {
    if (source.pastEnd)
        return fault(Fault::Truncated, "The TIFF ends before the picture does", "Copy or download the file again.");
    return fault(Fault::Unreadable,
                 "The TIFF cannot be decoded" + (source.message.empty() ? "" : ": " + source.message));
}

Colour colourOf(std::uint16_t photometric, int samples, int bits) {
    switch (photometric) {
        case PHOTOMETRIC_MINISWHITE:
        case PHOTOMETRIC_MINISBLACK:
            return bits == 1 ? Colour::Bilevel : samples > 1 ? Colour::GreyAlpha : Colour::Grey;
        case PHOTOMETRIC_RGB:
            return samples > 3 ? Colour::Rgba : Colour::Rgb;
        case PHOTOMETRIC_PALETTE:
            return Colour::Palette;
        case PHOTOMETRIC_SEPARATED:
            return Colour::Cmyk;
        case PHOTOMETRIC_YCBCR:
            return Colour::Rgb;
        default:
            return Colour::Unknown;
    }
}

std::uint16_t field16(TIFF* tiff, std::uint32_t tag, std::uint16_t otherwise) {
    std::uint16_t value = otherwise;
    return TIFFGetFieldDefaulted(tiff, tag, &value) ? value : otherwise;
}

/// Pages, counted only so far that "several" is known to be true.
int countPages(TIFF* tiff) {
    int pages = 1;
    while (pages < 1000 && TIFFReadDirectory(tiff))
        ++pages;
    TIFFSetDirectory(tiff, 0);
    return pages;
}

/// Whether the first extra channel is a premultiplied alpha; and makes libtiff leave the colours alone.
bool takePremultiplied(TIFF* tiff) {
    std::uint16_t count = 0;
    std::uint16_t* kinds = nullptr;
    if (!TIFFGetField(tiff, TIFFTAG_EXTRASAMPLES, &count, &kinds) || count == 0)
        return false;
    const bool premultiplied = kinds[0] == EXTRASAMPLE_ASSOCALPHA;
    if (kinds[0] == EXTRASAMPLE_UNASSALPHA) {
        std::vector<std::uint16_t> plain(kinds, kinds + count);
        plain[0] = EXTRASAMPLE_ASSOCALPHA;
        TIFFSetField(tiff, TIFFTAG_EXTRASAMPLES, count, plain.data());
    }
    return premultiplied;
}

void takePixels(const std::vector<std::uint32_t>& raster, bool unpremultiply, Image& picture) {
    for (std::size_t i = 0; i < raster.size(); ++i) {
        const std::uint32_t pixel = raster[i];
        std::uint32_t colour[3] = {TIFFGetR(pixel), TIFFGetG(pixel), TIFFGetB(pixel)};
        const std::uint32_t alpha = TIFFGetA(pixel);
        for (std::size_t c = 0; c < 3; ++c) {
            if (unpremultiply && alpha != 0 && alpha != 255)
                colour[c] = std::min<std::uint32_t>(255, colour[c] * 255 / alpha);
            picture.rgb[i * 3 + c] = static_cast<std::uint8_t>(colour[c]);
        }
    }
}

}  // namespace

Result<Probe> probeTiff(std::string_view bytes) {
    Source source{bytes};
    const Tiff tiff = open(source);
    if (!tiff)
        return failure(source);
    std::uint32_t width = 0, height = 0;
    TIFFGetField(tiff.get(), TIFFTAG_IMAGEWIDTH, &width);
    TIFFGetField(tiff.get(), TIFFTAG_IMAGELENGTH, &height);
    FLAMBEAU_CHECK(checkSize(width, height));
    Probe facts;
    facts.width = static_cast<int>(width);
    facts.height = static_cast<int>(height);
    facts.bits = field16(tiff.get(), TIFFTAG_BITSPERSAMPLE, 1);
    const int samples = field16(tiff.get(), TIFFTAG_SAMPLESPERPIXEL, 1);
    facts.colour = colourOf(field16(tiff.get(), TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISBLACK), samples, facts.bits);
    facts.alpha = facts.colour == Colour::Rgba || facts.colour == Colour::GreyAlpha;
    const int orientation = field16(tiff.get(), TIFFTAG_ORIENTATION, 1);
    facts.orientation = orientation >= 1 && orientation <= 8 ? orientation : 1;
    const int kind = field16(tiff.get(), TIFFTAG_SAMPLEFORMAT, SAMPLEFORMAT_UINT);
    if (facts.bits > 16 || kind == SAMPLEFORMAT_IEEEFP || kind == SAMPLEFORMAT_COMPLEXIEEEFP ||
        kind == SAMPLEFORMAT_COMPLEXINT)
        return fault(Fault::UnsupportedFormat,
                     "This is a TIFF with " + std::to_string(facts.bits) + "-bit " +
                         (kind == SAMPLEFORMAT_UINT ? "" : "floating point or signed ") +
                         "samples: measurements, not a picture",
                     "Convert it to 8 or 16 bits with the range that you want to see.");
    facts.frames = countPages(tiff.get());
    return facts;
}

Result<Decoded> decodeTiff(std::string_view bytes, const Probe& probe) {
    Source source{bytes};
    const Tiff tiff = open(source);
    if (!tiff)
        return failure(source);
    const bool premultiplied = takePremultiplied(tiff.get());
    TIFFSetField(tiff.get(), TIFFTAG_ORIENTATION, static_cast<std::uint16_t>(ORIENTATION_TOPLEFT));
    char why[1024] = {};
    if (!TIFFRGBAImageOK(tiff.get(), why))
        return fault(Fault::UnsupportedFormat, "This kind of TIFF is not supported: " + std::string(why),
                     "Convert it to PNG.");
    Decoded decoded;
    decoded.image = Image(probe.width, probe.height);
    std::vector<std::uint32_t> raster(decoded.image.rgb.size() / 3);
    source.pastEnd = false;
    if (!TIFFReadRGBAImageOriented(tiff.get(), static_cast<std::uint32_t>(probe.width),
                                   static_cast<std::uint32_t>(probe.height), raster.data(), ORIENTATION_TOPLEFT, 1))
        return failure(source);
    takePixels(raster, premultiplied, decoded.image);
    return decoded;
}

}  // namespace flambeau::image
