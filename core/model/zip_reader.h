// SPDX-License-Identifier: GPL-3.0-or-later
// The list of a zip archive's members from its central directory, zip64 included, and the bytes of stored ones: what
// PyTorch writes. Format: PKWARE APPNOTE 6.3.9, sections 4.3 and 4.5.3. Internal to core/model.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "byte_file.h"

namespace flambeau::model {

struct ZipMember {
    std::uint16_t method = 0;  ///< 0: stored
    std::uint32_t crc = 0;
    std::uint64_t bytes = 0;  ///< unpacked
    std::uint64_t packedBytes = 0;
    std::uint64_t header = 0;  ///< offset of the local header
    bool encrypted = false;
};

/// By name. Corrupt where the directory is missing (the file is cut off) or does not add up.
Result<std::map<std::string, ZipMember>> listZip(const ByteFile& file);

/// That the member's bytes are all in the file, as they are; they are not read. Returns where they begin.
Result<std::uint64_t> findZipMember(const ByteFile& file, const std::string& name, const ZipMember& member);

/// The member's bytes, checked against its CRC-32. Unsupported for a packed or encrypted one.
Result<std::string> readZipMember(const ByteFile& file, const std::string& name, const ZipMember& member);

}  // namespace flambeau::model
