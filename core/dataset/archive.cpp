// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive.h"

#include <nlohmann/json.hpp>

#include "flambeau/base/id.h"
#include "flambeau/base/sha256.h"
#include "flambeau/base/strings.h"
#include "flambeau/base/subprocess.h"

namespace flambeau::dataset {
namespace {

/// "flowers.tar.gz" -> "flowers"
std::string stemOf(const fs::path& archive) {
    std::string name = archive.filename().string();
    const std::string lower = toLowerAscii(name);
    for (const std::string_view end : {".tar.gz", ".tar.xz", ".tar.zst", ".tar.bz2", ".tgz", ".txz", ".tar", ".zip"}) {
        if (endsWith(lower, end)) {
            name.resize(name.size() - end.size());
            break;
        }
    }
    return toValidName(name);
}

const std::string kScratch = ".unpacking-", kScratchLock = ".lock";

/// Removes a half-unpacked folder, whatever happened; a lock beside it says that somebody still works on it.
class Scratch {
public:
    static Result<Scratch> in(const fs::path& folder) {
        const fs::path path = folder / (kScratch + newUuid());
        FLAMBEAU_TRY(FileLock lock, FileLock::acquire(path.string() + kScratchLock));
        return Scratch(path, std::move(lock));
    }
    Scratch(Scratch&&) = default;
    ~Scratch() {
        if (m_path.empty())
            return;
        std::error_code ignored;
        fs::remove_all(m_path, ignored);
        fs::remove(m_path.string() + kScratchLock, ignored);
    }
    const fs::path& path() const { return m_path; }

private:
    Scratch(fs::path path, FileLock lock) : m_path(std::move(path)), m_lock(std::move(lock)) {}
    fs::path m_path;
    FileLock m_lock;
};

/// What a process that was killed while it unpacked left behind: nobody holds its lock.
void removeAbandoned(const fs::path& folder) {
    std::error_code error, ignored;
    std::vector<fs::path> found;
    for (fs::directory_iterator each(folder, error); !error && each != fs::directory_iterator();
         each.increment(error)) {
        const std::string name = each->path().filename().string();
        if (name.starts_with(kScratch) && !name.ends_with(kScratchLock) &&
            each->symlink_status(ignored).type() == fs::file_type::directory)
            found.push_back(each->path());
    }
    for (const fs::path& path : found) {
        const fs::path lockFile(path.string() + kScratchLock);
        const auto lock = FileLock::tryAcquire(lockFile);
        if (!lock || !*lock)
            continue;
        fs::remove_all(path, ignored);
        fs::remove(lockFile, ignored);
    }
}

Error stopped() {
    return {ErrorCode::Canceled, "The import was stopped", {}, {}};
}

/// flambeau-scan ends its stderr with one JSON line where it failed.
Error errorOf(const ProcessResult& result, const fs::path& archive) {
    const auto lines = split(trim(result.err), '\n');
    const auto json = nlohmann::json::parse(lines.empty() ? "" : lines.back(), nullptr, false);
    Error error{
        ErrorCode::Corrupt, "The archive " + archive.string() + " cannot be unpacked", {}, toPlainText(result.err)};
    if (!json.is_object() || !json.contains("error") || !json["error"].is_object())
        return error;
    const std::string code = json["error"].value("code", "");
    for (const ErrorCode candidate :
         {ErrorCode::DiskFull, ErrorCode::Unsupported, ErrorCode::PermissionDenied, ErrorCode::ReadOnly,
          ErrorCode::InvalidArgument, ErrorCode::NotFound, ErrorCode::Io}) {
        if (toString(candidate) == code)
            error.code = candidate;
    }
    error.message = json["error"].value("message", error.message);
    error.hint = json["error"].value("hint", "");
    error.detail.clear();
    return error;
}

/// What an unpacking left out is kept beside the folder, for the next import of the same archive.
std::vector<std::pair<std::string, std::string>> readSkipped(const fs::path& file) {
    std::vector<std::pair<std::string, std::string>> skipped;
    const auto text = readFile(file, 64u << 20);
    const auto json = nlohmann::json::parse(text.ok() ? *text : "[]", nullptr, false);
    for (const auto& entry : json) {
        if (entry.is_object() && entry.contains("path") && entry["path"].is_string())
            skipped.emplace_back(entry["path"].get<std::string>(), entry.value("why", ""));
    }
    return skipped;
}

}  // namespace

Result<Unpacked> unpackArchive(const fs::path& archive, const fs::path& unpackDir, const fs::path& scanProgram,
                               const ArchiveProgress& progress, std::stop_token stop) {
    if (unpackDir.empty())
        return Error{ErrorCode::InvalidArgument, "No folder was given to unpack " + archive.string() + " to", {}, {}};
    std::error_code unknown;
    if (!fs::is_regular_file(archive, unknown))
        return Error{ErrorCode::InvalidArgument,
                     archive.string() + " is neither a folder nor an ordinary file",
                     "Give a folder of pictures, or a zip or tar of one.",
                     {}};
    const auto size = static_cast<std::int64_t>(fs::file_size(archive, unknown));
    const auto hashed = sha256File(archive, [&](std::uint64_t done) {
        if (progress && done % (64u << 20) == 0)
            progress("hashing", static_cast<std::int64_t>(done), size);
        return !stop.stop_requested();
    });
    if (stop.stop_requested())
        return stopped();
    FLAMBEAU_TRY(const std::string hash, hashed);
    const fs::path target = unpackDir / (stemOf(archive) + "-" + hash.substr(0, 12));
    const fs::path skippedFile(target.string() + ".skipped.json");
    std::error_code ignored;
    if (fs::is_directory(target, ignored))
        return Unpacked{target, readSkipped(skippedFile)};
    FLAMBEAU_CHECK(makeDirs(unpackDir));
    removeAbandoned(unpackDir);
    FLAMBEAU_TRY(const Scratch scratch, Scratch::in(unpackDir));
    nlohmann::json skipped = nlohmann::json::array();
    ProcessSpec spec;
    spec.argv = {scanProgram.string(), "unpack", archive.string(), scratch.path().string()};
    spec.stop = stop;
    spec.onStdoutLine = [&](std::string_view line) {
        const auto json = nlohmann::json::parse(line, nullptr, false);
        if (json.is_object() && json.contains("skipped"))
            skipped.push_back(json["skipped"]);
        if (progress && json.is_object() && json.contains("done"))
            progress("unpacking", json.value("done", std::int64_t{0}), json.value("total", std::int64_t{0}));
    };
    const auto ran = runProcess(spec);
    if (stop.stop_requested())
        return stopped();
    FLAMBEAU_TRY(const auto result, ran);
    if (result.exitCode != 0)
        return errorOf(result, archive);
    if (!skipped.empty())
        FLAMBEAU_CHECK(writeFileAtomic(skippedFile, skipped.dump()));
    std::error_code problem;
    fs::rename(scratch.path(), target, problem);
    if (problem && !fs::is_directory(target, ignored))
        return systemError(problem.value(), "Cannot name the unpacked folder " + target.string());
    return Unpacked{target, readSkipped(skippedFile)};
}

}  // namespace flambeau::dataset
