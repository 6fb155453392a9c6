// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/readers/log_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "flambeau/base/strings.h"

namespace flambeau::readers {

namespace {

constexpr std::size_t blockBytes = 1u << 20;
constexpr std::uint64_t linesAnEntry = 256;
constexpr std::uint64_t bytesAnEntry = 256 * 1024;

// Where a line begins that the index remembers.
struct Entry {
    std::uint64_t line = 0;
    std::uint64_t offset = 0;
};

class File {
public:
    File() = default;
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    ~File() {
        if (m_fd >= 0)
            ::close(m_fd);
    }

    Status open(const std::filesystem::path& path) {
        m_path = path;
        m_fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
        if (m_fd < 0)
            return systemError(errno, "Cannot open the log " + path.string());
        struct stat info {};
        if (::fstat(m_fd, &info) != 0)
            return systemError(errno, "Cannot read the log " + path.string());
        if (!S_ISREG(info.st_mode))
            return Error{ErrorCode::InvalidArgument, path.string() + " is no file.", {}, {}};
        return {};
    }

    Result<std::uint64_t> size() const {
        struct stat info {};
        if (::fstat(m_fd, &info) != 0)
            return systemError(errno, "Cannot read the log " + m_path.string());
        return static_cast<std::uint64_t>(info.st_size);
    }

    /// What is there of `count` bytes from `offset`; the view lives until the next call.
    Result<std::string_view> read(std::uint64_t offset, std::size_t count) const {
        m_buffer.resize(count);
        std::size_t have = 0;
        while (have < count) {
            const ssize_t got = ::pread(m_fd, m_buffer.data() + have, count - have, static_cast<off_t>(offset + have));
            if (got < 0 && errno == EINTR)
                continue;
            if (got < 0)
                return systemError(errno, "Cannot read the log " + m_path.string());
            if (got == 0)
                break;
            have += static_cast<std::size_t>(got);
        }
        return std::string_view(m_buffer).substr(0, have);
    }

    const std::filesystem::path& path() const { return m_path; }

private:
    std::filesystem::path m_path;
    int m_fd = -1;
    mutable std::string m_buffer;
};

Error canceled() {
    return Error{ErrorCode::Canceled, "Reading the log was stopped.", {}, {}};
}

// Gives [offset, end) to `take` until `more` says no.
Status readOn(const File& file, std::uint64_t offset, std::uint64_t end, const std::stop_token& stop,
              const std::function<void(std::string_view)>& take, const std::function<bool()>& more) {
    while (offset < end && more()) {
        if (stop.stop_requested())
            return canceled();
        FLAMBEAU_TRY(std::string_view block,
                     file.read(offset, static_cast<std::size_t>(std::min<std::uint64_t>(blockBytes, end - offset))));
        if (block.empty())
            break;
        take(block);
        offset += block.size();
    }
    return {};
}

// The offset of the line that is `skip` lines after the one at `offset`, or `end`.
Result<std::uint64_t> skipLines(const File& file, std::uint64_t offset, std::uint64_t end, std::uint64_t skip) {
    while (skip > 0 && offset < end) {
        FLAMBEAU_TRY(std::string_view block,
                     file.read(offset, static_cast<std::size_t>(std::min<std::uint64_t>(blockBytes, end - offset))));
        if (block.empty())
            return end;
        std::size_t at = 0;
        while (skip > 0) {
            const auto* found = static_cast<const char*>(std::memchr(block.data() + at, '\n', block.size() - at));
            if (!found)
                break;
            at = static_cast<std::size_t>(found - block.data()) + 1;
            --skip;
        }
        offset += skip > 0 ? block.size() : at;
    }
    return offset;
}

bool contains(std::string_view text, const std::string& what, bool ignoreCase) {
    return ignoreCase ? toLowerAscii(text).find(what) != std::string::npos : text.find(what) != std::string_view::npos;
}

// Shown as it stands: printable ASCII, not too long.
bool isPlain(std::string_view line) {
    unsigned char odd = 0;
    for (char c : line)
        odd |= static_cast<unsigned char>(static_cast<unsigned char>(c - 0x20) >= 0x5F);
    return odd == 0 && line.size() <= LogText::maxColumns;
}

// Looks at line after line as bytes come. Every line begins in the plain state of LogText (a newline ends any
// sequence), so a line that is plain needs no LogText at all.
class Finder {
public:
    Finder(std::string wanted, bool ignoreCase, std::uint64_t line)
        : m_wanted(std::move(wanted)),
          m_ignoreCase(ignoreCase),
          m_line(line),
          m_text([this](const LogLine& one) { look(one.text); }) {}

