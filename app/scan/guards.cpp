// SPDX-License-Identifier: GPL-3.0-or-later
#include "guards.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdio>

#include "flambeau/base/strings.h"

namespace flambeau::scan {
namespace {

constexpr rlim_t mostMemory = rlim_t{6} << 30;
constexpr std::uint64_t largestFile = std::uint64_t{1} << 30;

void bound(int resource, rlim_t most) {
    rlimit limit{};
    if (::getrlimit(static_cast<__rlimit_resource>(resource), &limit) == 0) {
        limit.rlim_cur = std::min(limit.rlim_max, most);
        ::setrlimit(static_cast<__rlimit_resource>(resource), &limit);
    }
}

extern "C" void onAlarm(int) {
    ::_exit(75);
}

void setTimer(double seconds) {
    itimerval timer{};
    timer.it_value.tv_sec = static_cast<time_t>(seconds);
    timer.it_value.tv_usec = static_cast<suseconds_t>((seconds - std::floor(seconds)) * 1e6);
    ::setitimer(ITIMER_REAL, &timer, nullptr);
}

struct Descriptor {
    int fd;
    ~Descriptor() { ::close(fd); }
};

std::int64_t mtimeOf(const struct stat& info) {
    return std::int64_t{info.st_mtim.tv_sec} * 1'000'000'000 + info.st_mtim.tv_nsec;
}

}  // namespace

void limitMemory() {
    bound(RLIMIT_CORE, 0);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    bound(RLIMIT_AS, mostMemory);
#else
    (void)mostMemory;
#endif
}

FileClock::FileClock(double seconds) {
    struct sigaction action {};
    action.sa_handler = onAlarm;
    ::sigaction(SIGALRM, &action, nullptr);
    setTimer(std::clamp(seconds, 0.05, 1e6));
}
FileClock::~FileClock() {
    setTimer(0);
}

Status readWhole(const std::string& path, WholeFile& into) {
    // Not blocking: a pipe that took a picture's name must not hold us.
    const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)};
    if (file.fd < 0)
        return systemError(errno, "It cannot be opened");
    struct stat before {};
    if (::fstat(file.fd, &before) != 0)
        return systemError(errno, "It cannot be looked at");
    if (!S_ISREG(before.st_mode))
        return Error{ErrorCode::Unsupported, "This is no regular file", {}, {}};
    const auto size = static_cast<std::uint64_t>(before.st_size);
    into.mtimeNs = mtimeOf(before);
    if (size > largestFile)
        return Error{ErrorCode::Unsupported,
                     "It is larger than any picture that Flambeau opens (" + formatBytes(size) + ")",
                     {},
                     {}};
    into.bytes.resize(size);
    std::size_t at = 0;
    while (at < size) {
        const ssize_t got = ::read(file.fd, into.bytes.data() + at, size - at);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return systemError(errno, "It cannot be read");
        if (got == 0)
            break;
        at += static_cast<std::size_t>(got);
    }
    struct stat after {};
    into.changed = at != size || ::fstat(file.fd, &after) != 0 || after.st_size != before.st_size ||
                   mtimeOf(after) != into.mtimeNs;
    into.bytes.resize(at);
    return {};
}

std::vector<std::string> readRecords() {
    std::string all;
    char buffer[1 << 16];
    while (const std::size_t got = std::fread(buffer, 1, sizeof buffer, stdin))
        all.append(buffer, got);
    const char separator = all.find('\0') == std::string::npos ? '\n' : '\0';
    std::vector<std::string> records;
    for (auto& record : split(all, separator)) {
        if (!record.empty())
            records.push_back(std::move(record));
    }
    return records;
}

void printLine(const std::string& line) {
    std::fwrite(line.data(), 1, line.size(), stdout);
    std::fputc('\n', stdout);
    std::fflush(stdout);
}

}  // namespace flambeau::scan
