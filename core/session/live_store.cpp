// SPDX-License-Identifier: GPL-3.0-or-later
#include "live_store.h"

#include "flambeau/store/workspace.h"

namespace flambeau::session {

Status LiveStore::transaction(const std::function<Status(store::Workspace&)>& body) {
    const std::lock_guard lock(m_mutex);
    if (!m_workspace) {
        FLAMBEAU_TRY(m_workspace, openAgain(m_folder));
    }
    auto& store = m_workspace->store();
    return store.transaction([&] { return body(store); });
}

Result<std::unique_ptr<Workspace>> openAgain(const fs::path& folder) {
    Workspace::Options options;
    options.create = false;
    return Workspace::open(folder, options);
}

}  // namespace flambeau::session
