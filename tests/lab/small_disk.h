// SPDX-License-Identifier: GPL-3.0-or-later
// A disk of its own of so many MiB, for what happens when it is full. Unmounted at the end.
#pragma once

#include <fcntl.h>
#include <sys/mount.h>
#include <unistd.h>

#include <string>

#include "flambeau/base/files.h"
#include "test_support.h"

namespace flambeau::test {

class SmallDisk {
public:
    SmallDisk(const fs::path& folder, int size) : m_folder(folder) {
        fs::create_directories(folder);
        const std::string options = "size=" + std::to_string(size) + "m";
        m_mounted = ::mount("tmpfs", folder.c_str(), "tmpfs", 0, options.c_str()) == 0;
        if (!m_mounted)
            WARN("no file system can be mounted here: a full disk is not tried");
    }
    ~SmallDisk() {
        if (m_mounted)
            ::umount2(m_folder.c_str(), MNT_DETACH);
    }
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;
    /// False: this user may not have one.
    bool there() const { return m_mounted; }
    /// Takes all but `left` bytes, until empty().
    void fill(std::uint64_t left) const {
        const auto free = fs::space(m_folder).available;
        if (free <= left)
            return;
        const int file = ::open(filler().c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
        REQUIRE(file >= 0);
        CHECK(::posix_fallocate(file, 0, static_cast<off_t>(free - left)) == 0);
        ::close(file);
    }
    void empty() const { fs::remove(filler()); }

private:
    fs::path filler() const { return m_folder / "filler"; }

    fs::path m_folder;
    bool m_mounted = false;
};

}  // namespace flambeau::test
