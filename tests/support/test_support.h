// SPDX-License-Identifier: GPL-3.0-or-later
// What tests of every folder share: temporary folders, the real data's place, results that must be good.
#pragma once

#include <optional>
#include <string>

#include <catch2/catch.hpp>

#include "flambeau/base/files.h"
#include "flambeau/base/result.h"

namespace flambeau::test {

/// A fresh folder that is removed, with all in it, when the object goes.
class TempDir {
public:
    TempDir();
    ~TempDir();
    TempDir(const TempDir&) = delete;
    TempDir& operator=(const TempDir&) = delete;
    const fs::path& path() const { return m_path; }
    fs::path operator/(const fs::path& tail) const { return m_path / tail; }

private:
    fs::path m_path;
};

/// $FLAMBEAU_TEST_DATA; where it is not set or not there, the test prints why it is skipped and gets nothing.
std::optional<fs::path> testData(const std::string& what);

void write(const fs::path& path, const std::string& bytes);
std::string read(const fs::path& path);

/// The value of a Result that must be good; the failure prints message, hint and detail.
template <class T>
T must(Result<T> result) {
    if (!result.ok())
        FAIL(result.error().message << " | " << result.error().hint << " | " << result.error().detail);
    return std::move(result).value();
}
inline void must(Status status) {
    if (!status.ok())
        FAIL(status.error().message << " | " << status.error().hint << " | " << status.error().detail);
}

}  // namespace flambeau::test
