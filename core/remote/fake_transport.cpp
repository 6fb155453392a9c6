// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/remote/fake_transport.h"

#include <algorithm>

#include "flambeau/base/clock.h"

namespace flambeau::remote {

namespace {

std::string parentOf(const std::string& path) {
    const std::size_t slash = path.find_last_of('/');
    return slash == 0 || slash == std::string::npos ? "/" : path.substr(0, slash);
}

std::string nameOf(const std::string& path) {
    return path.substr(path.find_last_of('/') + 1);
}

Error notFound(const std::string& path) {
    return Error{ErrorCode::NotFound, "There is nothing at " + path + ".", {}, {}};
}

}  // namespace

FakeTransport::FakeTransport() : m_folders{"/", "/home", "/home/fake", "/tmp"} {}

void FakeTransport::onExec(Answer answer) {
    std::lock_guard lock(m_mutex);
    m_answer = std::move(answer);
}

void FakeTransport::setUnreachable(bool unreachable) {
    std::lock_guard lock(m_mutex);
    m_unreachable = unreachable;
}

void FakeTransport::failNext(int count, Error error) {
    std::lock_guard lock(m_mutex);
    m_failures = count;
    m_failure = std::move(error);
}

void FakeTransport::setFreeBytes(std::uint64_t bytes) {
    std::lock_guard lock(m_mutex);
    m_free = bytes;
}

void FakeTransport::write(const std::string& path, std::string bytes) {
    std::lock_guard lock(m_mutex);
    for (std::string folder = parentOf(path); m_folders.insert(folder).second;)
        folder = parentOf(folder);
    m_files[path] = File{std::move(bytes), unixNow()};
}

void FakeTransport::append(const std::string& path, std::string_view bytes) {
    std::lock_guard lock(m_mutex);
    for (std::string folder = parentOf(path); m_folders.insert(folder).second;)
        folder = parentOf(folder);
    File& file = m_files[path];
    file.bytes += bytes;
    file.mtime = unixNow();
}

std::vector<Command> FakeTransport::commands() const {
    std::lock_guard lock(m_mutex);
    return m_commands;
}

Status FakeTransport::fault() {
    if (m_unreachable)
        return Error{ErrorCode::Unreachable, "The fake host cannot be reached.", "Wait and try again.", {}};
    if (m_failures > 0) {
        --m_failures;
        return m_failure;
    }
    return {};
}

Status FakeTransport::store(const std::string& path, std::string bytes) {
    if (!m_folders.count(parentOf(path)))
        return notFound(parentOf(path));
    if (m_folders.count(path))
        return Error{ErrorCode::InvalidArgument, path + " is a folder.", {}, {}};
    if (bytes.size() > m_free)
        return Error{ErrorCode::DiskFull, "The fake host's disk is full.", "Free some space there.", {}};
    m_free -= m_free == ~0ull ? 0 : bytes.size();
    m_files[path] = File{std::move(bytes), unixNow()};
    return {};
}

Result<CommandResult> FakeTransport::exec(const Command& command) {
    Answer answer;
    {
        std::lock_guard lock(m_mutex);
        FLAMBEAU_CHECK(fault());
        Command asked = command;
        asked.stop = {};
        m_commands.push_back(std::move(asked));
        answer = m_answer;
    }
    if (command.stop.stop_requested())
        return Error{ErrorCode::Canceled, "The command was stopped.", {}, {}};
    if (!answer)
        return CommandResult{127, "", "the fake host knows no commands\n", false};
    return answer(command);
}

Result<CommandResult> FakeTransport::stream(const StreamCommand& command) {
    Command asked;
    asked.script = command.script;
    asked.stop = command.stop;
    char some[4096];
    for (long got = 0; command.input && (got = command.input(some, sizeof some)) != 0;) {
        if (got < 0)
            return Error{ErrorCode::Io, "What is sent cannot be read any more.", {}, {}};
        asked.input.append(some, static_cast<std::size_t>(got));
    }
    FLAMBEAU_TRY(CommandResult result, exec(asked));
    if (command.out && !result.out.empty() && !command.out(result.out))
        return Error{ErrorCode::Canceled, "It was ended.", {}, {}};
    result.out.clear();
    return result;
}

Status FakeTransport::putBytes(const std::string& path, std::string_view bytes, unsigned) {
    std::lock_guard lock(m_mutex);
    FLAMBEAU_CHECK(fault());
    return store(path, std::string(bytes));
}

Status FakeTransport::putFile(const fs::path& from, const std::string& to, const Progress& progress,
                              std::stop_token stop) {
    FLAMBEAU_TRY(std::string bytes, readFile(from));
    if (stop.stop_requested() || (progress && !progress(bytes.size())))
        return Error{ErrorCode::Canceled, "Sending was stopped.", {}, {}};
    std::lock_guard lock(m_mutex);
    FLAMBEAU_CHECK(fault());
    return store(to, std::move(bytes));
}

Status FakeTransport::getFile(const std::string& from, const fs::path& to, const Progress& progress,
                              std::stop_token stop) {
    std::string bytes;
    {
        std::lock_guard lock(m_mutex);
        FLAMBEAU_CHECK(fault());
        auto it = m_files.find(from);
        if (it == m_files.end())
            return notFound(from);
        bytes = it->second.bytes;
    }
    if (stop.stop_requested() || (progress && !progress(bytes.size())))
        return Error{ErrorCode::Canceled, "Fetching was stopped.", {}, {}};
    return writeFileAtomic(to, bytes);
}

Result<std::vector<Entry>> FakeTransport::list(const std::string& folder) {
    std::lock_guard lock(m_mutex);
    FLAMBEAU_CHECK(fault());
    if (!m_folders.count(folder))
        return notFound(folder);
    std::vector<Entry> entries;
    for (const auto& [path, file] : m_files) {
        if (parentOf(path) == folder)
            entries.push_back({nameOf(path), Entry::Kind::File, file.bytes.size(), file.mtime});
    }
    for (const std::string& path : m_folders) {
        if (path != "/" && parentOf(path) == folder)
            entries.push_back({nameOf(path), Entry::Kind::Folder, 0, 0});
    }
    std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.name < b.name; });
    return entries;
}

