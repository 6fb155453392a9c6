// SPDX-License-Identifier: GPL-3.0-or-later
// The seam between decode.cpp and the formats, private to this module: each format probes and decodes one picture from
// memory. Pure functions, safe on any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "flambeau/image/decode.h"

namespace flambeau::image {

Error fault(Fault kind, std::string message, std::string hint = {});
/// Refuses sizes beyond the limits of decode.h, and empty ones.
Status checkSize(std::int64_t width, std::int64_t height);

/// The orientation tag of an EXIF block (beginning with its TIFF header); 1 where there is none or it makes no sense.
int exifOrientation(std::string_view tiff);

/// Reads integers from untrusted bytes; beyond the end it reads zeros and remembers it.
class ByteReader {
public:
    explicit ByteReader(std::string_view bytes) : m_bytes(bytes) {}
    bool has(std::size_t at, std::size_t count) const { return at <= m_bytes.size() && count <= m_bytes.size() - at; }
    std::uint32_t u8(std::size_t at) const { return has(at, 1) ? static_cast<unsigned char>(m_bytes[at]) : 0; }
    std::uint32_t be16(std::size_t at) const { return u8(at) << 8 | u8(at + 1); }
    std::uint32_t be32(std::size_t at) const { return be16(at) << 16 | be16(at + 2); }
    std::uint32_t le16(std::size_t at) const { return u8(at) | u8(at + 1) << 8; }
    std::uint32_t le32(std::size_t at) const { return le16(at) | le16(at + 2) << 16; }
    std::uint32_t u16(std::size_t at, bool big) const { return big ? be16(at) : le16(at); }
    std::uint32_t u32(std::size_t at, bool big) const { return big ? be32(at) : le32(at); }

private:
    std::string_view m_bytes;
};

Result<Probe> probeJpeg(std::string_view bytes);
Result<Probe> probePng(std::string_view bytes);
Result<Probe> probeTiff(std::string_view bytes);
Result<Probe> probeWebp(std::string_view bytes);
Result<Probe> probeBmp(std::string_view bytes);
Result<Probe> probePnm(std::string_view bytes);

/// The picture as stored (not yet upright). The probe was made from the same bytes and its size is within the limits.
Result<Decoded> decodeJpeg(std::string_view bytes, const Probe& probe, int scale);
Result<Decoded> decodePng(std::string_view bytes, const Probe& probe);
Result<Decoded> decodeTiff(std::string_view bytes, const Probe& probe);
Result<Decoded> decodeWebp(std::string_view bytes, const Probe& probe);
Result<Decoded> decodeBmp(std::string_view bytes, const Probe& probe);
Result<Decoded> decodePnm(std::string_view bytes, const Probe& probe);

}  // namespace flambeau::image
