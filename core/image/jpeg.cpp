// SPDX-License-Identifier: GPL-3.0-or-later
// JPEG: the markers are read here (size, components, EXIF), the picture by TurboJPEG.
#include <turbojpeg.h>

#include <memory>

#include "codecs.h"
#include "flambeau/base/strings.h"

namespace flambeau::image {
namespace {

struct Markers {
    int width = 0, height = 0, components = 0, bits = 8;
    int frameType = 0;  ///< the SOF marker's low byte
    int orientation = 1;
    bool hasExif = false;
    std::size_t scan = 0;  ///< where the first scan begins; 0: none was found
};

bool isFrameHeader(std::uint32_t marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

/// Walks the segments up to the first scan; garbage between segments is skipped as libjpeg does.
Markers readMarkers(std::string_view bytes) {
    const ByteReader read(bytes);
    Markers found;
    std::size_t at = 2;
    while (read.has(at, 2)) {
        if (read.u8(at) != 0xFF) {
            ++at;
            continue;
        }
        const std::uint32_t marker = read.u8(at + 1);
        if (marker == 0xFF) {
            ++at;
            continue;
        }
        at += 2;
        if (marker == 0x00 || marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8))
            continue;
        if (marker == 0xD9 || !read.has(at, 2))
            return found;
        const std::size_t length = read.be16(at);
        if (marker == 0xDA) {
            found.scan = at;
            return found;
        }
        if (length < 2)
            return found;
        if (isFrameHeader(marker) && found.frameType == 0 && read.has(at, 8)) {
            found.frameType = static_cast<int>(marker);
            found.bits = static_cast<int>(read.u8(at + 2));
            found.height = static_cast<int>(read.be16(at + 3));
            found.width = static_cast<int>(read.be16(at + 5));
            found.components = static_cast<int>(read.u8(at + 7));
        } else if (marker == 0xE1 && !found.hasExif && read.has(at, length) && length > 8 &&
                   bytes.substr(at + 2, 4) == "Exif") {
            found.hasExif = true;
            found.orientation = exifOrientation(bytes.substr(at + 8, length - 8));
        }
        at += length;
    }
    return found;
}

bool isProgressive(int frameType) {
    return frameType == 0xC2 || frameType == 0xC6 || frameType == 0xCA;
}

struct DestroyHandle {
    void operator()(void* handle) const { tjDestroy(handle); }
};

tjhandle decompressor() {
    thread_local const std::unique_ptr<void, DestroyHandle> handle(tjInitDecompress());
    return handle.get();
}

Error truncated() {
    return fault(Fault::Truncated, "The JPEG ends before the picture does", "Copy or download the file again.");
}

Error broken(std::string_view why) {
    return fault(Fault::Unreadable, "The JPEG cannot be decoded: " + std::string(why));
}

/// CMYK as Adobe's programs store it (inverted), to RGB with PIL's arithmetic.
void cmykToRgb(const std::vector<std::uint8_t>& cmyk, Image& picture) {
    const std::size_t pixels = cmyk.size() / 4;
    for (std::size_t i = 0; i < pixels; ++i) {
        const std::uint8_t* from = &cmyk[i * 4];
        const std::uint32_t black = from[3];
        for (std::size_t c = 0; c < 3; ++c) {
            const std::uint32_t product = (255u - from[c]) * black + 128;
            const std::uint32_t ink = ((product >> 8) + product) >> 8;
            picture.rgb[i * 3 + c] = static_cast<std::uint8_t>(ink > black ? 0 : black - ink);
        }
    }
}

bool saysEnd(const std::string& warning) {
    return warning.find("Premature end of JPEG file") != std::string::npos;
}

/// Whether all pixels are there and only the end marker is missing: with the marker added, nothing else is wrong.
bool lacksOnlyItsEnd(tjhandle handle, std::string_view bytes, int width, int height) {
    std::string whole(bytes);
    whole += "\xff\xd9";
    const tjscalingfactor eighth{1, 8};
    const int w = TJSCALED(width, eighth), h = TJSCALED(height, eighth);
    std::vector<std::uint8_t> pixels(static_cast<std::size_t>(w) * static_cast<std::size_t>(h) * 4);
    return tjDecompress2(handle, reinterpret_cast<const unsigned char*>(whole.data()), whole.size(), pixels.data(), w,
                         0, h, TJPF_CMYK, TJFLAG_LIMITSCANS) == 0 ||
           tjDecompress2(handle, reinterpret_cast<const unsigned char*>(whole.data()), whole.size(), pixels.data(), w,
                         0, h, TJPF_RGBX, TJFLAG_LIMITSCANS) == 0;
}

/// Whether a warning of the decoder (it keeps the first alone) is the end of the data, or damage that leaves a picture.
Result<std::string> judgeWarning(tjhandle handle, std::string_view bytes, const Probe& probe,
                                 const std::string& warning) {
    const Markers markers = readMarkers(bytes);
    if (bytes.find("\xff\xd9", markers.scan) == std::string_view::npos) {
        if (isProgressive(markers.frameType) || !saysEnd(warning) ||
            !lacksOnlyItsEnd(handle, bytes, probe.width, probe.height))
            return truncated();
        return std::string("The end marker is missing, the picture is whole");
    }
    if (saysEnd(warning) || warning.find("end of data segment") != std::string::npos)
        return std::string("Data is missing inside: a part of the picture is grey or shifted");
    return warning;
}

}  // namespace

Result<Probe> probeJpeg(std::string_view bytes) {
    const Markers markers = readMarkers(bytes);
    if (markers.frameType == 0 || markers.scan == 0)
        return truncated();
    if (markers.frameType == 0xC3 ||
        (markers.frameType >= 0xC5 && markers.frameType != 0xC9 && markers.frameType != 0xCA))
        return fault(Fault::UnsupportedFormat,
                     "This is a lossless or hierarchical JPEG, which common decoders cannot read",
                     "Convert it to an ordinary JPEG or to PNG.");
    if (markers.bits != 8)
        return fault(Fault::UnsupportedFormat,
                     "This is a JPEG with " + std::to_string(markers.bits) +
                         " bits a channel, which common decoders cannot read",
                     "Convert it to an ordinary JPEG or to PNG.");
    Probe facts;
    facts.width = markers.width;
    facts.height = markers.height;
    facts.orientation = markers.orientation;
    facts.colour = markers.components == 1   ? Colour::Grey
                   : markers.components == 3 ? Colour::Rgb
                   : markers.components == 4 ? Colour::Cmyk
                                             : Colour::Unknown;
    return facts;
}

Result<Decoded> decodeJpeg(std::string_view bytes, const Probe& probe, int scale) {
    const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
    tjhandle handle = decompressor();
    if (!handle)
        return fault(Fault::Unreadable, "The JPEG decoder does not start");
    int width = 0, height = 0, sampling = 0, space = 0;
    if (tjDecompressHeader3(handle, data, bytes.size(), &width, &height, &sampling, &space) != 0 &&
        tjGetErrorCode(handle) == TJERR_FATAL)
        return broken(tjGetErrorStr2(handle));
    if (width != probe.width || height != probe.height)
        return broken("two frame headers contradict each other");
    const tjscalingfactor factor{1, scale};
    Decoded decoded;
    decoded.image = Image(TJSCALED(width, factor), TJSCALED(height, factor));
    const bool cmyk = space == TJCS_CMYK || space == TJCS_YCCK;
    std::vector<std::uint8_t> inks(cmyk ? decoded.image.rgb.size() / 3 * 4 : 0);
    const int flags = TJFLAG_LIMITSCANS;  // a progressive JPEG of thousands of scans is an attack
    const int failed = tjDecompress2(handle, data, bytes.size(), cmyk ? inks.data() : decoded.image.rgb.data(),
                                     decoded.image.width, 0, decoded.image.height, cmyk ? TJPF_CMYK : TJPF_RGB, flags);
    if (failed != 0) {
        const std::string why = tjGetErrorStr2(handle);
        if (tjGetErrorCode(handle) == TJERR_FATAL)
            return broken(why);
        FLAMBEAU_TRY(decoded.warning, judgeWarning(handle, bytes, probe, why));
    }
    if (cmyk)
        cmykToRgb(inks, decoded.image);
    return decoded;
}

}  // namespace flambeau::image
