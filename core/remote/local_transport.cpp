// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/remote/local_transport.h"

#include <fcntl.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>

#include "descriptor.h"
#include "flambeau/base/subprocess.h"
#include "flambeau/remote/exec_transport.h"

namespace flambeau::remote {

namespace {

Entry entryOf(std::string name, const struct stat& info) {
    Entry entry;
    entry.name = std::move(name);
    entry.kind = S_ISREG(info.st_mode)   ? Entry::Kind::File
                 : S_ISDIR(info.st_mode) ? Entry::Kind::Folder
                 : S_ISLNK(info.st_mode) ? Entry::Kind::Link
                                         : Entry::Kind::Other;
    entry.bytes = entry.kind == Entry::Kind::File ? static_cast<std::uint64_t>(info.st_size) : 0;
    entry.mtime = static_cast<double>(info.st_mtim.tv_sec) + static_cast<double>(info.st_mtim.tv_nsec) * 1e-9;
    return entry;
}

Status copy(const fs::path& from, const fs::path& to, const Progress& progress, const std::stop_token& stop) {
    auto copied = copyFileHashed(
        from, to, [&](std::uint64_t done) { return !stop.stop_requested() && (!progress || progress(done)); });
    if (!copied)
        return std::move(copied).error();
    return {};
}

}  // namespace

Result<CommandResult> LocalTransport::exec(const Command& command) {
    ProcessSpec spec;
    if (command.argv.empty()) {
        spec.argv = m_shell;
        spec.input = wholeScript(command.script);
    } else {
        spec.argv = command.argv;
        spec.input = command.input;
    }
    spec.timeout = command.timeout;
    spec.maxOutput = command.maxOutput;
    spec.stop = command.stop;
    FLAMBEAU_TRY(ProcessResult done, runProcess(spec));
    return CommandResult{done.exitCode, std::move(done.out), std::move(done.err), done.truncated};
}

Result<CommandResult> LocalTransport::stream(const StreamCommand& command) {
    ProcessSpec spec;
    spec.argv = m_shell;
    if (!spec.argv.empty() && spec.argv.back() == "-s")
        spec.argv.pop_back();
    spec.input = command.script + "\n";
    // Exactly the script is read as such: what follows on stdin is its commands'.
    spec.argv.insert(spec.argv.end(),
                     {"-c", "eval \"$(dd bs=1 count=" + std::to_string(spec.input.size()) + " 2>/dev/null)\""});
    spec.moreInput = command.input;
    spec.onStdout = command.out ? command.out : [](std::string_view) { return true; };
    spec.timeout = command.timeout;
    spec.maxOutput = command.maxErr;
    spec.stop = command.stop;
    FLAMBEAU_TRY(ProcessResult done, runProcess(spec));
    return CommandResult{done.exitCode, {}, std::move(done.err), done.truncated};
}

Status LocalTransport::putBytes(const std::string& path, std::string_view bytes, unsigned mode) {
    return writeFileAtomic(path, bytes, mode);
}

Status LocalTransport::putFile(const fs::path& from, const std::string& to, const Progress& progress,
                               std::stop_token stop) {
    return copy(from, to, progress, stop);
}

Status LocalTransport::getFile(const std::string& from, const fs::path& to, const Progress& progress,
                               std::stop_token stop) {
    return copy(from, to, progress, stop);
}

Result<std::vector<Entry>> LocalTransport::list(const std::string& folder) {
    std::error_code error;
    fs::directory_iterator it(folder, error);
    if (error)
        return systemError(error.value(), "Cannot list " + folder);
    std::vector<Entry> entries;
    for (; it != fs::directory_iterator(); it.increment(error)) {
        struct stat info {};
        // What is gone again between the listing and the look is not there.
        if (::lstat(it->path().c_str(), &info) == 0)
            entries.push_back(entryOf(it->path().filename().string(), info));
        if (error)
            break;
    }
    if (error)
        return systemError(error.value(), "Cannot list " + folder);
    std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.name < b.name; });
    return entries;
}

Result<std::optional<Entry>> LocalTransport::stat(const std::string& path) {
    struct stat info {};
    if (::lstat(path.c_str(), &info) != 0) {
        if (errno == ENOENT || errno == ENOTDIR)
            return std::optional<Entry>();
        return systemError(errno, "Cannot look at " + path);
    }
    return std::optional<Entry>(entryOf(fs::path(path).filename().string(), info));
}

Result<std::string> LocalTransport::readRange(const std::string& path, std::uint64_t offset, std::size_t maxBytes) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.get() < 0)
        return systemError(errno, "Cannot open " + path);
    struct stat info {};
    if (::fstat(file.get(), &info) != 0)
        return systemError(errno, "Cannot look at " + path);
    if (!S_ISREG(info.st_mode))
        return Error{ErrorCode::InvalidArgument, path + " is no file.", {}, {}};
    const auto size = static_cast<std::uint64_t>(info.st_size);
    if (offset >= size)
        return std::string();
    std::string bytes(static_cast<std::size_t>(std::min<std::uint64_t>(maxBytes, size - offset)), '\0');
    std::size_t have = 0;
    while (have < bytes.size()) {
        const ssize_t got =
            ::pread(file.get(), bytes.data() + have, bytes.size() - have, static_cast<off_t>(offset + have));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return systemError(errno, "Cannot read " + path);
        if (got == 0)
            break;
        have += static_cast<std::size_t>(got);
    }
    bytes.resize(have);
    return bytes;
}

Status LocalTransport::makeDirs(const std::string& path) {
    return flambeau::makeDirs(path);
}

Status LocalTransport::removeTree(const std::string& path) {
    const std::string normal = fs::path(path).lexically_normal().string();
    if (normal.empty() || normal[0] != '/' || normal == "/")
        return Error{ErrorCode::InvalidArgument, "'" + path + "' is no folder that may be removed.", {}, {}};
    std::error_code error;
    fs::remove_all(path, error);
    if (error)
        return systemError(error.value(), "Cannot remove " + path);
    return {};
}

Result<std::string> LocalTransport::home() {
    if (const char* home = std::getenv("HOME"); home && home[0] == '/')
        return std::string(home);
    if (const passwd* user = ::getpwuid(::getuid()); user && user->pw_dir && user->pw_dir[0] == '/')
        return std::string(user->pw_dir);
    return Error{ErrorCode::NotFound, "This user has no home folder.", "Set HOME.", {}};
}

}  // namespace flambeau::remote
