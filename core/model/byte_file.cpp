// SPDX-License-Identifier: GPL-3.0-or-later
#include "byte_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "flambeau/base/strings.h"

namespace flambeau::model {

Result<ByteFile> ByteFile::open(const fs::path& path, const std::string& shown) {
    ByteFile file;
    file.m_shown = shown.empty() ? "'" + toPlainText(path.string()) + "'" : toPlainText(shown);
    // O_NONBLOCK: a FIFO of that name must not hang us; it has no effect on a regular file.
    file.m_fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file.m_fd < 0)
        return systemError(errno, "Cannot open " + file.m_shown);
    struct stat info {};
    if (::fstat(file.m_fd, &info) != 0)
        return systemError(errno, "Cannot read " + file.m_shown);
    if (!S_ISREG(info.st_mode))
        return Error{ErrorCode::InvalidArgument, file.m_shown + " is not a file.", "Name a file of weights.", ""};
    file.m_size = static_cast<std::uint64_t>(info.st_size);
    return file;
}

ByteFile::ByteFile(ByteFile&& other) noexcept
    : m_fd(std::exchange(other.m_fd, -1)), m_size(other.m_size), m_shown(std::move(other.m_shown)) {}

ByteFile::~ByteFile() {
    if (m_fd >= 0)
        ::close(m_fd);
}

Status ByteFile::readAt(std::uint64_t offset, void* to, std::uint64_t count) const {
    if (offset > m_size || count > m_size - offset)
        return cutOff();
    auto* bytes = static_cast<char*>(to);
    while (count > 0) {
        const auto want = static_cast<std::size_t>(std::min<std::uint64_t>(count, 1u << 30));
        const ssize_t got = ::pread(m_fd, bytes, want, static_cast<off_t>(offset));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return systemError(errno, "Cannot read " + m_shown);
        if (got == 0)
            return cutOff();
        bytes += got;
        offset += static_cast<std::uint64_t>(got);
        count -= static_cast<std::uint64_t>(got);
    }
    return {};
}

Result<std::string> ByteFile::readAt(std::uint64_t offset, std::uint64_t count) const {
    if (offset > m_size || count > m_size - offset)
        return cutOff();
    std::string text(static_cast<std::size_t>(count), '\0');
    FLAMBEAU_CHECK(readAt(offset, text.data(), count));
    return text;
}

Error ByteFile::cutOff() const {
    return {ErrorCode::Corrupt, m_shown + " is cut off: it ends in the middle of its content.",
            "Download or copy the file again and compare its size.", ""};
}

Error ByteFile::corrupt(const std::string& what) const {
    return {ErrorCode::Corrupt, m_shown + " is damaged: " + what, "Download or copy the file again.", ""};
}

Error ByteFile::unsupported(const std::string& what, std::string hint) const {
    return {ErrorCode::Unsupported, m_shown + " " + what, std::move(hint), ""};
}

}  // namespace flambeau::model
