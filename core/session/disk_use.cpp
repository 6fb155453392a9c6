// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/session/disk_use.h"

#include <sys/stat.h>

#include <set>
#include <utility>

#include "flambeau/session/engine_choice.h"
#include "flambeau/session/registry_service.h"
#include "flambeau/session/weights_service.h"
#include "flambeau/session/workspace.h"

namespace flambeau::session {

namespace {

using Inode = std::pair<std::uint64_t, std::uint64_t>;

class Counter {
public:
    explicit Counter(std::stop_token stop) : m_stop(std::move(stop)) {}

    /// Neither follows links nor counts a file twice: outputs of runs are often the artifacts' own files.
    std::uint64_t bytesOf(const fs::path& path) {
        std::uint64_t sum = blocksOf(path);
        std::error_code error;
        for (fs::recursive_directory_iterator each(path, fs::directory_options::skip_permission_denied, error);
             !error && each != fs::recursive_directory_iterator(); each.increment(error)) {
            if (m_stop.stop_requested())
                return sum;
            sum += blocksOf(each->path());
        }
        return sum;
    }

private:
    std::uint64_t blocksOf(const fs::path& path) {
        struct stat info {};
        if (::lstat(path.c_str(), &info) != 0 || S_ISDIR(info.st_mode))
            return 0;  // an empty folder is nothing to a person
        if (info.st_nlink > 1 &&
            !m_seen.emplace(static_cast<std::uint64_t>(info.st_dev), static_cast<std::uint64_t>(info.st_ino)).second)
            return 0;
        return static_cast<std::uint64_t>(info.st_blocks) * 512;
    }

    std::stop_token m_stop;
    std::set<Inode> m_seen;
};

std::int64_t foldersIn(const fs::path& path) {
    std::int64_t count = 0;
    std::error_code error, ignored;
    for (fs::directory_iterator each(path, error); !error && each != fs::directory_iterator(); each.increment(error))
        count += each->is_directory(ignored) ? 1 : 0;
    return count;
}

}  // namespace

std::uint64_t DiskUse::workspaceBytes() const {
    std::uint64_t sum = 0;
    for (const DiskUseItem& item : items)
        sum += item.shared ? 0 : item.bytes;
    return sum;
}

Result<DiskUse> diskUse(Workspace& workspace, std::stop_token stop, const ProgressCallback& progress) {
    const WorkspacePaths& paths = workspace.paths();
    const fs::path onnx = onnxRuntimePython().parent_path().parent_path();
    DiskUse use;
    use.items = {{DiskKind::Artifacts, paths.artifacts()},
                 {DiskKind::Database, paths.database()},
                 {DiskKind::Runs, paths.runs()},
                 {DiskKind::Datasets, paths.datasets()},
                 {DiskKind::Thumbnails, paths.thumbnails()},
                 {DiskKind::Backups, paths.backups()},
                 {DiskKind::Weights, torchHubFolder(), 0, 0, true},
                 {DiskKind::OnnxRuntime, onnx, 0, 0, true},
                 {DiskKind::Engines, enginesFolder(), 0, 0, true}};
    Counter counter(stop);
    std::uint64_t done = 0;
    for (DiskUseItem& item : use.items) {
        if (progress)
            progress("measuring " + item.folder.filename().string(), done++, use.items.size());
        item.bytes = counter.bytesOf(item.folder);
        if (item.kind == DiskKind::Database) {
            for (const char* beside : {"-wal", "-shm"})
                item.bytes += counter.bytesOf(item.folder.string() + beside);
        }
        if (item.kind == DiskKind::Runs || item.kind == DiskKind::Datasets)
            item.count = foldersIn(item.folder);
        if (item.kind == DiskKind::Engines) {
            for (const EngineChoice& engine : engineChoices())
                item.count += engine.origin == EngineOrigin::Prepared ? 1 : 0;
        }
    }
    if (stop.stop_requested())
        return Error{ErrorCode::Canceled, "Measuring was stopped.", {}, {}};
    FLAMBEAU_TRY(use.freeBytes, freeDiskBytes(paths.root));
    return use;
}

}  // namespace flambeau::session
