// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/base/subprocess.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <utility>

extern char** environ;

namespace flambeau {
namespace {

struct Pipe {
    int readEnd = -1, writeEnd = -1;
    bool open() {
        int ends[2];
        if (::pipe2(ends, O_CLOEXEC) != 0)
            return false;
        readEnd = ends[0];
        writeEnd = ends[1];
        return true;
    }
    static void closeEnd(int& end) {
        if (end >= 0)
            ::close(std::exchange(end, -1));
    }
    ~Pipe() {
        closeEnd(readEnd);
        closeEnd(writeEnd);
    }
};

std::vector<std::string> mergedEnvironment(const std::map<std::string, std::string>& changes) {
    std::vector<std::string> merged;
    for (char** entry = environ; *entry; ++entry) {
        const std::string_view text(*entry);
        if (!changes.contains(std::string(text.substr(0, text.find('=')))))
            merged.emplace_back(text);
    }
    for (const auto& [name, value] : changes) {
        if (!value.empty())
            merged.push_back(name + "=" + value);
    }
    return merged;
}

std::vector<char*> pointersTo(std::vector<std::string>& texts) {
    std::vector<char*> pointers;
    for (auto& text : texts)
        pointers.push_back(text.data());
    pointers.push_back(nullptr);
    return pointers;
}

/// A child and its four pipes; the destructor kills the whole group and reaps.
struct Child {
    pid_t pid = -1;
    Pipe in, out, err, startError;

    ~Child() {
        if (pid > 0) {
            ::kill(-pid, SIGKILL);
            while (::waitpid(pid, nullptr, 0) < 0 && errno == EINTR) {
            }
        }
    }
};

/// In the child, between fork and exec: only async-signal-safe calls.
[[noreturn]] void becomeProgram(const Child& child, const char* dir, char** argv, char** env) {
    ::setpgid(0, 0);
    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    ::signal(SIGPIPE, SIG_DFL);
    if (::dup2(child.in.readEnd, 0) >= 0 && ::dup2(child.out.writeEnd, 1) >= 0 && ::dup2(child.err.writeEnd, 2) >= 0 &&
        (!*dir || ::chdir(dir) == 0))
        ::execvpe(argv[0], argv, env);
    const int problem = errno;
    (void)!::write(child.startError.writeEnd, &problem, sizeof problem);
    ::_exit(127);
}

Status start(Child& child, const ProcessSpec& spec) {
    if (!child.in.open() || !child.out.open() || !child.err.open() || !child.startError.open())
        return systemError(errno, "Cannot make a pipe");
    std::vector<std::string> arguments = spec.argv;
    std::vector<std::string> environment = mergedEnvironment(spec.environment);
    auto argv = pointersTo(arguments);
    auto env = pointersTo(environment);
    const std::string dir = spec.workingDir.string();
    child.pid = ::fork();
    if (child.pid < 0)
        return systemError(errno, "Cannot start " + spec.argv[0]);
    if (child.pid == 0)
        becomeProgram(child, dir.c_str(), argv.data(), env.data());
    ::setpgid(child.pid, child.pid);  // as the child does: whoever comes first
    Pipe::closeEnd(child.in.readEnd);
    Pipe::closeEnd(child.out.writeEnd);
    Pipe::closeEnd(child.err.writeEnd);
    Pipe::closeEnd(child.startError.writeEnd);
    int problem = 0;
    ssize_t got = 0;
    do {
        got = ::read(child.startError.readEnd, &problem, sizeof problem);
    } while (got < 0 && errno == EINTR);
    if (got == static_cast<ssize_t>(sizeof problem)) {
        Error error = systemError(problem, "Cannot start " + spec.argv[0]);
        if (error.code == ErrorCode::NotFound)
            error.hint = "Check that the program is installed.";
        return error;
    }
    return {};
}

/// Collects one of the child's outputs, as lines or whole.
struct Sink {
    const std::function<void(std::string_view)>* onLine;
    const std::function<bool(std::string_view)>* onBytes;
    std::string* whole;
    std::size_t limit;
    bool truncated = false;
    std::string pending;
    bool enough = false;

    void take(std::string_view bytes) {
        if (onBytes && *onBytes) {
            enough = enough || !(*onBytes)(bytes);
            return;
        }
        if (!*onLine) {
            const std::size_t room = limit - std::min(limit, whole->size());
            truncated = truncated || bytes.size() > room;
            whole->append(bytes.substr(0, room));
            return;
        }
        while (!bytes.empty()) {
            const auto end = bytes.find('\n');
            const auto part = bytes.substr(0, end);
            if (pending.size() + part.size() <= limit)
                pending.append(part);
            else
                truncated = true;
            if (end == std::string_view::npos)
                return;
            (*onLine)(pending);
            pending.clear();
            bytes.remove_prefix(end + 1);
        }
    }
    void finish() {
        if (*onLine && !pending.empty())
            (*onLine)(pending);
    }
};

/// Moves bytes until both outputs are closed, the deadline passes or a stop is asked for.
class Pump {
public:
    Pump(Child& child, const ProcessSpec& spec, ProcessResult& result)
        : m_child(child),
          m_spec(spec),
          m_out{&spec.onStdoutLine, &spec.onStdout, &result.out, spec.maxOutput, false, {}, false},
          m_err{&spec.onStderrLine, nullptr, &result.err, spec.maxOutput, false, {}, false},
          m_given(spec.input),
          m_stopFd(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
        ::fcntl(child.in.writeEnd, F_SETFL, O_NONBLOCK);
        if (spec.timeout)
            m_deadline = std::chrono::steady_clock::now() + *spec.timeout;
    }
    ~Pump() { ::close(m_stopFd); }
    Pump(const Pump&) = delete;
    Pump& operator=(const Pump&) = delete;

