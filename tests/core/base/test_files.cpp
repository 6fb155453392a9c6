// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/base/files.h"

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "flambeau/base/sha256.h"
#include "test_support.h"

using namespace flambeau;

TEST_CASE("An atomic write replaces the whole file and leaves nothing beside it") {
    test::TempDir dir;
    test::must(writeFileAtomic(dir / "a", "one"));
    test::must(writeFileAtomic(dir / "a", "two"));
    CHECK(test::read(dir / "a") == "two");
    CHECK(std::distance(fs::directory_iterator(dir.path()), fs::directory_iterator()) == 1);
    const auto missing = writeFileAtomic(dir / "no" / "folder", "x");
    REQUIRE_FALSE(missing.ok());
    CHECK(missing.error().code == ErrorCode::NotFound);
}

TEST_CASE("Reading a whole file stops at its bound and says so") {
    test::TempDir dir;
    test::write(dir / "big", std::string(1000, 'x'));
    CHECK(test::must(readFile(dir / "big", 1000)).size() == 1000);
    CHECK(readFile(dir / "big", 999).error().code == ErrorCode::Unsupported);
    CHECK(readFile(dir / "absent").error().code == ErrorCode::NotFound);
    CHECK(readFile(dir.path()).error().code == ErrorCode::InvalidArgument);
}

TEST_CASE("A hashed copy gives the source's hash, and a canceled one leaves nothing") {
    test::TempDir dir;
    const std::string bytes(3 << 20, 'q');
    test::write(dir / "from", bytes);
    const auto copied = test::must(copyFileHashed(dir / "from", dir / "to"));
    CHECK(copied.bytes == bytes.size());
    CHECK(copied.sha256 == sha256Hex(bytes));
    CHECK(test::read(dir / "to") == bytes);
    const auto stopped = copyFileHashed(dir / "from", dir / "other", [](std::uint64_t) { return false; });
    REQUIRE_FALSE(stopped.ok());
    CHECK(stopped.error().code == ErrorCode::Canceled);
    CHECK(std::distance(fs::directory_iterator(dir.path()), fs::directory_iterator()) == 2);
}

TEST_CASE("A pipe, a device or a folder in a file's place is refused, not waited for or read without end") {
    test::TempDir dir;
    REQUIRE(::mkfifo((dir / "pipe").c_str(), 0600) == 0);
    fs::create_symlink("/dev/zero", dir / "zero");
    fs::create_directory(dir / "folder");
    for (const char* name : {"pipe", "zero", "folder"}) {
        INFO(name);
        CHECK(readFile(dir / name).error().code == ErrorCode::InvalidArgument);
        CHECK(sha256File(dir / name).error().code == ErrorCode::InvalidArgument);
        CHECK(copyFileHashed(dir / name, dir / "copy").error().code == ErrorCode::InvalidArgument);
        CHECK_FALSE(fs::exists(dir / "copy"));
    }
}

TEST_CASE("A path with dots in it never leaves its root") {
    CHECK(staysInside("/a/b", "c/d"));
    CHECK(staysInside("/a/b", "/a/b/../b/c"));
    CHECK_FALSE(staysInside("/a/b", "../c"));
    CHECK_FALSE(staysInside("/a/b", "c/../../x"));
    CHECK_FALSE(staysInside("/a/b", "/a/bc"));
    CHECK(isSafeRelativePath("a/b.jpg"));
    for (const char* bad : {"", "/a", "../a", "a/../b", "a\nb"})
        CHECK_FALSE(isSafeRelativePath(bad));
}

TEST_CASE("A lock held by a process is free again once that process was killed") {
    test::TempDir dir;
    int ready[2];
    REQUIRE(::pipe(ready) == 0);
    const pid_t child = ::fork();
    if (child == 0) {
        const auto lock = FileLock::acquire(dir / "lock");
        (void)!::write(ready[1], lock.ok() ? "y" : "n", 1);
        ::pause();
        ::_exit(0);
    }
    char answer = 0;
    REQUIRE(::read(ready[0], &answer, 1) == 1);
    REQUIRE(answer == 'y');
    CHECK_FALSE(test::must(FileLock::tryAcquire(dir / "lock")).has_value());
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    auto lock = test::must(FileLock::tryAcquire(dir / "lock"));
    REQUIRE(lock.has_value());
    CHECK(lock->held());
    ::close(ready[0]);
    ::close(ready[1]);
}
