// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdlib>
#include <fstream>

#include "flambeau/base/programs.h"
#include "test_support.h"

using namespace flambeau;

TEST_CASE("A program is found in the first folder of PATH that has it as an executable") {
    test::TempDir folder;
    for (const char* name : {"plain", "tool"})
        std::ofstream(folder.path() / name) << "#!/bin/sh\n";
    std::filesystem::permissions(folder.path() / "tool", std::filesystem::perms::owner_all);

    const char* before = std::getenv("PATH");
    const std::string kept = before ? before : "";
    setenv("PATH", ("/nowhere::" + folder.path().string() + ":/bin").c_str(), 1);
    const std::string tool = onPath("tool"), plain = onPath("plain"), missing = onPath("no-such-program"),
                      shell = onPath("sh");
    setenv("PATH", kept.c_str(), 1);

    CHECK(tool == (folder.path() / "tool").string());
    CHECK(plain.empty());
    CHECK(missing.empty());
    CHECK(shell == "/bin/sh");
}
