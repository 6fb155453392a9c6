// SPDX-License-Identifier: GPL-3.0-or-later
#include "terminal_prompter.h"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "flambeau/base/strings.h"

namespace flambeau::cli {
namespace {

constexpr std::size_t kLongest = 4096;

void put(int fd, const std::string& text) {
    (void)!::write(fd, text.data(), text.size());
}

/// The terminal shows nothing of what is typed while this is there.
class Hidden {
public:
    Hidden(int fd, bool hide) : m_fd(fd), m_changed(hide && ::tcgetattr(fd, &m_before) == 0) {
        if (!m_changed)
            return;
        termios quiet = m_before;
        quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        ::tcsetattr(fd, TCSAFLUSH, &quiet);
    }
    ~Hidden() {
        if (m_changed)
            ::tcsetattr(m_fd, TCSAFLUSH, &m_before);
    }
    Hidden(const Hidden&) = delete;
    Hidden& operator=(const Hidden&) = delete;

private:
    int m_fd;
    termios m_before{};
    bool m_changed;
};

}  // namespace

std::optional<std::string> TerminalPrompter::ask(const std::string& question, bool echo) {
    if (m_interrupted)
        return std::nullopt;
    const int fd = ::open("/dev/tty", O_RDWR | O_CLOEXEC);
    if (fd < 0)
        return std::nullopt;
    std::string line;
    line.reserve(kLongest);  // never copied on its way
    bool whole = false;
    {
        const Hidden hidden(fd, !echo);
        put(fd, "\r\x1b[K" + question);  // a line of progress may stand there
        char c = 0;
        ssize_t got = 0;
        while (line.size() < kLongest && (got = ::read(fd, &c, 1)) == 1) {
            whole = c == '\n';
            if (whole)
                break;
            line += c;
        }
        m_interrupted = got < 0 && errno == EINTR;
    }
    if (!echo)
        put(fd, "\n");
    ::close(fd);
    std::optional<std::string> said;
    if (whole)
        said = std::move(line);
    else
        explicit_bzero(line.data(), line.size());
    return said;
}

bool TerminalPrompter::trust(const HostKey& key) {
    const auto said = ask("The host " + escapeControls(key.host) + " is not known. Its key (" +
                              escapeControls(key.type) + ") is\n  " + escapeControls(key.fingerprint) +
                              "\nCompare that with what its administrator says. Trust it, and write it to " +
                              escapeControls(key.knownHosts.string()) + "? (yes/no) ",
                          true);
    return said && toLowerAscii(trim(*said)) == "yes";
}

std::optional<std::string> TerminalPrompter::secret(const Secret& secret) {
    using Kind = Secret::Kind;
    const std::string again = secret.attempt > 1 ? "That was not it. " : "";
    switch (secret.kind) {
        case Kind::Passphrase:
            return ask(again + "Passphrase of " + escapeControls(secret.what) + ": ", false);
        case Kind::Password:
            return ask(again + "Password of " + escapeControls(secret.who) + ": ", false);
        case Kind::Interactive:
            return ask(again + escapeControls(secret.who) + " asks: " + escapeControls(secret.what) + " ", secret.echo);
    }
    return std::nullopt;
}

}  // namespace flambeau::cli
