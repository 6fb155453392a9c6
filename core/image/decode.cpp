// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/image/decode.h"

#include <new>
#include <utility>

#include "codecs.h"
#include "flambeau/base/strings.h"

namespace flambeau::image {
namespace {

struct Advice {
    Format format;
    const char* what;
    const char* hint;
};
constexpr Advice advices[] = {
    {Format::Gif, "a GIF picture", "Save a frame of it as PNG or JPEG."},
    {Format::Heic, "a HEIC picture, as phones take them",
     "Convert it to JPEG (heif-convert does it, or set the phone to the most compatible format)."},
    {Format::Avif, "an AVIF picture", "Convert it to JPEG or PNG (avifdec does it)."},
    {Format::Jpeg2000, "a JPEG 2000 picture", "Convert it to JPEG or PNG (opj_decompress does it)."},
    {Format::JpegXl, "a JPEG XL picture", "Convert it to JPEG or PNG (djxl does it)."},
    {Format::Svg, "an SVG drawing, which has no pixels",
     "Render it to PNG at the size that you want (rsvg-convert does it)."},
    {Format::Psd, "a Photoshop document", "Export it as PNG or JPEG."},
    {Format::CameraRaw, "a camera's raw picture", "Develop it to JPEG, PNG or TIFF (darktable does it)."},
    {Format::Ico, "an icon file", "Save the size that you want as PNG."},
    {Format::Exr, "an OpenEXR picture", "Convert it to an 8-bit PNG, with the tone curve that you want."},
    {Format::Dds, "a DDS texture", "Convert it to PNG."},
};

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

/// What a file that is no picture seems to be: a failed download is the usual case.
std::string guessedKind(std::string_view bytes) {
    const std::string head = toLowerAscii(bytes.substr(0, 512));
    if (contains(head, "<!doctype html") || contains(head, "<html"))
        return "an HTML page, as a failed download leaves it";
    if (startsWith(head, "%pdf"))
        return "a PDF document";
    if (startsWith(head, "pk\x03\x04"))
        return "a zip archive";
    if (startsWith(head, "version https://git-lfs"))
        return "a Git LFS pointer; the picture itself was not fetched";
    if (startsWith(head, "<?xml"))
        return "an XML document";
    bool text = true;
    for (const char c : head)
        text = text && (static_cast<unsigned char>(c) >= 32 || c == '\n' || c == '\r' || c == '\t');
    return text ? "text" : "";
}

Error refusal(std::string_view bytes, Format format) {
    for (const auto& advice : advices) {
        if (advice.format == format)
            return fault(Fault::UnsupportedFormat,
                         std::string("This is ") + advice.what + ", a format that is not supported", advice.hint);
    }
    const std::string kind = guessedKind(bytes);
    return fault(Fault::NotAnImage,
                 kind.empty() ? "The content is not that of any picture format" : "This is no picture but " + kind,
                 "Remove the file, or replace it with the picture that it should be.");
}

Result<Probe> probeAs(Format format, std::string_view bytes) {
    switch (format) {
        case Format::Jpeg:
            return probeJpeg(bytes);
        case Format::Png:
            return probePng(bytes);
        case Format::Tiff:
            return probeTiff(bytes);
        case Format::Webp:
            return probeWebp(bytes);
        case Format::Bmp:
            return probeBmp(bytes);
        case Format::Pnm:
            return probePnm(bytes);
        default:
            return refusal(bytes, format);
    }
}

Result<Decoded> decodeAs(const Probe& facts, std::string_view bytes, const DecodeOptions& options) {
    switch (facts.format) {
        case Format::Jpeg:
            return decodeJpeg(bytes, facts, options.jpegScale);
        case Format::Png:
            return decodePng(bytes, facts);
        case Format::Tiff:
            return decodeTiff(bytes, facts);
        case Format::Webp:
            return decodeWebp(bytes, facts);
        case Format::Bmp:
            return decodeBmp(bytes, facts);
        default:
            return decodePnm(bytes, facts);
    }
}

}  // namespace

Error fault(Fault kind, std::string message, std::string hint) {
    const bool unsupported = kind == Fault::UnsupportedFormat || kind == Fault::AbsurdDimensions;
    return {unsupported ? ErrorCode::Unsupported : ErrorCode::Corrupt, std::move(message), std::move(hint),
            std::string(toString(kind))};
}

Status checkSize(std::int64_t width, std::int64_t height) {
    const std::string size = std::to_string(width) + " x " + std::to_string(height);
    if (width < 1 || height < 1)
        return fault(Fault::AbsurdDimensions, "The header says " + size + " pixels: there is no picture in it");
    if (width > maxSide || height > maxSide || width > maxPixels / height)
        return fault(Fault::AbsurdDimensions,
                     "The header says " + size + " pixels, more than Flambeau opens (" + formatCount(maxSide) +
                         " a side, " + formatCount(maxPixels) + " in all)",
                     "If it is a real picture, scale it down first.");
    return {};
}

Result<Probe> probe(std::string_view bytes) {
    if (bytes.empty())
        return fault(Fault::Empty, "The file is empty");
    const Format format = detectFormat(bytes);
    FLAMBEAU_TRY(Probe facts, probeAs(format, bytes));
    facts.format = format;
    FLAMBEAU_CHECK(checkSize(facts.width, facts.height));
    return facts;
}

Result<Decoded> decodeWithFacts(std::string_view bytes, const DecodeOptions& options) {
    try {
        FLAMBEAU_TRY(const Probe facts, probe(bytes));
        FLAMBEAU_TRY(Decoded decoded, decodeAs(facts, bytes, options));
        decoded.probe = facts;
        if (options.upright)
            decoded.image = oriented(std::move(decoded.image), facts.orientation);
        return decoded;
    } catch (const std::bad_alloc&) {
        return fault(Fault::Unreadable, "The picture needs more memory than there is");
    }
}

Result<Image> decode(std::string_view bytes, const DecodeOptions& options) {
    FLAMBEAU_TRY(Decoded decoded, decodeWithFacts(bytes, options));
    return std::move(decoded.image);
}

}  // namespace flambeau::image
