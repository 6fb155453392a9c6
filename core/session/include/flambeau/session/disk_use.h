// SPDX-License-Identifier: GPL-3.0-or-later
// What a workspace takes of the disk, by kind, and what Flambeau keeps beside it for all workspaces of the user. A
// function on an open workspace, on its thread; it walks folders, so it blocks and honours its stop token.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "flambeau/base/files.h"
#include "flambeau/base/result.h"
#include "flambeau/session/run_ports.h"

namespace flambeau::session {

class Workspace;

enum class DiskKind {
    Artifacts,  ///< outputs and models, by content
    Database,   ///< the database with its log
    Runs,       ///< folders of this machine's runs
    Datasets,   ///< unpacked archives and samples
    Thumbnails,
    Backups,
    Weights,      ///< shared: torchvision's published weights
    OnnxRuntime,  ///< shared
    Engines,      ///< shared: prepared ones
};
inline constexpr int kDiskKinds = 9;

struct DiskUseItem {
    DiskKind kind = DiskKind::Artifacts;
    fs::path folder;
    std::uint64_t bytes = 0;  ///< taken on the disk; a file with several names counts once
    std::int64_t count = 0;   ///< of its entries: runs, datasets, engines
    bool shared = false;      ///< outside of the workspace, for all of them
};

struct DiskUse {
    std::vector<DiskUseItem> items;  ///< one of each kind, in its order
    std::uint64_t workspaceBytes() const;
    std::uint64_t freeBytes = 0;
};
Result<DiskUse> diskUse(Workspace& workspace, std::stop_token stop, const ProgressCallback& progress);

}  // namespace flambeau::session
