// SPDX-License-Identifier: GPL-3.0-or-later
// Windows bitmaps, after Microsoft's "Bitmap Storage" pages: 1, 4, 8 bits with a palette (plain or RLE), 16, 24, 32
// bits.
#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "codecs.h"

namespace flambeau::image {
namespace {

struct Header {
    std::int64_t width = 0, height = 0;
    bool topDown = false;
    std::uint32_t bits = 0, compression = 0, colours = 0;
    std::size_t paletteAt = 0, paletteEntry = 4, dataAt = 0;
    std::array<std::uint32_t, 3> masks{0xFF0000, 0xFF00, 0xFF};
    bool alpha = false;
};

enum Compression : std::uint32_t { Raw = 0, Rle8 = 1, Rle4 = 2, Bitfields = 3, AlphaBitfields = 6 };

Error broken(const std::string& why) {
    return fault(Fault::Unreadable, "The BMP cannot be decoded: " + why);
}
Error truncated() {
    return fault(Fault::Truncated, "The BMP ends before the picture does", "Copy or download the file again.");
}

void readMasks(const ByteReader& read, std::uint32_t headerSize, Header& header) {
    if (header.bits == 16)
        header.masks = {0x7C00, 0x3E0, 0x1F};
    if (header.compression != Bitfields && header.compression != AlphaBitfields)
        return;
    for (std::size_t c = 0; c < 3; ++c)
        header.masks[c] = read.le32(54 + 4 * c);
    header.alpha = headerSize >= 56 && read.le32(66) != 0;
    if (headerSize == 40)
        header.paletteAt += header.compression == AlphaBitfields ? 16 : 12;
    if (header.masks[0] == 0 && header.masks[1] == 0 && header.masks[2] == 0)
        header.masks = {0xFF0000, 0xFF00, 0xFF};
}

Result<Header> readHeader(std::string_view bytes) {
    const ByteReader read(bytes);
    Header header;
    const std::uint32_t size = read.le32(14);
    header.dataAt = read.le32(10);
    header.paletteAt = 14 + static_cast<std::size_t>(size);
    if (!read.has(14, size))
        return truncated();
    if (size == 12) {
        header.width = read.le16(18);
        header.height = read.le16(20);
        header.bits = read.le16(24);
        header.paletteEntry = 3;
    } else {
        header.width = static_cast<std::int32_t>(read.le32(18));
        header.height = static_cast<std::int32_t>(read.le32(22));
        header.topDown = header.height < 0;
        header.height = header.topDown ? -header.height : header.height;
        header.bits = read.le16(28);
        header.compression = read.le32(30);
        header.colours = read.le32(46);
    }
    const bool palette = header.bits == 1 || header.bits == 4 || header.bits == 8;
    if (!palette && header.bits != 16 && header.bits != 24 && header.bits != 32)
        return fault(Fault::UnsupportedFormat,
                     "A BMP with " + std::to_string(header.bits) + " bits a pixel is not supported",
                     "Convert it to PNG.");
    const bool known = header.compression == Raw || (header.compression == Rle8 && header.bits == 8) ||
                       (header.compression == Rle4 && header.bits == 4) ||
                       ((header.compression == Bitfields || header.compression == AlphaBitfields) && !palette);
    if (!known)
        return fault(Fault::UnsupportedFormat,
                     "A BMP with compression " + std::to_string(header.compression) + " is not supported",
                     "Convert it to PNG.");
    readMasks(read, size, header);
    if (!palette)
        header.colours = 0;  // what a header may say there is advice for displays of another age
    else if (header.colours == 0 || header.colours > 256)
        header.colours = 1u << header.bits;
    return header;
}

using Palette = std::array<std::array<std::uint8_t, 3>, 256>;

Palette readPalette(std::string_view bytes, const Header& header) {
    const ByteReader read(bytes);
    Palette palette{};
    for (std::size_t i = 0; i < header.colours; ++i) {
        for (std::size_t c = 0; c < 3; ++c)
            palette[i][c] = static_cast<std::uint8_t>(read.u8(header.paletteAt + i * header.paletteEntry + 2 - c));
    }
    return palette;
}

std::uint8_t scaled(std::uint32_t pixel, std::uint32_t mask) {
    if (mask == 0)
        return 0;
    const std::uint32_t shift = static_cast<std::uint32_t>(std::countr_zero(mask));
    const std::uint64_t largest = mask >> shift;
    return static_cast<std::uint8_t>(((pixel & mask) >> shift) * std::uint64_t{255} / largest);
}

/// RLE4 and RLE8 to palette indices, rows from the top. What the data leaves out stays 0.
class RunLengths {
public:
    RunLengths(std::string_view bytes, const Header& header)
        : m_read(bytes),
          m_end(bytes.size()),
          m_at(header.dataAt),
          m_width(static_cast<std::size_t>(header.width)),
          m_height(static_cast<std::size_t>(header.height)),
          m_four(header.compression == Rle4),
          m_indices(m_width * m_height) {}

