// SPDX-License-Identifier: GPL-3.0-or-later
// Where fetched files land on this machine: small ones whole, large ones in a part that outlives the call. A file gets
// its name once its hash is the announced one. One fetch, one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "descriptor.h"
#include "flambeau/base/files.h"
#include "flambeau/base/sha256.h"

namespace flambeau::remote {

/// Writes a new file, or in place of an old one, whole.
Status placeSmall(const fs::path& to, std::string_view bytes);

/// What of a large file has come. Locked against other fetches of the same content, which then begin anew elsewhere.
class LargePart {
public:
    /// `hash` names it. Takes no more of what is there than `bytes`.
    static Result<std::unique_ptr<LargePart>> open(const fs::path& folder, const std::string& hash,
                                                   std::uint64_t bytes);
    ~LargePart();
    LargePart(const LargePart&) = delete;
    LargePart& operator=(const LargePart&) = delete;

    std::uint64_t size() const { return m_size; }
    /// Nothing of it is taken as there.
    Status restart();
    Status append(std::string_view bytes);
    /// Whether all of it is the announced content; then it lies at `to`. Else the part is gone.
    Result<bool> finish(const fs::path& to);
    void drop();

private:
    LargePart(int file, fs::path path, std::string hash)
        : m_file(file), m_path(std::move(path)), m_hash(std::move(hash)) {}
    Status hashWhatIsThere();

    Descriptor m_file;
    fs::path m_path;
    std::string m_hash;
    Sha256 m_sum;
    std::uint64_t m_size = 0;
    bool m_hashed = false, m_private = false;
};

}  // namespace flambeau::remote
