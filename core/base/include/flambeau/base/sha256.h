// SPDX-License-Identifier: GPL-3.0-or-later
// SHA-256 (FIPS 180-4) with the processor's SHA instructions where it has them, in plain C++ elsewhere: the trainer
// is compiled on foreign hosts, where no crypto library can be counted on. One object on one thread at a time.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "flambeau/base/result.h"

namespace flambeau {

class Sha256 {
public:
    Sha256();
    void update(const void* bytes, std::size_t count);
    void update(std::string_view text) { update(text.data(), text.size()); }
    /// The digest; the object must not be used afterwards.
    std::array<std::uint8_t, 32> finish();
    /// The digest as 64 lower-case hexadecimal digits.
    std::string finishHex();

private:
    std::array<std::uint32_t, 8> m_state;
    std::array<std::uint8_t, 64> m_block;
    std::uint64_t m_total = 0;
};

std::string sha256Hex(std::string_view bytes);
/// Streams the file; NotFound, PermissionDenied or Io if it cannot be read to its end, InvalidArgument where it is a
/// folder, pipe or device. `progress(bytesSoFar)` may return false to stop (Canceled).
Result<std::string> sha256File(const std::filesystem::path& path,
                               const std::function<bool(std::uint64_t)>& progress = {});
bool isSha256Hex(std::string_view text);

}  // namespace flambeau
