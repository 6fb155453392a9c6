// SPDX-License-Identifier: GPL-3.0-or-later
// A file descriptor that is closed with its owner; below 0: none. Private to the module, one owner.
#pragma once

#include <unistd.h>

namespace flambeau::remote {

class Descriptor {
public:
    explicit Descriptor(int fd) : m_fd(fd) {}
    ~Descriptor() {
        if (m_fd >= 0)
            ::close(m_fd);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int get() const { return m_fd; }

private:
    int m_fd;
};

}  // namespace flambeau::remote
