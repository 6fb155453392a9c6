// SPDX-License-Identifier: GPL-3.0-or-later
#include "run_logs.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "flambeau/base/sha256.h"
#include "flambeau/base/strings.h"

namespace flambeau::session {

namespace {

constexpr std::size_t kChunk = 4u << 20;
/// Of one log; a program that prints for ever does not fill this machine's disk.
constexpr std::uint64_t kMostOfALog = 2ull << 30;

std::uint64_t sizeHere(const fs::path& file) {
    std::error_code failed;
    const auto size = fs::file_size(file, failed);
    return failed ? 0 : size;
}

/// All or nothing: half a piece would be read a second time.
Status appendWhole(const fs::path& file, std::string_view bytes) {
    const int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_APPEND, 0644);
    if (fd < 0)
        return systemError(errno, "Cannot write " + file.string());
    const auto before = ::lseek(fd, 0, SEEK_END);
    Status status;
    for (auto rest = bytes; !rest.empty() && status;) {
        const auto done = ::write(fd, rest.data(), rest.size());
        if (done >= 0)
            rest.remove_prefix(static_cast<std::size_t>(done));
        else if (errno != EINTR)
            status = systemError(errno, "Cannot write " + file.string());
    }
    if (!status)
        (void)!::ftruncate(fd, before);
    ::close(fd);
    return status;
}

}  // namespace

bool RunLogs::isLogName(std::string_view name) {
    if (name == "logs/stdout.log")
        return true;
    if (!startsWith(name, "logs/rank-") || !endsWith(name, ".log"))
        return false;
    const auto rank = name.substr(10, name.size() - 14);
    return !rank.empty() && rank.size() <= 4 &&
           std::all_of(rank.begin(), rank.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool RunLogs::isFull(std::uint64_t bytes) {
    return bytes >= kMostOfALog;
}

std::map<std::string, std::uint64_t> RunLogs::offsets() const {
    std::map<std::string, std::uint64_t> offsets{{"logs/stdout.log", sizeHere(m_here / "logs" / "stdout.log")}};
    std::error_code failed;
    for (fs::directory_iterator it(m_here / "logs", failed), end; !failed && it != end; it.increment(failed)) {
        const auto name = "logs/" + it->path().filename().string();
        if (isLogName(name))
            offsets[name] = sizeHere(it->path());
    }
    return offsets;
}

Status RunLogs::append(const std::string& name, std::uint64_t offset, std::string_view bytes) {
    if (!isLogName(name))
        return Error{ErrorCode::InvalidArgument, "'" + escapeControls(name) + "' is no log's name", "", ""};
    const auto file = m_here / name;
    if (isFull(offset))
        return {};
    if (offset != sizeHere(file))
        return Error{ErrorCode::Conflict, "The log " + file.string() + " was changed while it was written", "", ""};
    FLAMBEAU_CHECK(makeDirs(file.parent_path()));
    return appendWhole(file, bytes.substr(0, kMostOfALog - offset));
}

Result<std::uint64_t> RunLogs::readOn(const std::string& name, std::uint64_t size, std::stop_token stop) {
    std::uint64_t came = 0;
    for (auto at = sizeHere(m_here / name); at < std::min(size, kMostOfALog) && !stop.stop_requested();) {
        FLAMBEAU_TRY(const auto bytes, m_transport.readRange(m_there + "/" + name, at, kChunk));
        if (bytes.empty())
            break;
        FLAMBEAU_CHECK(append(name, at, bytes));
        at += bytes.size();
        came += bytes.size();
    }
    return came;
}

Result<std::uint64_t> RunLogs::catchUp(std::stop_token stop) {
    const auto entries = m_transport.list(m_there + "/logs");
    if (!entries && entries.error().code == ErrorCode::NotFound)
        return std::uint64_t{0};
    if (!entries)
        return entries.error();
    std::uint64_t came = 0;
    for (const auto& entry : *entries) {
        const auto name = "logs/" + entry.name;
        if (entry.kind != remote::Entry::Kind::File || !isLogName(name))
            continue;
        FLAMBEAU_TRY(const auto more, readOn(name, entry.bytes, stop));
        came += more;
    }
    return came;
}

Status RunLogs::settle(const std::vector<launch::RecordedFile>& recorded, std::stop_token stop) {
    FLAMBEAU_TRY([[maybe_unused]] const auto came, catchUp(stop));
    for (const auto& file : recorded) {
        if (!isLogName(file.path) || file.sha256.empty() || file.bytes > kMostOfALog || stop.stop_requested())
            continue;
        const auto here = m_here / file.path;
        const auto sum = sha256File(here);
        if ((sum && *sum == file.sha256) || (!sum && file.bytes == 0))
            continue;
        FLAMBEAU_CHECK(readAnew(file, stop));
    }
    return {};
}

/// What is here stays until there is something better.
Status RunLogs::readAnew(const launch::RecordedFile& file, std::stop_token stop) {
    const auto there = m_transport.stat(m_there + "/" + file.path);
    if (!there)
        return there.error();
    if (!*there || (*there)->kind != remote::Entry::Kind::File || (*there)->bytes != file.bytes)
        return {};
    const fs::path fresh = (m_here / file.path).string() + ".new";
    std::error_code ignored;
    FLAMBEAU_CHECK(m_transport.getFile(m_there + "/" + file.path, fresh, {}, stop));
    const auto sum = sha256File(fresh);
    if (sum && *sum == file.sha256)
        fs::rename(fresh, m_here / file.path, ignored);
    fs::remove(fresh, ignored);
    return {};
}

}  // namespace flambeau::session
