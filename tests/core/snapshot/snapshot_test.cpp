// SPDX-License-Identifier: GPL-3.0-or-later
#include <sys/stat.h>

#include <algorithm>

#include "flambeau/base/sha256.h"
#include "flambeau/snapshot/snapshot.h"
#include "test_support.h"

using namespace flambeau;
using namespace flambeau::test;

namespace {

std::vector<std::string> pathsOf(const std::vector<snapshot::File>& files) {
    std::vector<std::string> paths;
    for (const auto& file : files)
        paths.push_back(file.path);
    return paths;
}

}  // namespace

TEST_CASE("A snapshot has each file's path, size, hash and whether it may be executed, in one order") {
    TempDir dir;
    write(dir / "train.py", "print(1)\n");
    write(dir / "a/z", "");
    write(dir / "a.b", "x");
    write(dir / "run.sh", "#!/bin/sh\n");
    fs::permissions(dir / "run.sh", fs::perms::owner_all);
    write(dir / ".git/config", "never");
    const auto taken = must(snapshot::take(dir.path()));
    CHECK(pathsOf(taken.files) == std::vector<std::string>{"a.b", "a/z", "run.sh", "train.py"});
    CHECK(taken.files[3].sha256 == sha256Hex("print(1)\n"));
    CHECK(taken.files[3].bytes == 9);
    CHECK(taken.files[3].mode == 0644);
    CHECK(taken.files[2].mode == 0755);
    CHECK(taken.bytes == 20);
    CHECK(must(snapshot::take(dir.path())).sha256 == taken.sha256);
    fs::permissions(dir / "run.sh", fs::perms::owner_read | fs::perms::owner_write);
    CHECK(must(snapshot::take(dir.path())).sha256 != taken.sha256);
}

TEST_CASE("The first of the three ignore files that the top has is the one that counts") {
    TempDir dir;
    for (const char* name : {"a", "b", "c", "sub/a", "sub/b", "sub/c"})
        write(dir / name, "x");
    write(dir / "sub/.gitignore", "c\n");
    CHECK(must(snapshot::preview(dir.path())).ignoreFile.empty());
    CHECK(must(snapshot::preview(dir.path())).files == 6);
    write(dir / ".gitignore", "a\n");
    auto seen = must(snapshot::preview(dir.path()));
    CHECK(seen.ignoreFile == ".gitignore");
    CHECK(seen.ignored == 3);
    write(dir / ".amlignore", "b\n");
    CHECK(must(snapshot::preview(dir.path())).ignored == 2);
    write(dir / ".flambeauignore", "sub/\n");
    seen = must(snapshot::preview(dir.path()));
    CHECK(seen.ignoreFile == ".flambeauignore");
    CHECK(seen.ignored == 1);
    CHECK(seen.files == 6);
}

TEST_CASE("A preview says how many, how large, what is largest, and warns of much") {
    TempDir dir;
    for (int i = 0; i < 15; ++i)
        write(dir / ("f" + std::to_string(i)), std::string(static_cast<std::size_t>(i) * 10, 'x'));
    snapshot::Options options;
    CHECK(must(snapshot::preview(dir.path(), options)).warning.empty());
    options.warnAbove = 1000;
    const auto seen = must(snapshot::preview(dir.path(), options));
    CHECK(seen.files == 15);
    CHECK(seen.bytes == 1050);
    REQUIRE(seen.largest.size() == 10);
    CHECK(seen.largest[0].path == "f14");
    CHECK(seen.largest[9].path == "f5");
    CHECK(seen.warning.find("f14") != std::string::npos);
    options.maxFiles = 14;
    CHECK(snapshot::preview(dir.path(), options).error().code == ErrorCode::Unsupported);
}

TEST_CASE("Secrets are pointed out by name and by what they begin with") {
    for (const char* name : {".env", ".env.local", "conf/id_rsa", "id_ed25519", "server.pem", "my.KEY", "keys.p12",
                             ".netrc", "credentials", "credentials.json", "gcp/service-account-3.json", "secrets.yaml",
                             "kaggle.json", ".git-credentials", "client_secret.json"}) {
        CAPTURE(name);
        CHECK_FALSE(snapshot::secretByName(name).empty());
    }
    for (const char* name : {".env.example", "id_rsa.pub", "train.py", "environment.yml", "secrets.py", "keyboard.txt",
                             "monkey.txt", "env", "credentials.py", "tokenizer.json"}) {
        CAPTURE(name);
        CHECK(snapshot::secretByName(name).empty());
    }
    TempDir dir;
    write(dir / "notes.txt", "see:\n-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n");
    write(dir / "cert.txt", "-----BEGIN CERTIFICATE-----\nabc\n");
    write(dir / "sub/.env", "A=b\n");
    const auto taken = must(snapshot::take(dir.path()));
    REQUIRE(taken.secrets.size() == 2);
    CHECK(taken.secrets[0].path == "notes.txt");
    CHECK(taken.secrets[1].path == "sub/.env");
    CHECK(must(snapshot::preview(dir.path())).secrets.size() == 1);
}

