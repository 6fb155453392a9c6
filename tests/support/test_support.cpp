// SPDX-License-Identifier: GPL-3.0-or-later
#include "test_support.h"

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>

#include "flambeau/base/id.h"

namespace flambeau::test {

TempDir::TempDir() : m_path(fs::temp_directory_path() / ("flambeau-test-" + newUuid())) { fs::create_directories(m_path); }

TempDir::~TempDir() {
    std::error_code ignored;
    for (auto it = fs::recursive_directory_iterator(m_path, ignored); it != fs::end(it); it.increment(ignored)) {
        if (it->is_directory(ignored) && !it->is_symlink(ignored))
            fs::permissions(it->path(), fs::perms::owner_all, fs::perm_options::add, ignored);
    }
    fs::remove_all(m_path, ignored);
}

std::optional<fs::path> testData(const std::string& what) {
    const char* root = std::getenv("FLAMBEAU_TEST_DATA");
    if (root && fs::exists(fs::path(root) / what))
        return fs::path(root) / what;
    std::cout << "skipped: FLAMBEAU_TEST_DATA names no folder with '" << what << "'\n";
    return std::nullopt;
}

void write(const fs::path& path, const std::string& bytes) {
    fs::create_directories(path.parent_path());
    std::ofstream out(path, std::ios::binary);
    out << bytes;
    REQUIRE(out.good());
}

std::string read(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    REQUIRE(in.good());
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

}  // namespace flambeau::test