    /// False where the data ends before its end marker.
    bool run() {
        while (m_at + 2 <= m_end) {
            const std::uint32_t count = m_read.u8(m_at), value = m_read.u8(m_at + 1);
            m_at += 2;
            if (count > 0) {
                for (std::uint32_t i = 0; i < count; ++i)
                    put(m_four ? (i % 2 == 0 ? value >> 4 : value & 15) : value);
            } else if (value == 1) {
                return true;
            } else if (!escape(value)) {
                return false;
            }
        }
        return m_y >= m_height || (m_y + 1 == m_height && m_x >= m_width);
    }
    std::vector<std::uint8_t>& indices() { return m_indices; }

private:
    bool escape(std::uint32_t value) {
        if (value == 0) {
            m_x = 0;
            ++m_y;
        } else if (value == 2) {
            m_x += m_read.u8(m_at);
            m_y += m_read.u8(m_at + 1);
            m_at += 2;
        } else {
            const std::size_t length = m_four ? (value + 1) / 2 : value;
            if (!m_read.has(m_at, length))
                return false;
            for (std::uint32_t i = 0; i < value; ++i) {
                const std::uint32_t byte = m_read.u8(m_at + (m_four ? i / 2 : i));
                put(m_four ? (i % 2 == 0 ? byte >> 4 : byte & 15) : byte);
            }
            m_at += (length + 1) / 2 * 2;
        }
        return true;
    }
    void put(std::uint32_t index) {
        if (m_x < m_width && m_y < m_height)
            m_indices[(m_height - 1 - m_y) * m_width + m_x] = static_cast<std::uint8_t>(index);
        ++m_x;
    }

    ByteReader m_read;
    std::size_t m_end, m_at, m_width, m_height;
    bool m_four;
    std::size_t m_x = 0, m_y = 0;
    std::vector<std::uint8_t> m_indices;
};

void unpackRow(std::string_view row, const Header& header, const Palette& palette, std::uint8_t* out) {
    const ByteReader read(row);
    for (std::size_t x = 0; x < static_cast<std::size_t>(header.width); ++x, out += 3) {
        if (header.bits <= 8) {
            const std::size_t perByte = 8 / header.bits;
            const std::uint32_t shift = static_cast<std::uint32_t>((perByte - 1 - x % perByte) * header.bits);
            const std::uint32_t index = read.u8(x / perByte) >> shift & ((1u << header.bits) - 1);
            std::memcpy(out, palette[index].data(), 3);
        } else if (header.bits == 24) {
            for (std::size_t c = 0; c < 3; ++c)
                out[c] = static_cast<std::uint8_t>(read.u8(x * 3 + 2 - c));
        } else {
            const std::uint32_t pixel = header.bits == 16 ? read.le16(x * 2) : read.le32(x * 4);
            for (std::size_t c = 0; c < 3; ++c)
                out[c] = scaled(pixel, header.masks[c]);
        }
    }
}

}  // namespace

Result<Probe> probeBmp(std::string_view bytes) {
    FLAMBEAU_TRY(const Header header, readHeader(bytes));
    FLAMBEAU_CHECK(checkSize(header.width, header.height));
    Probe facts;
    facts.width = static_cast<int>(header.width);
    facts.height = static_cast<int>(header.height);
    facts.alpha = header.alpha;
    facts.colour = header.bits <= 8 ? Colour::Palette : header.alpha ? Colour::Rgba : Colour::Rgb;
    facts.bits = header.bits <= 8 ? static_cast<int>(header.bits) : 8;
    return facts;
}

Result<Decoded> decodeBmp(std::string_view bytes, const Probe& probe) {
    FLAMBEAU_TRY(const Header header, readHeader(bytes));
    const Palette palette = readPalette(bytes, header);
    Decoded decoded;
    Image& picture = decoded.image;
    if (header.compression == Rle8 || header.compression == Rle4) {
        if (header.dataAt >= bytes.size())
            return truncated();
        RunLengths runs(bytes, header);
        if (!runs.run())
            return truncated();
        picture = Image(probe.width, probe.height);
        for (std::size_t i = 0; i < runs.indices().size(); ++i)
            std::memcpy(&picture.rgb[i * 3], palette[runs.indices()[i]].data(), 3);
        return decoded;
    }
    const std::size_t stride = (static_cast<std::size_t>(header.width) * header.bits + 31) / 32 * 4;
    const std::size_t needed = stride * static_cast<std::size_t>(header.height);
    const std::size_t used = (static_cast<std::size_t>(header.width) * header.bits + 7) / 8;
    // The last row's padding may be missing; programs differ there.
    if (header.dataAt > bytes.size() || bytes.size() - header.dataAt < needed - (stride - used))
        return truncated();
    if (header.dataAt < 14)
        return broken("its pixels would overlap its header");
    picture = Image(probe.width, probe.height);
    for (int y = 0; y < probe.height; ++y) {
        const std::size_t at = header.dataAt + stride * static_cast<std::size_t>(y);
        unpackRow(bytes.substr(at, used), header, palette, picture.row(header.topDown ? y : probe.height - 1 - y));
    }
    return decoded;
}

}  // namespace flambeau::image
