// SPDX-License-Identifier: GPL-3.0-or-later
// Opening what must be an ordinary file. Private to the module; safe on any thread.
#pragma once

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

#include "flambeau/base/result.h"

namespace flambeau {

/// A descriptor for reading, which the caller closes. A folder, pipe, socket or device is InvalidArgument: a pipe would
/// be waited for without end (O_NONBLOCK keeps even the opening from that), a device read without end.
inline Result<int> openRegularFile(const std::filesystem::path& path) {
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0)
        return systemError(errno, "Cannot open " + path.string());
    struct stat info {};
    if (::fstat(fd, &info) == 0 && S_ISREG(info.st_mode))
        return fd;
    const bool folder = S_ISDIR(info.st_mode);
    ::close(fd);
    return Error{ErrorCode::InvalidArgument,
                 path.string() + (folder ? " is a folder, not a file" : " is no ordinary file"),
                 "Name a file.",
                 {}};
}

}  // namespace flambeau
