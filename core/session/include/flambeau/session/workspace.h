// SPDX-License-Identifier: GPL-3.0-or-later
// An open workspace: its folders and its store. Owned by the program that opened it (the command line's context, the
// window's main object); services keep a reference and must go before it. One object on one thread; several processes
// may have the same workspace open at once (CONTRACTS: Processes on one workspace).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "flambeau/base/files.h"
#include "flambeau/base/result.h"
#include "flambeau/session/paths.h"

namespace flambeau::store {
class Workspace;
}

namespace flambeau::session {

class Workspace {
public:
    struct Options {
        bool create = true;        ///< make the folder and the database where there is none
        bool allowNetwork = false; ///< consent to a workspace on a network file system
    };
    /// Opens (and, on first use, makes) the workspace at `root` and records it in the list of known ones.
    static Result<std::unique_ptr<Workspace>> open(const fs::path& root, const Options& options);
    static Result<std::unique_ptr<Workspace>> open(const fs::path& root) { return open(root, Options{}); }
    ~Workspace();
    Workspace(const Workspace&) = delete;
    Workspace& operator=(const Workspace&) = delete;

    const WorkspacePaths& paths() const { return m_paths; }
    /// What the repositories are made on: store::Runs(workspace.store()). Include flambeau/store/workspace.h to use it.
    store::Workspace& store() { return *m_store; }
    bool created() const { return m_created; }  ///< this call made it

private:
    Workspace(WorkspacePaths paths, std::unique_ptr<store::Workspace> store, bool created);

    WorkspacePaths m_paths;
    std::unique_ptr<store::Workspace> m_store;
    bool m_created = false;
};

/// Workspaces that were opened on this desktop, the newest first; those whose folder is gone are left out.
struct KnownWorkspace {
    fs::path path;
    double lastUsed = 0;
};
std::vector<KnownWorkspace> knownWorkspaces();
/// Makes `root` the one that is opened when nothing else is said.
Status useWorkspace(const fs::path& root);

}  // namespace flambeau::session
