// SPDX-License-Identifier: GPL-3.0-or-later
// The one connection to the workspace that the points of all hosts are committed through as they come. With one each
// they would make each other forget, at every commit, what they remember of the database, and wait for each other's
// lock by sleeping. Shared by the hosts' threads; outlives them.
#pragma once

#include <functional>
#include <memory>
#include <mutex>

#include "flambeau/base/files.h"
#include "flambeau/base/result.h"
#include "flambeau/session/workspace.h"

namespace flambeau::store {
class Workspace;
}

namespace flambeau::session {

class LiveStore {
public:
    explicit LiveStore(fs::path workspace) : m_folder(std::move(workspace)) {}

    /// One transaction, one caller at a time; opens the workspace when it is first used.
    Status transaction(const std::function<Status(store::Workspace&)>& body);

private:
    const fs::path m_folder;
    std::mutex m_mutex;
    std::unique_ptr<Workspace> m_workspace;
};

/// One more connection to a workspace that whoever asks has open.
Result<std::unique_ptr<Workspace>> openAgain(const fs::path& folder);

}  // namespace flambeau::session
