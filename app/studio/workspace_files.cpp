// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace_files.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include <QCoreApplication>

#include "flambeau/base/clock.h"
#include "flambeau/session/overview.h"
#include "flambeau/session/paths.h"

namespace flambeau::studio {
namespace {

std::string say(const char* words) {
    return QCoreApplication::translate("flambeau", words).toStdString();
}

std::string say(const char* words, const fs::path& path) {
    return QCoreApplication::translate("flambeau", words).arg(QString::fromStdString(path.string())).toStdString();
}

bool isOurs(const std::string& name) {
    static const std::set<std::string> ours = {"artifacts", "backups", "datasets", "local", "lost+found"};
    return ours.contains(name) || name.ends_with(".lock") || name.starts_with("workspace.db");
}

/// A folder without anything in it is nobody's.
bool holdsForeignFiles(const fs::path& folder) {
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
        std::error_code ignored;
        const bool empty = entry->is_directory(ignored) && fs::is_empty(entry->path(), ignored);
        if (!empty && !isOurs(entry->path().filename().string()))
            return true;
    }
    return false;
}

bool hasBytes(const fs::path& file) {
    std::error_code failed;
    const auto bytes = fs::file_size(file, failed);
    return !failed && bytes > 0;
}

/// `PRAGMA user_version` as the file's header has it; nothing where it is no database.
std::optional<std::uint32_t> versionOf(const fs::path& file) {
    std::array<char, 64> head{};
    std::ifstream in(file, std::ios::binary);
    if (!in.read(head.data(), head.size()) ||
        std::string_view(head.data(), 16) != std::string_view("SQLite format 3\0", 16))
        return {};
    std::uint32_t version = 0;
    for (std::size_t i = 60; i < 64; ++i)
        version = version << 8 | static_cast<unsigned char>(head[i]);
    return version;
}

struct Copy {
    fs::path file;
    fs::file_time_type time;
    std::uint32_t version = 0;
};

std::vector<Copy> copiesIn(const fs::path& folder) {
    std::vector<Copy> copies;
    std::error_code error;
    for (fs::directory_iterator entry(folder / "backups", error), end; !error && entry != end; entry.increment(error)) {
        std::error_code ignored;
        const std::string name = entry->path().filename().string();
        if (!name.starts_with("workspace-v") || entry->path().extension() != ".db" || !entry->is_regular_file(ignored))
            continue;
        if (const auto version = versionOf(entry->path()))
            copies.push_back({entry->path(), entry->last_write_time(ignored), *version});
    }
    return copies;
}

constexpr std::array kTails = {"", "-wal", "-shm", "-journal"};

/// The name of what is put aside: a database finds its log by its own name.
fs::path asideOf(const fs::path& database) {
    std::string time = formatIsoUtc(unixNow()).substr(0, 19);
    std::erase(time, ':');
    std::error_code ignored;
    fs::path aside = database.string() + ".broken-" + time;
    for (int n = 2; fs::exists(aside, ignored); ++n)
        aside = database.string() + ".broken-" + time + "-" + std::to_string(n);
    return aside;
}

}  // namespace

Status mayOpen(const fs::path& folder, bool make) {
    std::error_code ignored;
    if (!make && !fs::is_directory(folder, ignored))
        return Error{ErrorCode::NotFound,
                     say(QT_TRANSLATE_NOOP("flambeau", "The workspace's folder %1 is not there"), folder),
                     say(QT_TRANSLATE_NOOP("flambeau",
                                           "Connect the disk that it lies on and try again, or choose another "
                                           "workspace.")),
                     {}};
    const fs::path database = session::WorkspacePaths{folder}.database();
    if (hasBytes(database))
        return {};
    if (!copiesIn(folder).empty())
        return Error{ErrorCode::Corrupt,
                     say(QT_TRANSLATE_NOOP("flambeau", "The database of the workspace %1 is gone or empty"), folder),
                     {},
                     {}};
    if (holdsForeignFiles(folder))
        return Error{ErrorCode::AlreadyExists,
                     say(QT_TRANSLATE_NOOP("flambeau", "%1 is no workspace, and not empty"), folder),
                     say(QT_TRANSLATE_NOOP("flambeau",
                                           "Choose a folder that holds workspace.db, or an empty one for a new "
                                           "workspace.")),
                     {}};
    return {};
}

std::optional<fs::path> copyFor(const fs::path& folder, const Error& error) {
    auto copies = copiesIn(folder);
    if (error.code == ErrorCode::Unsupported && !isNetworkFilesystem(folder)) {
        const auto version = versionOf(session::WorkspacePaths{folder}.database());
        std::erase_if(copies, [&](const Copy& copy) { return !version || copy.version >= *version; });
    } else if (error.code != ErrorCode::Corrupt) {
        return {};
    }
    const auto newest =
        std::max_element(copies.begin(), copies.end(), [](const Copy& a, const Copy& b) { return a.time < b.time; });
    return newest == copies.end() ? std::optional<fs::path>() : newest->file;
}

Result<fs::path> restore(const fs::path& folder, const fs::path& copy) {
    FLAMBEAU_TRY(const auto lock, session::takeWindowLock(folder));
    if (!lock)
        return Error{ErrorCode::Conflict,
                     say(QT_TRANSLATE_NOOP("flambeau", "The workspace %1 is open in another window"), folder),
                     say(QT_TRANSLATE_NOOP("flambeau", "Close that window, then try again.")),
                     {}};
    const fs::path database = session::WorkspacePaths{folder}.database(), fresh = database.string() + ".restored",
                   aside = asideOf(database);
    FLAMBEAU_TRY(const CopiedFile copied, copyFileHashed(copy, fresh));
    static_cast<void>(copied);
    const auto giveUp = [&](const std::error_code& why, const char* words, const fs::path& file) -> Error {
        std::error_code ignored;
        for (const char* tail : kTails) {
            if (fs::exists(aside.string() + tail, ignored))
                fs::rename(aside.string() + tail, database.string() + tail, ignored);
        }
        fs::remove(fresh, ignored);
        return systemError(why.value(), say(words, file));
    };
    bool kept = false;
    for (const char* tail : kTails) {
        const fs::path part = database.string() + tail;
        std::error_code failed;
        if (!fs::exists(part, failed))
            continue;
        fs::rename(part, aside.string() + tail, failed);
        if (failed)
            return giveUp(failed, QT_TRANSLATE_NOOP("flambeau", "Cannot put %1 aside"), part);
        kept = true;
    }
    std::error_code failed;
    fs::rename(fresh, database, failed);
    if (failed)
        return giveUp(failed, QT_TRANSLATE_NOOP("flambeau", "Cannot write %1"), database);
    return kept ? aside : fs::path();
}

}  // namespace flambeau::studio
