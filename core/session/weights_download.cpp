// SPDX-License-Identifier: GPL-3.0-or-later
// Downloading one file by running curl: it knows proxies, certificates and TLS as the user has set them up.
#include <chrono>
#include <cstdint>
#include <future>

#include "flambeau/base/sha256.h"
#include "flambeau/base/strings.h"
#include "flambeau/base/subprocess.h"
#include "flambeau/session/weights_service.h"

namespace flambeau::session {

namespace {

constexpr auto kLookEvery = std::chrono::milliseconds(200);
constexpr int kCurlCannotResume = 33;  ///< "HTTP range error" of curl(1), EXIT CODES
constexpr int kCurlHttpError = 22;     ///< with --fail
constexpr int kCurlWriteError = 23;

std::uint64_t sizeOf(const fs::path& file) {
    std::error_code error;
    const auto size = fs::file_size(file, error);
    return error ? 0 : size;
}

Error unreachable(const std::string& url, const fs::path& target, const ProcessResult& curl) {
    const std::string why(trim(toPlainText(curl.err)));
    return {ErrorCode::Unreachable,
            "The weights could not be downloaded from " + url + (why.empty() ? "." : ": " + split(why, '\n').back()),
            "With no network: get that file by other means and put it at " + target.string() +
                " (the folder may have to be made), then try again. What was downloaded so far is kept and continued.",
            why};
}

/// The size that the server states; 0 where it does not say. No error of its own: the download will tell.
std::uint64_t remoteSize(const std::string& url, std::stop_token stop) {
    ProcessSpec spec;
    spec.argv = {"curl", "--silent", "--location", "--head", "--fail", "--max-time", "20", url};
    spec.stop = stop;
    spec.maxOutput = 1 << 16;
    auto result = runProcess(spec);
    if (!result.ok() || result->exitCode != 0)
        return 0;
    std::uint64_t size = 0;
    for (const std::string& line : split(result->out, '\n')) {
        const std::string lower = toLowerAscii(trim(line));
        if (startsWith(lower, "content-length:"))  // of the last answer, after redirects
            size = static_cast<std::uint64_t>(parseInt(trim(std::string_view(lower).substr(15))).value_or(0));
    }
    return size;
}

Result<ProcessResult> curlInto(const std::string& url, const fs::path& part, std::uint64_t total, std::stop_token stop,
                               const ProgressCallback& progress) {
    ProcessSpec spec;
    spec.argv = {"curl",   "--silent",           "--show-error", "--location",   "--fail",   "--retry",
                 "2",      "--connect-timeout",  "20",           "--speed-time", "60",       "--speed-limit",
                 "100",    "--continue-at",      "-",            "--output",     part.string(), url};
    spec.stop = stop;
    // curl runs on a thread of its own, so that the callback is called on the caller's.
    auto running = std::async(std::launch::async, [&spec] { return runProcess(spec); });
    while (running.wait_for(kLookEvery) != std::future_status::ready) {
        if (progress)
            progress("downloading " + part.stem().string(), sizeOf(part), total);
    }
    auto result = running.get();
    if (!result.ok() && result.error().code == ErrorCode::NotFound)
        return Error{ErrorCode::NotFound, "curl is not installed; Flambeau downloads with it.",
                     "Install curl (`apt install curl`), or put the file in place by hand: " +
                         part.parent_path().string() + "/" + part.stem().string(),
                     {}};
    return result;
}

}  // namespace

Result<LocalWeights> downloadWeights(const std::string& url, const fs::path& target, const std::string& sha256Prefix,
                                     std::stop_token stop, const ProgressCallback& progress) {
    FLAMBEAU_CHECK(makeDirs(target.parent_path()));
    const fs::path part = target.string() + ".part";
    FLAMBEAU_TRY(const FileLock onlyOne, FileLock::acquire(target.string() + ".lock"));
    std::error_code ignored;
    if (fs::is_regular_file(target, ignored)) {  // somebody else has brought it while we waited
        FLAMBEAU_TRY(std::string hash, sha256File(target));
        if (startsWith(hash, sha256Prefix))
            return LocalWeights{target, std::move(hash)};
    }
    const std::uint64_t total = remoteSize(url, stop);
    if (total > 0) {
        FLAMBEAU_TRY(const std::uint64_t room, freeDiskBytes(part));
        if (room + sizeOf(part) < total)
            return Error{ErrorCode::DiskFull,
                         "The weights take " + formatBytes(total) + ", and " + formatBytes(room) + " are free in " +
                             target.parent_path().string() + ".",
                         "Free some space, or set TORCH_HOME to a folder on another disk.", {}};
    }
    // A part as large as the whole is either the whole or wrong; curl could not continue it.
    if (total == 0 || sizeOf(part) < total) {
        FLAMBEAU_TRY(ProcessResult curl, curlInto(url, part, total, stop, progress));
        if (curl.exitCode == kCurlCannotResume || (curl.exitCode == kCurlHttpError && sizeOf(part) > 0)) {
            fs::remove(part, ignored);  // the server cannot continue, or the part is longer than its file
            FLAMBEAU_TRY(curl, curlInto(url, part, total, stop, progress));
        }
        if (curl.exitCode == kCurlWriteError)
            return Error{ErrorCode::DiskFull, "The weights could not be written to " + part.string() + ".",
                         "Is the disk full?", toPlainText(curl.err)};
        if (curl.exitCode != 0)
            return unreachable(url, target, curl);
    }
    FLAMBEAU_TRY(std::string hash, sha256File(part));
    if (!startsWith(hash, sha256Prefix)) {
        fs::remove(part, ignored);
        return Error{ErrorCode::Corrupt,
                     "What came from " + url + " is not that file: its SHA-256 begins with " +
                         hash.substr(0, sha256Prefix.size()) + ", not " + sha256Prefix + ". It was deleted.",
                     "Try again; if it happens again, a proxy between changes what comes.", {}};
    }
    fs::rename(part, target, ignored);
    if (ignored)
        return systemError(ignored.value(), "Cannot rename " + part.string());
    return LocalWeights{target, std::move(hash)};
}

}  // namespace flambeau::session
