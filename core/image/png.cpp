// SPDX-License-Identifier: GPL-3.0-or-later
// PNG through libpng. libpng reports errors by longjmp, so the functions that it may leave hold nothing with a
// destructor. 16 bits become 8 by their upper byte, transparency is dropped: as PIL's convert('RGB') does.
#include <png.h>

#include <algorithm>
#include <csetjmp>
#include <cstring>

#include "codecs.h"

namespace flambeau::image {
namespace {

struct Source {
    const char* data = nullptr;
    std::size_t size = 0, at = 0;
    bool exhausted = false;
    char message[160] = {};
};

void readBytes(png_structp png, png_bytep out, std::size_t count) {
    auto* source = static_cast<Source*>(png_get_io_ptr(png));
    if (source->size - source->at < count) {
        source->exhausted = true;
        png_error(png, "the data ends");
    }
    std::memcpy(out, source->data + source->at, count);
    source->at += count;
}

[[noreturn]] void onError(png_structp png, png_const_charp message) {
    auto* source = static_cast<Source*>(png_get_error_ptr(png));
    std::strncpy(source->message, message, sizeof source->message - 1);
    png_longjmp(png, 1);
}

void onWarning(png_structp, png_const_charp) {}

enum class Outcome { Whole, NoEnd, Failed };

/// Sets libpng up to give 3 bytes a pixel, whatever the file has. May longjmp.
void askForRgb(png_structp png, png_infop info) {
    png_set_strip_16(png);
    png_set_expand(png);
    png_set_strip_alpha(png);
    png_set_gray_to_rgb(png);
    png_read_update_info(png, info);
}

/// The part that libpng may leave by longjmp. `rowsDone` tells how far it came.
Outcome readPicture(png_structp png, png_infop info, int width, int height, std::uint8_t* pixels,
                    volatile int* rowsDone) {
    volatile bool whole = false;
    if (setjmp(png_jmpbuf(png)) != 0)
        return whole ? Outcome::NoEnd : Outcome::Failed;
    png_read_info(png, info);
    if (png_get_image_width(png, info) != static_cast<png_uint_32>(width) ||
        png_get_image_height(png, info) != static_cast<png_uint_32>(height))
        png_error(png, "two headers contradict each other");
    const int passes = png_set_interlace_handling(png);
    askForRgb(png, info);
    const std::size_t stride = static_cast<std::size_t>(width) * 3;
    if (png_get_rowbytes(png, info) != stride)
        png_error(png, "an unexpected layout of rows");
    for (int pass = 0; pass < passes; ++pass) {
        for (int y = 0; y < height; ++y) {
            png_read_row(png, pixels + stride * static_cast<std::size_t>(y), nullptr);
            *rowsDone = y + 1;
        }
    }
    whole = true;
    png_read_end(png, nullptr);
    return Outcome::Whole;
}

Colour colourOf(std::uint32_t type, std::uint32_t bits) {
    switch (type) {
        case 0:
            return bits == 1 ? Colour::Bilevel : Colour::Grey;
        case 2:
            return Colour::Rgb;
        case 3:
            return Colour::Palette;
        case 4:
            return Colour::GreyAlpha;
        case 6:
            return Colour::Rgba;
        default:
            return Colour::Unknown;
    }
}

}  // namespace

Result<Probe> probePng(std::string_view bytes) {
    const ByteReader read(bytes);
    if (!read.has(8, 25)) {
        return fault(Fault::Truncated, "The PNG ends within its header", "Copy or download the file again.");
    }
    if (bytes.substr(12, 4) != "IHDR")
        return fault(Fault::Unreadable, "The PNG does not begin with its header: the file is damaged");
    Probe facts;
    const std::uint32_t width = read.be32(16), height = read.be32(20);
    if (width > 0x7fffffff || height > 0x7fffffff)
        return fault(Fault::Unreadable, "The PNG's header is damaged");
    facts.width = static_cast<int>(width);
    facts.height = static_cast<int>(height);
    facts.bits = static_cast<int>(read.u8(24));
    facts.colour = colourOf(read.u8(25), read.u8(24));
    facts.alpha = facts.colour == Colour::GreyAlpha || facts.colour == Colour::Rgba;
    for (std::size_t at = 33; read.has(at, 8);) {
        const std::size_t length = read.be32(at);
        const std::string_view kind = bytes.substr(at + 4, 4);
        if (kind == "tRNS")
            facts.alpha = true;
        else if (kind == "acTL" && length >= 4)
            facts.frames = static_cast<int>(std::min<std::uint32_t>(read.be32(at + 8), 1'000'000));
        else if (kind == "eXIf" && read.has(at + 8, length))
            facts.orientation = exifOrientation(bytes.substr(at + 8, length));
        if (kind == "IEND" || length > bytes.size())
            break;
        at += 12 + length;
    }
    facts.frames = std::max(facts.frames, 1);
    return facts;
}

Result<Decoded> decodePng(std::string_view bytes, const Probe& probe) {
    Decoded decoded;
    decoded.image = Image(probe.width, probe.height);
    Source source{bytes.data(), bytes.size()};
    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &source, onError, onWarning);
    png_infop info = png ? png_create_info_struct(png) : nullptr;
    if (!info) {
        png_destroy_read_struct(&png, nullptr, nullptr);
        return fault(Fault::Unreadable, "The PNG decoder does not start");
    }
    png_set_read_fn(png, &source, readBytes);
    png_set_user_limits(png, maxSide, maxSide);
    volatile int rowsDone = 0;
    const Outcome outcome = readPicture(png, info, probe.width, probe.height, decoded.image.rgb.data(), &rowsDone);
    png_destroy_read_struct(&png, &info, nullptr);
    if (outcome == Outcome::NoEnd)
        decoded.warning = "The end marker is missing or damaged, the picture is whole";
    if (outcome != Outcome::Failed)
        return decoded;
    if (source.exhausted)
        return fault(Fault::Truncated, "The PNG ends before the picture does", "Copy or download the file again.");
    return fault(Fault::Unreadable, "The PNG cannot be decoded: " + std::string(source.message));
}

}  // namespace flambeau::image
