// SPDX-License-Identifier: GPL-3.0-or-later
// A folder for half-made files inside the workspace, on the same file system as the artifact store. Removed with all
// in it when the object goes. One owner, one thread.
#pragma once

#include "flambeau/base/files.h"
#include "flambeau/base/result.h"

namespace flambeau::session {

class ScratchDir {
public:
    /// <workspace>/tmp/<uuid>
    static Result<ScratchDir> make(const fs::path& workspace);
    ScratchDir(ScratchDir&& other) noexcept;
    ScratchDir& operator=(ScratchDir&& other) noexcept;
    ~ScratchDir();

    const fs::path& path() const { return m_path; }

private:
    explicit ScratchDir(fs::path path) : m_path(std::move(path)) {}

    fs::path m_path;
};

/// Removes folders of processes that were killed: those older than an hour. Returns how many bytes they held;
/// `apply` false only counts.
std::uint64_t cleanScratch(const fs::path& workspace, bool apply);

}  // namespace flambeau::session
