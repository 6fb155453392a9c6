// SPDX-License-Identifier: GPL-3.0-or-later
// Every channel runs one fixed line that any login shell understands; sh then takes its program from the channel's
// input. So a login shell that is no POSIX shell, or one that prints, changes nothing.
#include "flambeau/remote/ssh_transport.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <fstream>

#include "after_mark.h"
#include "descriptor.h"
#include "exec_answers.h"
#include "flambeau/base/id.h"
#include "flambeau/base/strings.h"
#include "ssh_hub.h"

namespace flambeau::remote {
namespace {

using std::chrono::milliseconds;

/// Of a stopped command: how long its group may take to end before it is killed.
constexpr milliseconds kEndTimeout{5000};

/// The line for the login shell: sh reads exactly `bytes` of its input as its program, and leaves the rest to it. Where
/// dd does not know how to fill a block, it says so before it reads, and then goes byte by byte.
std::string bootLine(std::size_t bytes) {
    const std::string size = std::to_string(bytes);
    return "exec sh -c 'eval \"$(dd bs=" + size + " count=1 iflag=fullblock 2>/dev/null || dd bs=1 count=" + size +
           " 2>/dev/null)\"'";
}

/// Half of it does nothing at all.
std::string allOrNothing(const std::string& program) {
    return "{\n" + program + "\n}\n";
}

constexpr std::size_t kMostBeforeMark = 1u << 20;
/// Beyond what is kept of an output so much more is read to its end; then it is taken to have none.
constexpr std::size_t kMostDropped = 64u << 20;

Error endless(const std::string& host) {
    return {ErrorCode::Corrupt, host + " prints without end.", "Look at what its shell does at login.", {}};
}

/// Takes "<mark> <digits>\n" out of what a command says on stderr, however it comes in pieces.
class GroupFinder {
public:
    explicit GroupFinder(std::string mark) : m_mark(std::move(mark)) {}
    void take(std::string_view bytes) {
        if (m_found) {
            rest += bytes;
            return;
        }
        // A login that never ends its words on stderr takes neither memory nor time without end.
        if (m_before.size() > kMostBeforeMark) {
            rest = std::move(m_before);
            m_found = true;
            return;
        }
        const std::size_t from = m_before.size() - std::min(m_before.size(), m_mark.size() + 32);
        m_before += bytes;
        const auto at = m_before.find(m_mark + " ", from);
        const auto end = at == std::string::npos ? at : m_before.find('\n', at);
        if (end == std::string::npos)
            return;
        const auto digits = std::string_view(m_before).substr(at + m_mark.size() + 1, end - at - m_mark.size() - 1);
        if (const auto pid = parseInt(digits); pid && *pid > 1)
            group = std::to_string(*pid);
        rest = m_before.substr(0, at) + m_before.substr(end + 1);
        m_found = true;
    }
    bool found() const { return m_found; }
    std::string said() const { return m_found ? rest : m_before; }
    std::string rest, group;

private:
    std::string m_mark, m_before;
    bool m_found = false;
};

/// The input of a channel from memory, which outlives it.
std::function<long(char*, std::size_t)> bytesOf(std::string_view bytes) {
    return [bytes](char* into, std::size_t size) mutable -> long {
        const std::size_t some = bytes.copy(into, size);
        bytes.remove_prefix(some);
        return static_cast<long>(some);
    };
}

/// What was written is on the disk before it has its name.
Status moveInPlace(const fs::path& part, const fs::path& to) {
    if (const int fd = ::open(part.c_str(), O_RDONLY | O_CLOEXEC); fd >= 0) {
        ::fsync(fd);
        ::close(fd);
    }
    std::error_code error;
    fs::rename(part, to, error);
    return error ? Status(systemError(error.value(), "Cannot write " + to.string())) : Status();
}

}  // namespace

/// One command: its program, what follows on its input, where its output goes.
struct SshTransport::Channel {
    std::string program;
    std::function<long(char*, std::size_t)> input;
    std::function<bool(std::string_view)> out;
    std::string err;
    std::size_t maxErr = 1u << 20;
    std::optional<milliseconds> timeout;
    std::stop_token stop;
};

SshTransport::SshTransport(SshOptions options, SshPrompter& prompter)
    : SshTransport(std::move(options), prompter, std::make_shared<SshHub>(std::make_shared<MemorySecrets>())) {}

SshTransport::SshTransport(SshOptions options, SshPrompter& prompter, std::shared_ptr<SshHub> hub)
    : m_options(std::move(options)), m_prompter(prompter), m_hub(std::move(hub)) {}

SshTransport::~SshTransport() = default;

std::string SshTransport::name() const {
    return domain::toString(m_options.address.target);
}

bool SshTransport::connected() const {
    return m_link && m_link->alive();
}

HostKey SshTransport::hostKey() const {
    return m_link ? m_link->key() : HostKey();
}

void SshTransport::disconnect() {
    if (m_link)
        m_hub->forget(m_link);
    m_link.reset();
}

Status SshTransport::connect(std::stop_token stop, Retry retry) {
    if (connected())
        return {};
    m_link.reset();
    FLAMBEAU_TRY(m_link, m_hub->link(m_options, m_prompter, retry, stop));
    return {};
}

Result<int> SshTransport::run(Channel& what) {
    FLAMBEAU_CHECK(connect(what.stop, Retry::AfterPause));
    const std::string mark = "flambeau-group-" + newUuid();
    GroupFinder finder(mark);
    // sshd gives each command a session of its own, so that this is its process group.
    const std::string program = allOrNothing("printf '%s %s\\n' " + mark + " $$ >&2\n" + what.program);
    ChannelRequest request;
    request.command = bootLine(program.size());
    request.input = [&, text = bytesOf(program)](char* into, std::size_t size) -> long {
        const long some = text(into, size);
        return some == 0 && what.input ? what.input(into, size) : some;
    };
    request.out = what.out;
    std::stop_source enough;
    const std::stop_callback theirs(what.stop, [&enough] { enough.request_stop(); });
    const std::stop_callback all(m_stopBy, [&enough] { enough.request_stop(); });
    std::size_t said = 0;
    request.err = [&](std::string_view bytes) {
        said += bytes.size();
        if (said > what.maxErr + kMostDropped)
            enough.request_stop();
        if (finder.rest.size() < what.maxErr)
            finder.take(bytes.substr(0, what.maxErr));
    };
    request.timeout = what.timeout;
    request.stop = enough.get_token();
    request.mayLeave = [&finder] { return finder.found(); };
    const auto link = m_link;  // it stays until this is over, whatever a callback does
    Result<int> status = link->run(request);
    what.err = finder.said();
    if (!status && !isUnreachable(status.error()))
        endGroup(finder.group);
    if (said > what.maxErr + kMostDropped)
        return endless(name());
    return status;
}

/// A channel that closes ends nothing on the host: what was started there is ended by name.
void SshTransport::endGroup(const std::string& group) {
    if (group.empty() || !connected())
        return;
    const std::string script = allOrNothing(
        "kill -TERM -" + group + " 2>/dev/null\nn=0\nwhile kill -0 -" + group +
        " 2>/dev/null && [ $n -lt 20 ]; do sleep 0.05; n=$((n + 1)); done\nkill -KILL -" + group + " 2>/dev/null");
    ChannelRequest request;
    request.command = bootLine(script.size());
    request.input = bytesOf(script);
    request.timeout = kEndTimeout;
    request.urgent = true;
    (void)m_link->run(request);
}

Result<CommandResult> SshTransport::exec(const Command& command) {
    CommandResult result;
    Channel what;
    // A script's commands read nothing; a program by its words reads the input that was given for it.
    what.program = command.argv.empty() ? wholeScript(command.script) : "exec " + shellJoin(command.argv) + "\n";
    if (!command.argv.empty())
        what.input = bytesOf(command.input);
    std::size_t dropped = 0;
    what.out = [&](std::string_view bytes) {
        const std::size_t room = command.maxOutput - std::min(command.maxOutput, result.out.size());
        result.truncated = result.truncated || bytes.size() > room;
        result.out += bytes.substr(0, room);
        dropped += bytes.size() - std::min(room, bytes.size());
        return dropped <= kMostDropped;
    };
    what.maxErr = command.maxOutput;
    what.timeout = command.timeout;
    what.stop = command.stop;
    auto status = run(what);
    if (dropped > kMostDropped)
        return endless(name());
    FLAMBEAU_TRY(result.exitCode, std::move(status));
    result.err = std::move(what.err);
    if (!command.argv.empty() && result.exitCode == 127)
        return Error{ErrorCode::NotFound,
                     "There is no program " + escapeControls(command.argv[0]) + " on " + name() + ".",
                     {},
                     toPlainText(result.err.substr(0, 500))};
    return result;
}

Result<CommandResult> SshTransport::stream(const StreamCommand& command) {
    AfterMark mark;
    Channel what;
    what.program = mark.line() + command.script + "\n";
    what.input = command.input;
    if (command.out)
        what.out = [&](std::string_view bytes) { return mark.take(bytes, command.out); };
    what.maxErr = command.maxErr;
    what.timeout = command.timeout;
    what.stop = command.stop;
    CommandResult result;
    FLAMBEAU_TRY(result.exitCode, run(what));
    result.err = std::move(what.err);
    return result;
}

/// Writes a new file beside `path` and gives its name.
Result<std::string> SshTransport::putStream(const std::string& path, unsigned mode,
                                            std::function<long(char*, std::size_t)> input, std::stop_token stop) {
    const std::string part = path + ".part-" + newUuid(), quoted = shellQuote(part);
    char digits[8];
    std::snprintf(digits, sizeof digits, "%o", mode & 07777);
    Channel what;
    what.program = std::string(answers::helpers) + "umask 077; said=$( { : >" + quoted +
                   "; } 2>&1) || why \"$said\"\nchmod " + digits + " " + quoted + "\nsaid=$( { cat >>" + quoted +
                   "; } 2>&1) || why \"$said\"\n";
    what.input = std::move(input);
    what.stop = std::move(stop);
    auto status = run(what);
    if (status && *status == 0)
        return part;
    discard(part);
    if (!status)
        return std::move(status).error();
    return answers::error({*status, {}, what.err, false}, "Writing " + path);
}

Status SshTransport::settle(const std::string& part, const std::string& to, std::uint64_t bytes) {
    Command command;
    command.script = std::string(answers::helpers) + answers::placeScript(part, to, bytes);
    auto result = exec(command);
    if (result && result->exitCode == 0)
        return {};
    discard(part);
    return result ? answers::error(*result, "Writing " + to) : std::move(result).error();
}

void SshTransport::discard(const std::string& part) {
    if (!connected())
        return;  // it was not let in, or is away: nothing is asked of anybody for this
    Command remove;
    remove.argv = {"rm", "-f", "--", part};
    remove.timeout = kEndTimeout;
    (void)exec(remove);
}

Status SshTransport::putBytes(const std::string& path, std::string_view bytes, unsigned mode) {
    FLAMBEAU_TRY(const std::string part, putStream(path, mode, bytesOf(bytes), {}));
    return settle(part, path, bytes.size());
}

Status SshTransport::putFile(const fs::path& from, const std::string& to, const Progress& progress,
                             std::stop_token stop) {
    const int opened = ::open(from.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (opened < 0)
        return systemError(errno, "Cannot open " + from.string());
    const Descriptor closer(opened);
    if (struct stat info{}; ::fstat(opened, &info) != 0 || !S_ISREG(info.st_mode))
        return Error{ErrorCode::InvalidArgument, from.string() + " is no file.", {}, {}};
    std::stop_source ours;
    const std::stop_callback theirs(stop, [&ours] { ours.request_stop(); });
    std::uint64_t done = 0;
    auto part = putStream(
        to, 0644,
        [&](char* into, std::size_t size) -> long {
            if (progress && done > 0 && !progress(done)) {
                ours.request_stop();
                return -1;
            }
            ssize_t got = 0;
            do
                got = ::read(opened, into, size);
            while (got < 0 && errno == EINTR);
            done += got > 0 ? static_cast<std::uint64_t>(got) : 0;
            return got;
        },
        ours.get_token());
    if (!part) {
        if (ours.stop_requested() && !isUnreachable(part.error()))
            return Error{ErrorCode::Canceled, "Sending " + from.string() + " was stopped.", {}, {}};
        if (part.error().code == ErrorCode::Io)
            return systemError(EIO, "Cannot read " + from.string());
        return std::move(part).error();
    }
    FLAMBEAU_CHECK(settle(*part, to, done));
    if (progress)
        (void)progress(done);
    return {};
}

Status SshTransport::getFile(const std::string& from, const fs::path& to, const Progress& progress,
                             std::stop_token stop) {
    FLAMBEAU_CHECK(connect(stop, Retry::AfterPause));
    FLAMBEAU_TRY(const auto entry, stat(from));
    if (entry && entry->kind == Entry::Kind::Link)
        return ExecTransport::getFile(from, to, progress, stop);  // its size is not the link's
    if (!entry)
        return Error{ErrorCode::NotFound, "Fetching " + from + ": there is nothing at that path.", {}, {}};
    const fs::path part = to.string() + ".part-" + newUuid();
    std::ofstream file(part, std::ios::binary | std::ios::trunc);
    if (!file)
        return systemError(errno, "Cannot write " + to.string());
    AfterMark mark;
    const std::string quoted = shellQuote(from);
    std::uint64_t at = 0;
    bool stopped = false;
    Channel what;
    what.program = std::string(answers::helpers) + "there " + quoted + "\n[ -f " + quoted + " ] || exit 45\n[ -r " +
                   quoted + " ] || exit 46\n" + mark.line() + "exec head -c " + std::to_string(entry->bytes) + " -- " +
                   quoted + "\n";
    // More than it was asked for is a host that does not keep to it.
    const auto write = [&](std::string_view bytes) {
        if (bytes.size() > entry->bytes - at)
            return false;
        file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        at += bytes.size();
        stopped = stopped || (progress && !progress(at));
        return file.good() && !stopped;
    };
    what.out = [&](std::string_view bytes) { return mark.take(bytes, write); };
    what.stop = stop;
    auto status = run(what);
    const bool written = file.good();
    file.close();
    Status done;
    if (stopped || stop.stop_requested())
        done = Error{ErrorCode::Canceled, "Fetching " + from + " was stopped.", {}, {}};
    else if (!written || !file)
        done = systemError(errno != 0 ? errno : ENOSPC, "Cannot write " + to.string());
    else if (!status && status.error().code != ErrorCode::Canceled)
        done = std::move(status).error();
    else if (status && *status != 0)
        done = answers::error({*status, {}, what.err, false}, "Fetching " + from);
    else if (at != entry->bytes || !mark.seen() || !status)
        done = Error{
            ErrorCode::Corrupt,
            "Fetching " + from + ": " + std::to_string(at) + " of " + std::to_string(entry->bytes) + " bytes came.",
            "Fetch it again; if it still ends early, it was changed on the host meanwhile.",
            {}};
    else
        done = moveInPlace(part, to);
    if (!done) {
        std::error_code ignored;
        fs::remove(part, ignored);
    }
    return done;
}

}  // namespace flambeau::remote
