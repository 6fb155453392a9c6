// SPDX-License-Identifier: GPL-3.0-or-later
#include <sched.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <set>

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

std::set<std::string> filesIn(const fs::path& root) {
    std::set<std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(root)) {
        if (!entry.is_directory())
            files.insert(entry.path().lexically_relative(root).string());
    }
    return files;
}

/// The 512 bytes of a tar's entry without content.
std::string tarEntry(const std::string& name, char type) {
    std::string header(512, '\0');
    const auto put = [&header](std::size_t at, const std::string& text) { header.replace(at, text.size(), text); };
    put(0, name);
    put(100, "0000755");
    put(108, "0000000");
    put(116, "0000000");
    put(124, "00000000000");
    put(136, "00000000000");
    put(148, "        ");
    header[156] = type;
    put(257, std::string("ustar\0"
                         "00",
                         8));
    unsigned sum = 0;
    for (const char c : header)
        sum += static_cast<unsigned char>(c);
    char text[8];
    std::snprintf(text, sizeof text, "%06o", sum);
    put(148, std::string(text, 7));
    return header;
}

/// A tar of `count` entries of a type, without content.
void writeHollowTar(const fs::path& path, int count, char type) {
    std::string bytes;
    for (int i = 0; i < count; ++i)
        bytes += tarEntry("e/" + std::to_string(i) + (type == '5' ? "/" : ""), type);
    write(path, bytes + std::string(1024, '\0'));
}

/// Checks `body` in a process of its own that has a small file system of its own in memory at `folder`.
void onSmallDisk(const fs::path& folder, const char* options, const std::function<bool()>& body) {
    const pid_t child = ::fork();
    if (child == 0) {
        const bool apart = ::unshare(CLONE_NEWNS) == 0 || ::unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0;
        if (!apart || ::mount("", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
            ::mount("tmpfs", folder.c_str(), "tmpfs", 0, options) != 0)
            ::_exit(77);
        int code = 2;
        try {
            code = body() ? 0 : 1;
        } catch (...) {
        }
        ::_exit(code);
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    REQUIRE(WIFEXITED(status));
    if (WEXITSTATUS(status) == 77)
        WARN("skipped: no file system may be mounted here");
    else
        CHECK(WEXITSTATUS(status) == 0);
}

}  // namespace

TEST_CASE("Names beyond ASCII arrive as they were meant, whether a zip marks them as UTF-8 or not, in any locale") {
    const TempDir dir;
    if (!writeArchives(dir.path()))
        return;
    const auto unpacked = [&](const std::string& name, const char* locale) {
        ProcessSpec spec;
        const fs::path target = dir / (name + locale);
        spec.argv = {FLAMBEAU_BIN "/flambeau-scan", "unpack", (dir / name).string(), target.string()};
        spec.environment = {{"LC_ALL", locale}, {"LANG", locale}};
        const auto result = must(runProcess(spec));
        INFO(name << " in " << locale << ": " << result.out << result.err);
        REQUIRE(result.exitCode == 0);
        return filesIn(target);
    };
    for (const char* locale : {"C", "C.UTF-8"}) {
        for (const char* name : {"utf8-marked.zip", "utf8-unmarked.zip", "utf8-0.tar", "utf8-1.tar", "utf8-2.tar"}) {
            INFO(name << " in " << locale);
            CHECK(unpacked(name, locale) == std::set<std::string>{"猫/ü.jpg"});
        }
        CHECK(unpacked("cp437.zip", locale) == std::set<std::string>{"flügel/Ärger ñ½.jpg"});
    }
}

TEST_CASE("An archive of nothing but empty folders or files is refused before it fills the disk, and leaves nothing") {
    const TempDir dir;
    writeHollowTar(dir / "hollow5.tar", 12'000, '5');
    writeHollowTar(dir / "hollow0.tar", 12'000, '0');
    fs::create_directory(dir / "disk");
    onSmallDisk(dir / "disk", "size=1g", [&] {
        for (const char* name : {"hollow5.tar", "hollow0.tar"}) {
            const auto result = scan({"unpack", (dir / name).string(), (dir / "disk" / "in").string()});
            if (result.exitCode != 1 || codeOf(result) != "unsupported" || !fs::is_empty(dir / "disk"))
                return false;
        }
        return true;
    });
}

TEST_CASE("Folders nested beyond what the import looks into are left out and named; sixty are not") {
    const TempDir dir;
    if (!writeArchives(dir.path()))
        return;
    const auto result = scan({"unpack", (dir / "deep.tar").string(), (dir / "in").string()});
    CHECK(result.exitCode == 0);
    std::string sixty;
    for (int i = 0; i < 60; ++i)
        sixty += "c/";
    CHECK(filesIn(dir / "in") == std::set<std::string>{"good.txt", sixty + "file.txt"});
    CHECK_FALSE(fs::exists(dir / "in" / "a"));
    CHECK_FALSE(fs::exists(dir / "in" / "b"));
    const auto lines = split(result.out, '\n');
    CHECK(std::count_if(lines.begin(), lines.end(),
                        [](const auto& line) { return line.find("folders deep") != std::string::npos; }) == 2);
}

TEST_CASE("Of very many entries that are left out, a thousand are named and the others counted") {
    const TempDir dir;
    std::string bytes;
    for (int i = 0; i < 1500; ++i)
        bytes += tarEntry("pipe" + std::to_string(i), '6');
    write(dir / "pipes.tar", bytes + tarEntry("file", '0') + std::string(1024, '\0'));
    const auto result = scan({"unpack", (dir / "pipes.tar").string(), (dir / "in").string()});
    CHECK(result.exitCode == 0);
    const auto lines = split(result.out, '\n');
    CHECK(std::count_if(lines.begin(), lines.end(),
                        [](const auto& line) { return line.find("\"skipped\"") != std::string::npos; }) == 1001);
    CHECK(result.out.find("(500 more)") != std::string::npos);
}

TEST_CASE("A disk without room for another folder is the end of an unpacking, said as such, and nothing stays behind") {
    const TempDir dir;
    writeHollowTar(dir / "folders.tar", 40, '5');
    fs::create_directory(dir / "disk");
    onSmallDisk(dir / "disk", "size=1g,nr_inodes=20", [&] {
        const auto result = scan({"unpack", (dir / "folders.tar").string(), (dir / "disk" / "in").string()});
        return result.exitCode == 1 && codeOf(result) == "disk_full" &&
               result.err.find("Cannot make the folder") != std::string::npos && fs::is_empty(dir / "disk");
    });
}

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