    void feed(std::string_view block) {
        while (!block.empty() && !m_found) {
            const std::size_t newline = block.find('\n');
            const std::string_view part = block.substr(0, newline);
            if (newline != std::string_view::npos && !m_inside && isPlain(part)) {
                look(part);
            } else {
                m_text.feed(block.substr(0, newline == std::string_view::npos ? newline : newline + 1));
                m_inside = newline == std::string_view::npos;
            }
            block.remove_prefix(newline == std::string_view::npos ? block.size() : newline + 1);
        }
    }
    void finish() {
        if (!m_found && m_inside)
            look(m_text.pending().text);
    }
    const std::optional<std::uint64_t>& found() const { return m_found; }

private:
    void look(std::string_view text) {
        if (!m_found && contains(text, m_wanted, m_ignoreCase))
            m_found = m_line;
        ++m_line;
    }

    std::string m_wanted;
    bool m_ignoreCase;
    std::uint64_t m_line;
    bool m_inside = false;  // of a line that LogText has the beginning of
    std::optional<std::uint64_t> m_found;
    LogText m_text;
};

}  // namespace

struct LogFile::State {
    File file;
    std::vector<Entry> entries{Entry{}};
    std::uint64_t newlines = 0;
    std::uint64_t scanned = 0;    // bytes that the index knows
    std::uint64_t lineBegin = 0;  // of the line that is not finished