    Status run() {
        const std::stop_callback wake(m_spec.stop, [fd = m_stopFd] { ::eventfd_write(fd, 1); });
        if (m_spec.input.empty() && !m_spec.moreInput)
            Pipe::closeEnd(m_child.in.writeEnd);
        while (m_child.out.readEnd >= 0 || m_child.err.readEnd >= 0) {
            FLAMBEAU_CHECK(step());
        }
        m_out.finish();
        m_err.finish();
        return {};
    }
    bool truncated() const { return m_out.truncated || m_err.truncated; }

private:
    Status step() {
        std::array<pollfd, 4> fds{{{m_child.out.readEnd, POLLIN, 0},
                                   {m_child.err.readEnd, POLLIN, 0},
                                   {m_child.in.writeEnd, POLLOUT, 0},
                                   {m_stopFd, POLLIN, 0}}};
        int wait = -1;
        if (m_deadline) {
            const auto left =
                std::chrono::ceil<std::chrono::milliseconds>(*m_deadline - std::chrono::steady_clock::now());
            wait = static_cast<int>(std::max<std::int64_t>(0, left.count()));
        }
        const int ready = ::poll(fds.data(), fds.size(), wait);
        if (ready < 0 && errno != EINTR)
            return systemError(errno, "Cannot wait for " + m_spec.argv[0]);
        if (m_spec.stop.stop_requested())
            return Error{ErrorCode::Canceled, m_spec.argv[0] + " was stopped", {}, {}};
        if (ready == 0 && m_deadline)
            return Error{ErrorCode::Timeout, m_spec.argv[0] + " took too long and was stopped", {}, {}};
        if (ready > 0) {
            drain(m_child.out.readEnd, fds[0].revents, m_out);
            drain(m_child.err.readEnd, fds[1].revents, m_err);
            FLAMBEAU_CHECK(give(fds[2].revents));
        }
        if (m_out.enough)
            return Error{ErrorCode::Canceled, m_spec.argv[0] + " was ended", {}, {}};
        return {};
    }

    void drain(int& fd, short events, Sink& sink) {
        if (fd < 0 || events == 0)
            return;
        const ssize_t got = ::read(fd, m_buffer.get(), bufferSize);
        if (got > 0)
            sink.take({m_buffer.get(), static_cast<std::size_t>(got)});
        else if (got == 0 || errno != EINTR)
            Pipe::closeEnd(fd);
    }

    Status give(short events) {
        int& fd = m_child.in.writeEnd;
        if (fd < 0 || events == 0)
            return {};
        if (m_given.empty() && m_spec.moreInput) {
            m_more.resize(bufferSize);
            const long got = m_spec.moreInput(m_more.data(), m_more.size());
            if (got < 0)
                return Error{ErrorCode::Io, "What is given to " + m_spec.argv[0] + " cannot be read", {}, {}};
            m_given = std::string_view(m_more).substr(0, static_cast<std::size_t>(got));
            m_noMore = got == 0;
        }
        const ssize_t done = m_given.empty() ? 0 : ::write(fd, m_given.data(), m_given.size());
        if (done > 0)
            m_given.remove_prefix(static_cast<std::size_t>(done));
        const bool broken = done < 0 && errno != EAGAIN && errno != EINTR;
        if (broken || (m_given.empty() && (m_noMore || !m_spec.moreInput)))
            Pipe::closeEnd(fd);
        return {};
    }

    static constexpr std::size_t bufferSize = 1 << 16;
    Child& m_child;
    const ProcessSpec& m_spec;
    Sink m_out, m_err;
    std::string_view m_given;  ///< still to be written
    std::string m_more;
    bool m_noMore = false;
    int m_stopFd;
    std::optional<std::chrono::steady_clock::time_point> m_deadline;
    std::unique_ptr<char[]> m_buffer = std::make_unique<char[]>(bufferSize);
};

/// Blocks SIGPIPE in this thread while we write to a child that may be gone, and swallows one that came.
class NoSigpipe {
public:
    NoSigpipe() {
        sigemptyset(&m_set);
        sigaddset(&m_set, SIGPIPE);
        ::pthread_sigmask(SIG_BLOCK, &m_set, &m_before);
    }
    ~NoSigpipe() {
        const timespec now{};
        while (::sigtimedwait(&m_set, nullptr, &now) > 0) {
        }
        ::pthread_sigmask(SIG_SETMASK, &m_before, nullptr);
    }
    NoSigpipe(const NoSigpipe&) = delete;
    NoSigpipe& operator=(const NoSigpipe&) = delete;

private:
    sigset_t m_set{}, m_before{};
};

}  // namespace

Result<ProcessResult> runProcess(const ProcessSpec& spec) {
    if (spec.argv.empty())
        return Error{ErrorCode::InvalidArgument, "No program was named", {}, {}};
    const NoSigpipe quiet;
    ProcessResult result;
    Child child;
    FLAMBEAU_CHECK(start(child, spec));
    {
        Pump pump(child, spec, result);
        FLAMBEAU_CHECK(pump.run());
        result.truncated = pump.truncated();
    }
    int status = 0;
    while (::waitpid(child.pid, &status, 0) < 0) {
        if (errno != EINTR)
            return systemError(errno, "Cannot wait for " + spec.argv[0]);
    }
    child.pid = -1;
    if (WIFSIGNALED(status)) {
        result.signal = WTERMSIG(status);
        result.exitCode = 128 + result.signal;
    } else {
        result.exitCode = WEXITSTATUS(status);
    }
    return result;
}

}  // namespace flambeau
