// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/protocol/writer.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <mutex>

namespace flambeau::protocol {

struct EventWriter::State {
    std::mutex mutex;
    fs::path path;
    int fd = -1;
    bool torn = false;  ///< the file does not end with LF: the next line must not be glued to what is there

    ~State() {
        if (fd >= 0)
            ::close(fd);
    }

    /// Everything, in one write(2) wherever the kernel takes it whole. Called with the mutex held.
    Status append(std::string_view line) {
        std::string separated;
        if (torn) {
            separated = "\n" + std::string(line);
            line = separated;
        }
        while (!line.empty()) {
            const ssize_t written = ::write(fd, line.data(), line.size());
            if (written < 0 && errno == EINTR)
                continue;
            if (written < 0)
                return systemError(errno, "Cannot write " + path.string());
            line.remove_prefix(static_cast<std::size_t>(written));
            torn = !line.empty();
        }
        return {};
    }
};

EventWriter::EventWriter() : m_state(std::make_unique<State>()) {}
EventWriter::EventWriter(EventWriter&&) noexcept = default;
EventWriter& EventWriter::operator=(EventWriter&&) noexcept = default;
EventWriter::~EventWriter() = default;

Result<EventWriter> EventWriter::open(const fs::path& path, const std::string& run, int rank) {
    EventWriter writer;
    State& state = *writer.m_state;
    state.path = path;
    // Read access too: whether an existing file ends in the middle of a line is told from its last byte.
    state.fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (state.fd < 0)
        return systemError(errno, "Cannot open " + path.string());
    struct stat info {};
    if (::fstat(state.fd, &info) != 0)
        return systemError(errno, "Cannot inspect " + path.string());
    if (info.st_size > 0) {
        char last = 0;
        if (::pread(state.fd, &last, 1, info.st_size - 1) != 1)
            return systemError(errno, "Cannot read " + path.string());
        state.torn = last != '\n';
        return writer;
    }
    FLAMBEAU_CHECK(writer.write(HeaderEvent{.version = streamVersion, .run = run, .rank = rank}));
    return writer;
}

Status EventWriter::write(const Event& event) {
    const std::string line = encode(event);
    const std::lock_guard lock(m_state->mutex);
    return m_state->append(line);
}

}  // namespace flambeau::protocol