    void scan(std::string_view block);
    const Entry& entryFor(std::uint64_t line) const;
};

void LogFile::State::scan(std::string_view block) {
    std::size_t at = 0;
    while (const void* found = std::memchr(block.data() + at, '\n', block.size() - at)) {
        at = static_cast<std::size_t>(static_cast<const char*>(found) - block.data()) + 1;
        ++newlines;
        lineBegin = scanned + at;
        const Entry& last = entries.back();
        if (newlines - last.line >= linesAnEntry || lineBegin - last.offset >= bytesAnEntry)
            entries.push_back({newlines, lineBegin});
        if (at == block.size())
            break;
    }
    scanned += block.size();
}

const Entry& LogFile::State::entryFor(std::uint64_t line) const {
    auto after = std::upper_bound(entries.begin(), entries.end(), line,
                                  [](std::uint64_t wanted, const Entry& entry) { return wanted < entry.line; });
    return *(after - 1);
}

LogFile::LogFile() : m_state(new State) {}

LogFile::~LogFile() {
    delete m_state;
}

LogFile::LogFile(LogFile&& other) noexcept : m_state(std::exchange(other.m_state, nullptr)) {}

LogFile& LogFile::operator=(LogFile&& other) noexcept {
    std::swap(m_state, other.m_state);
    return *this;
}

Result<LogFile> LogFile::open(const std::filesystem::path& path) {
    LogFile log;
    FLAMBEAU_CHECK(log.m_state->file.open(path));
    return log;
}

Status LogFile::refresh(std::stop_token stop, const std::function<void(std::uint64_t)>& progress) {
    State& state = *m_state;
    FLAMBEAU_TRY(const std::uint64_t size, state.file.size());
    if (size < state.scanned)
        return Error{
            ErrorCode::Conflict, "The log " + state.file.path().string() + " became shorter.", "Open it again.", {}};
    while (state.scanned < size) {
        if (stop.stop_requested())
            return canceled();
        FLAMBEAU_TRY(std::string_view block,
                     state.file.read(state.scanned, static_cast<std::size_t>(
                                                        std::min<std::uint64_t>(blockBytes, size - state.scanned))));
        if (block.empty())
            break;
        state.scan(block);
        if (progress)
            progress(state.scanned);
    }
    return {};
}

std::uint64_t LogFile::lineCount() const {
    return m_state->newlines + (m_state->lineBegin < m_state->scanned ? 1 : 0);
}

std::uint64_t LogFile::bytes() const {
    return m_state->scanned;
}

Result<std::vector<LogLine>> LogFile::lines(std::uint64_t first, std::size_t count) const {
    const State& state = *m_state;
    std::vector<LogLine> out;
    if (first >= lineCount() || count == 0)
        return out;
    count = static_cast<std::size_t>(std::min<std::uint64_t>(count, lineCount() - first));
    const Entry& entry = state.entryFor(first);
    FLAMBEAU_TRY(const std::uint64_t offset, skipLines(state.file, entry.offset, state.scanned, first - entry.line));
    LogText text([&](LogLine line) {
        if (out.size() < count)
            out.push_back(std::move(line));
    });
    const auto take = [&](std::string_view block) { text.feed(block); };
    FLAMBEAU_CHECK(readOn(state.file, offset, state.scanned, {}, take, [&] { return out.size() < count; }));
    if (out.size() < count)
        out.push_back(text.pending());
    return out;
}

Result<std::optional<std::uint64_t>> LogFile::find(std::string_view what, std::uint64_t from, bool ignoreCase,
                                                   std::stop_token stop) const {
    const State& state = *m_state;
    if (from >= lineCount())
        return std::optional<std::uint64_t>();
    const Entry& entry = state.entryFor(from);
    FLAMBEAU_TRY(const std::uint64_t offset, skipLines(state.file, entry.offset, state.scanned, from - entry.line));
    Finder finder(ignoreCase ? toLowerAscii(what) : std::string(what), ignoreCase, from);
    const auto take = [&](std::string_view block) { finder.feed(block); };
    FLAMBEAU_CHECK(readOn(state.file, offset, state.scanned, stop, take, [&] { return !finder.found(); }));
    finder.finish();
    return finder.found();
}

Result<std::vector<LogLine>> tailLines(const std::filesystem::path& path, std::size_t count) {
    File file;
    FLAMBEAU_CHECK(file.open(path));
    FLAMBEAU_TRY(const std::uint64_t size, file.size());
    std::vector<LogLine> out;
    if (size == 0 || count == 0)
        return out;
    // Backwards to the newline before the first line that is wanted; a newline that ends the file ends its last line.
    std::uint64_t begin = 0, at = size;
    std::size_t newlines = 0;
    while (at > 0 && begin == 0) {
        const auto length = static_cast<std::size_t>(std::min<std::uint64_t>(blockBytes, at));
        FLAMBEAU_TRY(std::string_view block, file.read(at - length, length));
        if (block.size() < length)
            return Error{ErrorCode::Conflict, "The log " + path.string() + " became shorter.", "Open it again.", {}};
        at -= length;
        for (std::size_t left = length; left > 0;) {
            const auto* found = static_cast<const char*>(::memrchr(block.data(), '\n', left));
            if (!found)
                break;
            left = static_cast<std::size_t>(found - block.data());
            const std::uint64_t after = at + left + 1;
            if (after < size && ++newlines == count) {
                begin = after;
                break;
            }
        }
    }
    LogText text([&](LogLine line) { out.push_back(std::move(line)); });
    FLAMBEAU_CHECK(readOn(
        file, begin, size, {}, [&](std::string_view block) { text.feed(block); }, [] { return true; }));
    FLAMBEAU_TRY(const std::string_view last, file.read(size - 1, 1));
    if (last != "\n")
        out.push_back(text.pending());
    return out;
}

}  // namespace flambeau::readers
