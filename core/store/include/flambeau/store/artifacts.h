// SPDX-License-Identifier: GPL-3.0-or-later
// Files by their SHA-256 under artifacts/<aa>/<sha256>, immutable. The blob is written first (temporary file, fsync,
// rename), then its row, so a crash leaves at most a blob that nothing names; Workspace::clean collects it. What
// refers to a blob are outputs of runs and files of model versions. Threads and errors: see workspace.h, whose
// Workspace must outlive this object.
#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>

#include "flambeau/store/workspace.h"

namespace flambeau::store {

struct Artifact {
    std::string sha256;
    std::uint64_t bytes = 0;
    fs::path path;  ///< to be read only
};

enum class PutMode {
    Copy,        ///< the source stays its owner's
    LinkOrCopy,  ///< a hard link where the file system can; only for a source that nobody will write to again
};

class Artifacts {
public:
    explicit Artifacts(const Workspace& workspace) : m_workspace(&workspace) {}

    Result<Artifact> putBytes(std::string_view bytes) const;
    /// Hashes while copying; a content that is there already is not stored twice. `progress(done, total)` in bytes.
    Result<Artifact> putFile(const fs::path& file, PutMode mode = PutMode::Copy, std::stop_token stop = {},
                             const Progress& progress = {}) const;
    /// NotFound where the store has no such content; Corrupt where the row is there and the blob is not.
    Result<Artifact> get(const std::string& sha256) const;
    /// The path of the content, whether it is there or not. The hash must be one (isSha256Hex).
    fs::path blobPath(const std::string& sha256) const;
    /// Copies the content to `to`, comparing its hash on the way; Corrupt, and nothing left there, where it differs.
    Status copyTo(const std::string& sha256, const fs::path& to, std::stop_token stop = {},
                  const Progress& progress = {}) const;

private:
    const Workspace* m_workspace;
};

}  // namespace flambeau::store