TEST_CASE("Links, pipes and names that are no text stay behind and are said") {
    TempDir dir;
    TempDir elsewhere;
    write(elsewhere / "secret", "x");
    fs::create_symlink(elsewhere / "secret", dir / "link");
    fs::create_directory_symlink(elsewhere.path(), dir / "folder");
    REQUIRE(::mkfifo((dir / "pipe").c_str(), 0600) == 0);
    write(dir / "bad\xFF", "x");
    write(dir / "two\nlines", "x");
    write(dir / "turned\xE2\x80\xAE", "x");
    write(dir / "good \xC3\xA4", "x");
    const auto taken = must(snapshot::take(dir.path()));
    CHECK(pathsOf(taken.files) == std::vector<std::string>{"good \xC3\xA4"});
    CHECK(taken.skipped.size() == 6);
    for (const auto& one : taken.skipped)
        CHECK(one.path.find('\n') == std::string::npos);
    // A link under an ignore file's name rules nothing.
    write(elsewhere / "rules", "*\n");
    fs::create_symlink(elsewhere / "rules", dir / ".gitignore");
    CHECK(must(snapshot::preview(dir.path())).files == 1);
    CHECK(snapshot::take(dir / "nothing").error().code == ErrorCode::NotFound);
}

TEST_CASE("A folder that changes while it is read is a conflict that names the file, never half of each") {
    TempDir dir;
    for (const char* name : {"a", "b", "c"})
        write(dir / name, "old");
    auto takeWhile = [&](const std::function<void()>& change) {
        bool done = false;
        snapshot::Options options;
        options.progress = [&](std::uint64_t bytes, std::uint64_t all) {
            CHECK(all == 9);
            if (bytes >= 6 && !done) {  // two of three are read
                done = true;
                change();
            }
            return true;
        };
        return snapshot::take(dir.path(), options);
    };
    auto conflict = [&](const std::string& name, const std::function<void()>& change) {
        CAPTURE(name);
        const auto result = takeWhile(change);
        REQUIRE_FALSE(result.ok());
        auto error = Result<snapshot::Snapshot>(result).error();
        CHECK(error.code == ErrorCode::Conflict);
        CHECK(error.message.substr(0, name.size() + 1) == name + " ");
    };
    SECTION("one that was read") {
        conflict("a", [&] { write(dir / "a", "new"); });
    }
    SECTION("one that is being read") {
        conflict("b", [&] { write(dir / "b", "longer"); });
    }
    SECTION("one that is to come") {
        conflict("c", [&] { write(dir / "c", "new"); });
    }
    SECTION("one that goes") {
        conflict("c", [&] { fs::remove(dir / "c"); });
    }
    SECTION("one that goes after it was read") {
        conflict("a", [&] { fs::remove(dir / "a"); });
    }
    SECTION("one that comes") {
        conflict("aa", [&] { write(dir / "aa", "x"); });
    }
    SECTION("one that becomes a link") {
        conflict("c", [&] {
            fs::remove(dir / "c");
            fs::create_symlink("a", dir / "c");
        });
    }
    SECTION("a rule that comes") {
        conflict(".gitignore", [&] { write(dir / ".gitignore", "zzz\n"); });
    }
    SECTION("nothing") {
        CHECK(takeWhile([] {}).ok());
    }
}

TEST_CASE("Reading can be stopped") {
    TempDir dir;
    write(dir / "a", "x");
    snapshot::Options options;
    options.progress = [](std::uint64_t, std::uint64_t) { return false; };
    CHECK(snapshot::take(dir.path(), options).error().code == ErrorCode::Canceled);
    std::stop_source stop;
    stop.request_stop();
    options.stop = stop.get_token();
    CHECK(snapshot::preview(dir.path(), options).error().code == ErrorCode::Canceled);
}
