// SPDX-License-Identifier: GPL-3.0-or-later
// Netpbm's PBM, PGM and PPM, as text (P1 to P3) and raw (P4 to P6), after its manual pages.
#include <algorithm>
#include <cctype>
#include <optional>

#include "codecs.h"

namespace flambeau::image {
namespace {

Error truncated() {
    return fault(Fault::Truncated, "The picture ends before its pixels do", "Copy or download the file again.");
}
Error broken(const std::string& why) {
    return fault(Fault::Unreadable, "The PNM picture cannot be decoded: " + why);
}

/// Whitespace-separated numbers with comments from # to the end of the line.
class Tokens {
public:
    Tokens(std::string_view bytes, std::size_t at) : m_bytes(bytes), m_at(at) {}

    void skipSpace() {
        while (m_at < m_bytes.size()) {
            if (m_bytes[m_at] == '#') {
                while (m_at < m_bytes.size() && m_bytes[m_at] != '\n' && m_bytes[m_at] != '\r')
                    ++m_at;
            } else if (std::isspace(static_cast<unsigned char>(m_bytes[m_at])) != 0) {
                ++m_at;
            } else {
                return;
            }
        }
    }
    std::optional<std::uint32_t> number() {
        skipSpace();
        std::uint64_t value = 0;
        const std::size_t begin = m_at;
        while (m_at < m_bytes.size() && m_bytes[m_at] >= '0' && m_bytes[m_at] <= '9' && m_at - begin < 9)
            value = value * 10 + static_cast<std::uint64_t>(m_bytes[m_at++] - '0');
        return m_at == begin ? std::nullopt : std::optional(static_cast<std::uint32_t>(value));
    }
    std::optional<std::uint32_t> bit() {
        skipSpace();
        if (m_at >= m_bytes.size() || (m_bytes[m_at] != '0' && m_bytes[m_at] != '1'))
            return std::nullopt;
        return m_bytes[m_at++] == '1' ? 0u : 1u;  // 1 is black
    }
    bool atEnd() const { return m_at >= m_bytes.size(); }
    std::size_t at() const { return m_at; }

private:
    std::string_view m_bytes;
    std::size_t m_at;
};

struct Header {
    int kind = 0;  ///< 1 to 6
    std::uint32_t width = 0, height = 0, largest = 1;
    std::size_t dataAt = 0;
    bool text() const { return kind <= 3; }
    bool bitmap() const { return kind == 1 || kind == 4; }
    std::size_t channels() const { return kind == 3 || kind == 6 ? 3 : 1; }
};

Result<Header> readHeader(std::string_view bytes) {
    Header header;
    header.kind = bytes[1] - '0';
    Tokens tokens(bytes, 2);
    const auto width = tokens.number(), height = tokens.number();
    const auto largest = header.bitmap() ? std::optional<std::uint32_t>(1) : tokens.number();
    if (!width || !height || !largest)
        return tokens.atEnd() ? truncated() : broken("its header holds something else than numbers");
    if (*largest < 1 || *largest > 65535)
        return broken("its largest value must be within 1 and 65535");
    header.width = *width;
    header.height = *height;
    header.largest = *largest;
    header.dataAt = tokens.at() + 1;  // one whitespace byte ends the header
    return header;
}

std::uint8_t toByte(std::uint32_t value, std::uint32_t largest) {
    return static_cast<std::uint8_t>((std::min(value, largest) * 510 + largest) / (2 * largest));
}

void putValue(Image& picture, std::size_t channels, std::size_t at, std::uint8_t value) {
    if (channels == 3)
        picture.rgb[at] = value;
    else
        picture.rgb[at * 3] = picture.rgb[at * 3 + 1] = picture.rgb[at * 3 + 2] = value;
}

Status readText(std::string_view bytes, const Header& header, Image& picture) {
    Tokens tokens(bytes, header.dataAt - 1);
    const std::size_t count = std::size_t{header.width} * header.height * header.channels();
    for (std::size_t i = 0; i < count; ++i) {
        const auto value = header.bitmap() ? tokens.bit() : tokens.number();
        if (!value)
            return tokens.atEnd() ? truncated() : broken("something else than a number stands among the pixels");
        if (*value > header.largest)
            return broken("a value is larger than its header allows");
        putValue(picture, header.channels(), i, toByte(*value, header.largest));
    }
    return {};
}

Status readRaw(std::string_view bytes, const Header& header, Image& picture) {
    const std::size_t width = header.width;
    const std::size_t sample = header.largest > 255 ? 2 : 1;
    const std::size_t stride = header.bitmap() ? (width + 7) / 8 : width * header.channels() * sample;
    if (header.dataAt > bytes.size() || (bytes.size() - header.dataAt) / stride < header.height)
        return truncated();
    const ByteReader read(bytes);
    const std::size_t perRow = width * header.channels();
    for (std::size_t y = 0; y < header.height; ++y) {
        const std::size_t row = header.dataAt + stride * y;
        for (std::size_t i = 0; i < perRow; ++i) {
            std::uint32_t value = 0;
            if (header.bitmap())
                value = 1 - (read.u8(row + i / 8) >> (7 - i % 8) & 1);
            else
                value = sample == 2 ? read.be16(row + 2 * i) : read.u8(row + i);
            putValue(picture, header.channels(), y * perRow + i, toByte(value, header.largest));
        }
    }
    return {};
}

}  // namespace

Result<Probe> probePnm(std::string_view bytes) {
    FLAMBEAU_TRY(const Header header, readHeader(bytes));
    FLAMBEAU_CHECK(checkSize(header.width, header.height));
    Probe facts;
    facts.width = static_cast<int>(header.width);
    facts.height = static_cast<int>(header.height);
    facts.bits = header.bitmap() ? 1 : header.largest > 255 ? 16 : 8;
    facts.colour = header.bitmap() ? Colour::Bilevel : header.channels() == 3 ? Colour::Rgb : Colour::Grey;
    return facts;
}

Result<Decoded> decodePnm(std::string_view bytes, const Probe& probe) {
    FLAMBEAU_TRY(const Header header, readHeader(bytes));
    // A text pixel takes two bytes at least, but for a bitmap's: a short file cannot ask for much memory.
    if (header.text() && std::size_t{header.width} * header.height * header.channels() > bytes.size())
        return truncated();
    Decoded decoded;
    decoded.image = Image(probe.width, probe.height);
    FLAMBEAU_CHECK(header.text() ? readText(bytes, header, decoded.image) : readRaw(bytes, header, decoded.image));
    return decoded;
}

}  // namespace flambeau::image
