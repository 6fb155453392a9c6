// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/session/workspace.h"

#include "flambeau/store/workspace.h"
#include "known_workspaces.h"

namespace flambeau::session {

Workspace::Workspace(WorkspacePaths paths, std::unique_ptr<store::Workspace> store, bool created)
    : m_paths(std::move(paths)), m_store(std::move(store)), m_created(created) {}

Workspace::~Workspace() = default;

Result<std::unique_ptr<Workspace>> Workspace::open(const fs::path& root, const Options& options) {
    const WorkspacePaths paths{root};
    std::error_code ignored;
    const bool there = fs::exists(paths.database(), ignored);
    store::OpenOptions how;
    how.create = options.create;
    how.allowNetwork = options.allowNetwork;
    FLAMBEAU_TRY(store::Workspace opened, store::Workspace::open(root, how));
    rememberWorkspace(root);
    return std::unique_ptr<Workspace>(
        new Workspace(paths, std::make_unique<store::Workspace>(std::move(opened)), !there));
}

}  // namespace flambeau::session
