// SPDX-License-Identifier: GPL-3.0-or-later
// Names of formats, colours and faults, and the telling of formats by their first bytes.
#include <algorithm>
#include <array>
#include <cctype>

#include "codecs.h"

namespace flambeau::image {
namespace {

struct FormatName {
    Format format;
    std::string_view name;
};
constexpr std::array formatNames{
    FormatName{Format::Unknown, "unknown"},   FormatName{Format::Jpeg, "jpeg"},
    FormatName{Format::Png, "png"},           FormatName{Format::Tiff, "tiff"},
    FormatName{Format::Webp, "webp"},         FormatName{Format::Bmp, "bmp"},
    FormatName{Format::Pnm, "pnm"},           FormatName{Format::Gif, "gif"},
    FormatName{Format::Heic, "heic"},         FormatName{Format::Avif, "avif"},
    FormatName{Format::Jpeg2000, "jpeg2000"}, FormatName{Format::JpegXl, "jpegxl"},
    FormatName{Format::Svg, "svg"},           FormatName{Format::Psd, "psd"},
    FormatName{Format::CameraRaw, "raw"},     FormatName{Format::Ico, "ico"},
    FormatName{Format::Exr, "exr"},           FormatName{Format::Dds, "dds"},
};

bool begins(std::string_view bytes, std::string_view magic, std::size_t at = 0) {
    return bytes.size() >= at + magic.size() && bytes.substr(at, magic.size()) == magic;
}

/// ISO base media files (ftyp): HEIC, AVIF and Canon's CR3 share the container and differ in their brands.
Format detectIsoMedia(std::string_view bytes) {
    const std::size_t size = ByteReader(bytes).be32(0);
    const std::string_view brands = bytes.substr(8, std::min<std::size_t>(std::max<std::size_t>(size, 12), 64) - 8);
    const auto has = [&](std::string_view brand) { return brands.find(brand) != std::string_view::npos; };
    if (has("avif") || has("avis"))
        return Format::Avif;
    if (has("crx "))
        return Format::CameraRaw;
    for (const std::string_view brand : {"heic", "heix", "hevc", "hevx", "heim", "heis", "mif1", "msf1"}) {
        if (has(brand))
            return Format::Heic;
    }
    return Format::Unknown;
}

bool looksLikeSvg(std::string_view bytes) {
    std::string head;
    for (const char c : bytes.substr(0, 1024))
        head += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    const auto first = head.find_first_not_of(" \t\r\n\xef\xbb\xbf");
    if (first == std::string::npos || head[first] != '<')
        return false;
    return head.compare(first, 4, "<svg") == 0 ||
           ((head.compare(first, 5, "<?xml") == 0 || head.compare(first, 4, "<!--") == 0 ||
             head.compare(first, 13, "<!doctype svg") == 0) &&
            head.find("<svg") != std::string::npos);
}

/// TIFF, or a camera's raw file that is built on it.
Format detectTiff(std::string_view bytes) {
    if (begins(bytes, "CR", 8) && begins(bytes, "II"))
        return Format::CameraRaw;  // Canon CR2
    const ByteReader read(bytes);
    const bool big = bytes[0] == 'M';
    if (read.u16(2, big) != 42)
        return Format::Tiff;
    const std::size_t directory = read.u32(4, big);
    const std::uint32_t entries = read.u16(directory, big);
    for (std::uint32_t i = 0; i < entries && read.has(directory + 2 + std::size_t{12} * i, 12); ++i) {
        if (read.u16(directory + 2 + std::size_t{12} * i, big) == 50706)
            return Format::CameraRaw;  // DNGVersion
    }
    return Format::Tiff;
}

}  // namespace

std::string_view toString(Format format) {
    for (const auto& entry : formatNames) {
        if (entry.format == format)
            return entry.name;
    }
    return "unknown";
}

bool isDecodable(Format format) {
    switch (format) {
        case Format::Jpeg:
        case Format::Png:
        case Format::Tiff:
        case Format::Webp:
        case Format::Bmp:
        case Format::Pnm:
            return true;
        default:
            return false;
    }
}

std::string_view toString(Colour colour) {
    switch (colour) {
        case Colour::Bilevel:
            return "bilevel";
        case Colour::Grey:
            return "grey";
        case Colour::GreyAlpha:
            return "grey_alpha";
        case Colour::Rgb:
            return "rgb";
        case Colour::Rgba:
            return "rgba";
        case Colour::Palette:
            return "palette";
        case Colour::Cmyk:
            return "cmyk";
        case Colour::Unknown:
            break;
    }
    return "unknown";
}

std::string_view toString(Fault kind) {
    switch (kind) {
        case Fault::None:
            return "";
        case Fault::Empty:
            return "empty_file";
        case Fault::NotAnImage:
            return "not_an_image";
        case Fault::UnsupportedFormat:
            return "unsupported_format";
        case Fault::AbsurdDimensions:
            return "absurd_dimensions";
        case Fault::Truncated:
            return "truncated";
        case Fault::Unreadable:
            break;
    }
    return "unreadable";
}

Fault faultOf(const Error& error) {
    for (const Fault kind :
         {Fault::Empty, Fault::NotAnImage, Fault::UnsupportedFormat, Fault::AbsurdDimensions, Fault::Truncated}) {
        if (error.detail == toString(kind))
            return kind;
    }
    return Fault::Unreadable;
}

Format detectFormat(std::string_view bytes) {
    using namespace std::string_view_literals;
    if (begins(bytes, "\xff\xd8\xff"))
        return Format::Jpeg;
    if (begins(bytes, "\x89PNG\r\n\x1a\n"))
        return Format::Png;
    if (begins(bytes, "RIFF") && begins(bytes, "WEBP", 8))
        return Format::Webp;
    if (begins(bytes, "GIF87a") || begins(bytes, "GIF89a"))
        return Format::Gif;
    if (begins(bytes, "IIRO") || begins(bytes, "IIRS") || begins(bytes, "MMOR") || begins(bytes, "IIU\0"sv) ||
        begins(bytes, "FUJIFILMCCD-RAW") || begins(bytes, "FOVb"))
        return Format::CameraRaw;
    if (begins(bytes, "II*\0"sv) || begins(bytes, "MM\0*"sv) || begins(bytes, "II+\0"sv) || begins(bytes, "MM\0+"sv))
        return detectTiff(bytes);
    if (bytes.size() >= 3 && bytes[0] == 'P' && bytes[1] >= '1' && bytes[1] <= '6' &&
        (std::isspace(static_cast<unsigned char>(bytes[2])) != 0 || bytes[2] == '#'))
        return Format::Pnm;
    if (bytes.size() >= 26 && begins(bytes, "BM")) {
        const std::uint32_t header = ByteReader(bytes).le32(14);
        if (header == 12 || (header >= 40 && header <= 124) || header == 16)
            return Format::Bmp;
    }
    if (bytes.size() >= 16 && begins(bytes, "ftyp", 4))
        return detectIsoMedia(bytes);
    if (begins(bytes, "\0\0\0\x0cjP  "sv) || begins(bytes, "\xff\x4f\xff\x51"))
        return Format::Jpeg2000;
    if (begins(bytes, "\xff\x0a") || begins(bytes, "\0\0\0\x0cJXL "sv))
        return Format::JpegXl;
    if (begins(bytes, "8BPS"))
        return Format::Psd;
    if (begins(bytes, "\x76\x2f\x31\x01"))
        return Format::Exr;
    if (begins(bytes, "DDS "))
        return Format::Dds;
    if ((begins(bytes, "\0\0\1\0"sv) || begins(bytes, "\0\0\2\0"sv)) && bytes.size() > 6 && bytes[4] != 0)
        return Format::Ico;
    return looksLikeSvg(bytes) ? Format::Svg : Format::Unknown;
}

}  // namespace flambeau::image