Result<std::optional<Entry>> FakeTransport::stat(const std::string& path) {
    std::lock_guard lock(m_mutex);
    FLAMBEAU_CHECK(fault());
    if (m_folders.count(path))
        return std::optional<Entry>(Entry{nameOf(path), Entry::Kind::Folder, 0, 0});
    auto it = m_files.find(path);
    if (it == m_files.end())
        return std::optional<Entry>();
    return std::optional<Entry>(Entry{nameOf(path), Entry::Kind::File, it->second.bytes.size(), it->second.mtime});
}

Result<std::string> FakeTransport::readRange(const std::string& path, std::uint64_t offset, std::size_t maxBytes) {
    std::lock_guard lock(m_mutex);
    FLAMBEAU_CHECK(fault());
    if (m_folders.count(path))
        return Error{ErrorCode::InvalidArgument, path + " is no file.", {}, {}};
    auto it = m_files.find(path);
    if (it == m_files.end())
        return notFound(path);
    if (offset >= it->second.bytes.size())
        return std::string();
    return it->second.bytes.substr(offset, maxBytes);
}

Status FakeTransport::makeDirs(const std::string& path) {
    std::lock_guard lock(m_mutex);
    FLAMBEAU_CHECK(fault());
    for (std::string folder = path; !m_folders.count(folder); folder = parentOf(folder)) {
        if (m_files.count(folder))
            return Error{ErrorCode::AlreadyExists, folder + " is a file.", {}, {}};
        m_folders.insert(folder);
    }
    return {};
}

Status FakeTransport::removeTree(const std::string& path) {
    if (path.empty() || path[0] != '/' || path == "/")
        return Error{ErrorCode::InvalidArgument, "'" + path + "' is no folder that may be removed.", {}, {}};
    std::lock_guard lock(m_mutex);
    FLAMBEAU_CHECK(fault());
    const std::string below = path + "/";
    std::erase_if(m_files, [&](const auto& file) { return file.first == path || file.first.rfind(below, 0) == 0; });
    std::erase_if(m_folders, [&](const std::string& folder) { return folder == path || folder.rfind(below, 0) == 0; });
    return {};
}

Result<std::string> FakeTransport::home() {
    std::lock_guard lock(m_mutex);
    FLAMBEAU_CHECK(fault());
    return std::string("/home/fake");
}

}  // namespace flambeau::remote
