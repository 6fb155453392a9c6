// SPDX-License-Identifier: GPL-3.0-or-later
// A file read at offsets, with its size known from the start; every read is checked against it, so that a file that is
// cut off (also while it is read) is an error and never a short buffer. Internal to core/model; one thread at a time.
#pragma once

#include <cstdint>
#include <string>

#include "flambeau/base/files.h"
#include "flambeau/base/result.h"

namespace flambeau::model {

class ByteFile {
public:
    /// `shown` is what messages call it; empty: its path in quotes.
    static Result<ByteFile> open(const fs::path& path, const std::string& shown = {});
    ByteFile(ByteFile&& other) noexcept;
    ByteFile& operator=(ByteFile&&) = delete;
    ~ByteFile();

    std::uint64_t size() const { return m_size; }
    /// For messages: the path in quotes or what it was opened with, safe to show.
    const std::string& shown() const { return m_shown; }
    /// Exactly `count` bytes from `offset`; Corrupt ("is cut off") where the file is shorter.
    Status readAt(std::uint64_t offset, void* to, std::uint64_t count) const;
    Result<std::string> readAt(std::uint64_t offset, std::uint64_t count) const;

    Error cutOff() const;
    Error corrupt(const std::string& what) const;
    Error unsupported(const std::string& what, std::string hint) const;

private:
    ByteFile() = default;
    int m_fd = -1;
    std::uint64_t m_size = 0;
    std::string m_shown;
};

}  // namespace flambeau::model
