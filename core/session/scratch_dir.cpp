// SPDX-License-Identifier: GPL-3.0-or-later
#include "scratch_dir.h"

#include <chrono>
#include <utility>

#include "flambeau/base/id.h"

namespace flambeau::session {

namespace {

constexpr auto kAbandonedAfter = std::chrono::hours(1);

std::uint64_t bytesIn(const fs::path& folder) {
    std::uint64_t bytes = 0;
    std::error_code error;
    for (fs::recursive_directory_iterator walk(folder, error), end; !error && walk != end; walk.increment(error)) {
        std::error_code ignored;
        if (walk->is_regular_file(ignored) && !walk->is_symlink(ignored))
            bytes += walk->file_size(ignored);
    }
    return bytes;
}

}  // namespace

Result<ScratchDir> ScratchDir::make(const fs::path& workspace) {
    fs::path path = workspace / "tmp" / newUuid();
    FLAMBEAU_CHECK(makeDirs(path));
    return ScratchDir(std::move(path));
}

ScratchDir::ScratchDir(ScratchDir&& other) noexcept : m_path(std::exchange(other.m_path, {})) {}

ScratchDir& ScratchDir::operator=(ScratchDir&& other) noexcept {
    std::swap(m_path, other.m_path);
    return *this;
}

ScratchDir::~ScratchDir() {
    std::error_code ignored;
    if (!m_path.empty())
        fs::remove_all(m_path, ignored);
}

std::uint64_t cleanScratch(const fs::path& workspace, bool apply) {
    std::uint64_t bytes = 0;
    std::error_code error;
    for (fs::directory_iterator walk(workspace / "tmp", error), end; !error && walk != end; walk.increment(error)) {
        std::error_code ignored;
        const auto age = fs::file_time_type::clock::now() - walk->last_write_time(ignored);
        if (ignored || age < kAbandonedAfter)
            continue;
        bytes += bytesIn(walk->path());
        if (apply)
            fs::remove_all(walk->path(), ignored);
    }
    return bytes;
}

}  // namespace flambeau::session
