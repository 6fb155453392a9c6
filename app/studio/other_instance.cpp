// SPDX-License-Identifier: GPL-3.0-or-later
#include "other_instance.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstddef>
#include <cstring>
#include <string>

#include <QSocketNotifier>

#include "flambeau/base/sha256.h"

namespace flambeau::studio {
namespace {

struct Address {
    sockaddr_un address{};
    socklen_t length = 0;
};

Address addressOf(const fs::path& workspace) {
    std::error_code ignored;
    const fs::path real = fs::weakly_canonical(workspace, ignored);
    const std::string name =
        "flambeau-window-" + std::to_string(getuid()) + "-" + sha256Hex(real.string()).substr(0, 32);
    Address made;
    made.address.sun_family = AF_UNIX;
    std::memcpy(made.address.sun_path + 1, name.data(), name.size());  // a zero first: no file is made
    made.length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + name.size());
    return made;
}

bool sameUser(int socket) {
    ucred who{};
    socklen_t size = sizeof who;
    return getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &who, &size) == 0 && who.uid == getuid();
}

}  // namespace

bool askToComeForward(const fs::path& workspace) {
    const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (socket < 0)
        return false;
    const Address there = addressOf(workspace);
    const bool asked =
        connect(socket, reinterpret_cast<const sockaddr*>(&there.address), there.length) == 0 && sameUser(socket);
    close(socket);
    return asked;
}

ComeForward::ComeForward(const fs::path& workspace, QObject* parent) : QObject(parent) {
    m_socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    const Address here = addressOf(workspace);
    if (m_socket < 0 || bind(m_socket, reinterpret_cast<const sockaddr*>(&here.address), here.length) != 0 ||
        listen(m_socket, 4) != 0)
        return;  // a second window then only says that this one is open
    m_notifier = std::make_unique<QSocketNotifier>(m_socket, QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &ComeForward::answer);
}

ComeForward::~ComeForward() {
    m_notifier.reset();
    if (m_socket >= 0)
        close(m_socket);
}

void ComeForward::answer() {
    const int other = accept4(m_socket, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (other < 0)
        return;
    const bool ours = sameUser(other);
    close(other);
    if (ours)
        emit wanted();
}

}  // namespace flambeau::studio
