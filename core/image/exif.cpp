// SPDX-License-Identifier: GPL-3.0-or-later
// The one EXIF tag that matters here: orientation (0x0112) of the first directory.
#include "codecs.h"

namespace flambeau::image {

int exifOrientation(std::string_view tiff) {
    const ByteReader read(tiff);
    if (tiff.size() < 8)
        return 1;
    const bool big = tiff.substr(0, 2) == "MM";
    if (!big && tiff.substr(0, 2) != "II")
        return 1;
    if (read.u16(2, big) != 42)
        return 1;
    const std::size_t directory = read.u32(4, big);
    if (!read.has(directory, 2))
        return 1;
    const std::uint32_t entries = read.u16(directory, big);
    for (std::uint32_t i = 0; i < entries; ++i) {
        const std::size_t at = directory + 2 + std::size_t{12} * i;
        if (!read.has(at, 12))
            return 1;
        if (read.u16(at, big) != 0x0112)
            continue;
        const std::uint32_t type = read.u16(at + 2, big);
        if (read.u32(at + 4, big) != 1)
            return 1;
        std::uint32_t value = 1;
        if (type == 3)
            value = read.u16(at + 8, big);
        else if (type == 4)
            value = read.u32(at + 8, big);
        else if (type == 1)
            value = read.u8(at + 8);
        return value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
    }
    return 1;
}

}  // namespace flambeau::image
