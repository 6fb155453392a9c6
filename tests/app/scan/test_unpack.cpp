// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <nlohmann/json.hpp>

#include "flambeau/base/strings.h"
#include "scan.h"

using namespace flambeau;
using namespace flambeau::test;

namespace {

bool writeArchives(const fs::path& folder) {
    ProcessSpec spec;
    spec.argv = {"python3", FLAMBEAU_SOURCE "/tests/app/scan/hostile_archives.py", folder.string()};
    const auto result = runProcess(spec);
    if (result.ok() && result->exitCode == 0)
        return true;
    WARN("skipped: no Python to write archives with");
    return false;
}

std::string codeOf(const ProcessResult& result) {
    const auto lines = split(trim(result.err), '\n');
    return nlohmann::json::parse(lines.back()).at("error").at("code").get<std::string>();
}

}  // namespace

TEST_CASE(
    "An archive writes below its folder alone: no parent, no absolute path, no link, no device, no second of a name") {
    const TempDir dir;
    if (!writeArchives(dir.path()))
        return;
    const auto result = scan({"unpack", (dir / "escape.tar").string(), (dir / "in" / "deep").string()});
    CHECK(result.exitCode == 0);
    std::vector<std::string> made;
    for (const auto& entry : fs::recursive_directory_iterator(dir / "in")) {
        if (!entry.is_directory())
            made.push_back(entry.path().lexically_relative(dir / "in" / "deep").string());
    }
    std::sort(made.begin(), made.end());
    CHECK(made == std::vector<std::string>{"good/file.txt", "out/through-link.txt"});
    CHECK(read(dir / "in" / "deep" / "good" / "file.txt") == "good");
    CHECK_FALSE(fs::exists(dir / "in" / "outside.txt"));
    CHECK_FALSE(fs::exists("/absolute.txt"));
    std::size_t skipped = 0;
    for (const auto& line : split(result.out, '\n'))
        skipped += line.find("\"skipped\"") != std::string::npos ? 1u : 0u;
    CHECK(skipped == 9);
}

TEST_CASE("Backslashes separate folders and lead nowhere else") {
    const TempDir dir;
    if (!writeArchives(dir.path()))
        return;
    CHECK(scan({"unpack", (dir / "windows.zip").string(), (dir / "in").string()}).exitCode == 0);
    CHECK(read(dir / "in" / "good" / "file.txt") == "good");
    CHECK_FALSE(fs::exists(dir / "evil.txt"));
}

TEST_CASE("Bombs, encrypted, empty and missing archives, and folders that exist, are refused with a code") {
    const TempDir dir;
    if (!writeArchives(dir.path()))
        return;
    const auto refused = [&](const char* name) {
        const auto result = scan({"unpack", (dir / name).string(), (dir / (std::string(name) + ".d")).string()});
        INFO(name << ": " << result.err);
        CHECK(result.exitCode == 1);
        return codeOf(result);
    };
    CHECK(refused("bomb.zip") == "unsupported");
    CHECK(refused("encrypted.zip") == "unsupported");
    CHECK(refused("empty.zip") == "invalid_argument");
    CHECK(refused("missing.zip") == "not_found");
    fs::create_directory(dir / "there");
    CHECK(codeOf(scan({"unpack", (dir / "windows.zip").string(), (dir / "there").string()})) == "already_exists");
}
