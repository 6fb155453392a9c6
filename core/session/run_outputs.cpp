// SPDX-License-Identifier: GPL-3.0-or-later
#include "run_outputs.h"

#include <algorithm>
#include <map>
#include <set>

#include "flambeau/base/strings.h"
#include "flambeau/launch/launch_plan.h"
#include "flambeau/launch/run_files.h"
#include "flambeau/remote/host_store.h"
#include "flambeau/remote/transport.h"
#include "flambeau/session/workspace.h"
#include "flambeau/store/artifacts.h"
#include "flambeau/store/workspace.h"

namespace flambeau::session {

namespace {

/// Everything below outputs/, into the artifact store by hash. On this machine the store lies on the same disk: a link.
Result<KeptOutputs> keepLocal(Workspace& workspace, const RunId& run,
                              const std::map<std::string, std::string>& recorded, std::stop_token stop) {
    KeptOutputs kept;
    const store::Artifacts artifacts(workspace.store());
    const auto folder = workspace.paths().runs() / run.str();
    const auto root = folder / "outputs";
    std::error_code failed;
    const auto type = fs::symlink_status(root, failed).type();
    if (type == fs::file_type::not_found)
        return kept;
    if (type == fs::file_type::none)
        return Error{ErrorCode::Io, "The outputs at " + root.string() + " cannot be looked at", "", failed.message()};
    failed.clear();
    kept.refused = type != fs::file_type::directory;
    if (kept.refused)
        return kept;
    for (fs::recursive_directory_iterator it(root, failed), end; !failed && it != end; it.increment(failed)) {
        std::error_code ignored;
        if (it->is_symlink(ignored) || !it->is_regular_file(ignored))
            continue;
        const auto path = it->path().lexically_relative(folder).generic_string();
        if (toValidUtf8(path) != path)
            continue;
        auto artifact = artifacts.putFile(it->path(), store::PutMode::LinkOrCopy, stop);
        if (!artifact && fs::symlink_status(it->path(), ignored).type() == fs::file_type::not_found)
            continue;
        if (!artifact)
            return std::move(artifact).error();
        if (const auto known = recorded.find(path);
            known != recorded.end() && !known->second.empty() && known->second != artifact->sha256)
            kept.changed.push_back(path);
        kept.outputs.push_back({path, artifact->bytes, artifact->sha256});
    }
    if (failed)
        return Error{ErrorCode::Io, "The outputs at " + root.string() + " cannot be listed", "", failed.message()};
    std::sort(kept.outputs.begin(), kept.outputs.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
    return kept;
}

/// What lies on the host below outputs/ and logs/.
Result<std::vector<launch::RecordedFile>> askFiles(const HostPlace& place, const RunId& run, std::stop_token stop) {
    remote::Command command;
    command.script = launch::runFilesScript(place.folder, run.str());
    command.stop = stop;
    FLAMBEAU_TRY(const auto result, place.transport->exec(command));
    if (result.exitCode != 0)
        return std::vector<launch::RecordedFile>();  // no such folder: nothing was left
    return launch::parseRunFiles(result.out);
}

Status roomFor(const fs::path& folder, std::uint64_t bytes) {
    FLAMBEAU_TRY(const auto free, freeDiskBytes(folder));
    constexpr std::uint64_t reserve = 200'000'000;
    if (bytes + reserve <= free)
        return {};
    return Error{ErrorCode::DiskFull,
                 "The run's outputs take " + formatBytes(bytes) + ", but only " + formatBytes(free) + " are free at " +
                     folder.string(),
                 "Free some space: they are fetched then.", ""};
}

/// Outputs that are fetched lie here until they are whole, across breaks and restarts.
fs::path fetchFolder(Workspace& workspace, const RunId& run) {
    return workspace.paths().local() / "fetching" / run.str();
}

/// Those of `wanted` that are not here yet, into the artifact store, each with the hash that was recorded.
/// `lost`: contents that are not on the host any more as they were recorded.
Status fetchInto(Workspace& workspace, const HostPlace& place, const RunId& run,
                 const std::vector<launch::RecordedFile>& wanted, const fs::path& folder, std::set<std::string>& lost,
                 std::stop_token stop) {
    const store::Artifacts artifacts(workspace.store());
    std::vector<remote::FetchItem> items;
    for (const auto& file : wanted)
        items.push_back({file.path, file.bytes, file.sha256});
    remote::FetchOptions options;
    options.parts = folder / "parts";
    const auto files = folder / "files";
    FLAMBEAU_TRY(const auto report,
                 remote::HostStore(*place.transport, place.folder)
                     .get(launch::runFolder(place.folder, run.str()), items, files, options, {}, stop));
    for (std::size_t i = 0; i < items.size(); ++i) {
        const auto state = report.states[i];
        if (state == remote::FetchState::Fetched || state == remote::FetchState::Had) {
            FLAMBEAU_TRY(const auto kept, artifacts.putFile(files / items[i].path, store::PutMode::LinkOrCopy, stop));
            if (kept.sha256 != items[i].sha256)
                lost.insert(items[i].sha256);
        } else if (state != remote::FetchState::Pending) {
            lost.insert(items[i].sha256);
        }
    }
    return report.error ? Status(*report.error) : Status();
}

Result<KeptOutputs> keepRemote(Workspace& workspace, const HostPlace& place, const RunId& run,
                               std::vector<launch::RecordedFile> files, std::stop_token stop) {
    if (files.empty()) {
        FLAMBEAU_TRY(files, askFiles(place, run, stop));
    }
    std::erase_if(files, [](const auto& file) { return !startsWith(file.path, "outputs/") || file.sha256.empty(); });
    const store::Artifacts artifacts(workspace.store());
    KeptOutputs kept;
    std::uint64_t bytes = 0;
    std::vector<launch::RecordedFile> wanted;
    std::set<std::string> contents;
    std::map<std::string, launch::RecordedFile> all;  // by path
    for (const auto& file : files) {
        if (!all.emplace(file.path, file).second || !contents.insert(file.sha256).second || artifacts.get(file.sha256))
            continue;
        wanted.push_back(file);
        // What a host announces may be nonsense, and its sum may not wrap.
        bytes = std::min<std::uint64_t>(bytes + std::min<std::uint64_t>(file.bytes, 1ull << 60), 1ull << 60);
    }
    const auto folder = fetchFolder(workspace, run);
    FLAMBEAU_CHECK(makeDirs(folder));
    FLAMBEAU_CHECK(roomFor(folder, bytes));
    std::set<std::string> lost;
    FLAMBEAU_CHECK(fetchInto(workspace, place, run, wanted, folder, lost, stop));
    for (const auto& [path, file] : all) {
        if (lost.contains(file.sha256)) {
            kept.changed.push_back(path);
            continue;
        }
        kept.outputs.push_back({path, file.bytes, file.sha256});
    }
    std::error_code ignored;
    fs::remove_all(folder, ignored);
    return kept;
}

}  // namespace

std::string KeptOutputs::note() const {
    if (refused)
        return "its outputs are not kept: outputs is a link or no folder";
    return changed.empty() ? "" : "changed after the run's end: " + join(changed, ", ");
}

Result<KeptOutputs> keepOutputs(Workspace& workspace, const HostPlace& place, const RunId& run,
                                const std::vector<launch::RecordedFile>& recorded, std::stop_token stop) {
    if (!place.local)
        return keepRemote(workspace, place, run, recorded, stop);
    std::map<std::string, std::string> hashes;
    for (const auto& file : recorded)
        hashes.emplace(file.path, file.sha256);
    return keepLocal(workspace, run, hashes, stop);
}

}  // namespace flambeau::session
