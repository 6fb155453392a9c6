// SPDX-License-Identifier: GPL-3.0-or-later
// A full disk, a folder that cannot be written, another file system. Where the machine lets the test mount a small one
// of its own (root, or a user namespace's), that is used; else a limit on file sizes stands in for the full disk.
#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <iostream>

#include "flambeau/store/artifacts.h"
#include "flambeau/store/settings.h"
#include "store_test.h"

using namespace flambeau;
using namespace flambeau::store;

namespace {

/// What a child found out; its text is for the failure's message.
int verdict(bool good, const std::string& why) {
    if (!good)
        std::cerr << "child: " << why << std::endl;
    return good ? 0 : 1;
}

constexpr int kCannotMount = 77;

/// Runs `body` in a child with mounts of its own; false: the machine does not let us.
template <class Body>
bool withMounts(Body body) {
    const pid_t pid = ::fork();
    REQUIRE(pid >= 0);
    if (pid == 0) {
        const bool apart = ::unshare(CLONE_NEWNS) == 0 || ::unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0;
        if (!apart || ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0)
            ::_exit(kCannotMount);
        ::_exit(body());
    }
    int status = 0;
    REQUIRE(::waitpid(pid, &status, 0) == pid);
    if (WIFEXITED(status) && WEXITSTATUS(status) == kCannotMount) {
        std::cout << "skipped: this machine does not let a test mount a file system\n";
        return false;
    }
    CHECK(status == 0);
    return true;
}

/// Writes until the disk is full, then looks whether the error is clear and all that was committed is there.
int fillUp(const fs::path& folder, bool wholeDisk) {
    std::uint64_t offset = 0;
    RunId run;
    {
        auto workspace = Workspace::open(folder);
        if (!workspace.ok())
            return verdict(false, "open: " + workspace.error().message + workspace.error().detail);
        run = test::addRun(*workspace);
        StreamBatch batch;
        while (true) {
            batch.clear();
            test::fill(batch, "a", static_cast<std::int64_t>(offset), 5000);
            const auto outcome = Metrics(*workspace).commit(run, "events.jsonl", offset, offset + 5000, batch);
            if (!outcome.ok()) {
                if (outcome.error().code != ErrorCode::DiskFull || outcome.error().hint.empty())
                    return verdict(false, "commit: " + outcome.error().message + outcome.error().detail);
                break;
            }
            offset += 5000;
            if (offset > 100'000'000)
                return verdict(false, "the disk is never full");
        }
        const auto blob = Artifacts(*workspace).putBytes(std::string(64u << 20, 'x'));
        if (blob.ok() || (wholeDisk && blob.error().code != ErrorCode::DiskFull))
            return verdict(false, "blob: " + (blob.ok() ? std::string("stored") : blob.error().message));
        // Reading goes on meanwhile.
        if (Metrics(*workspace).streamOffset(run, "events.jsonl").valueOr(0) != offset)
            return verdict(false, "offset after the failure");
    }
    auto workspace = Workspace::open(folder, {.readOnly = true});
    if (!workspace.ok())
        return verdict(false, "reopen: " + workspace.error().message + workspace.error().detail);
    const auto points = Metrics(*workspace).points(run, "a");
    if (!points.ok() || points->size() != offset || offset == 0)
        return verdict(false, "points after the failure");
    const auto report = workspace->check(true);
    return verdict(report.ok() && report->ok(), "check after the failure");
}

}  // namespace

TEST_CASE("A full disk is a clear error, and what was committed before is there") {
    const test::TempDir dir;
    const fs::path disk = dir / "disk";
    fs::create_directories(disk);
    withMounts([&] {
        if (::mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=12m") != 0)
            return kCannotMount;
        return fillUp(disk / "w", true);
    });
}

TEST_CASE("A limit on the size of files is to the database the same as a full disk") {
    const test::TempDir dir;
    const pid_t pid = ::fork();
    REQUIRE(pid >= 0);
    if (pid == 0) {
        std::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{4u << 20, 4u << 20};
        ::setrlimit(RLIMIT_FSIZE, &limit);
        ::_exit(fillUp(dir / "w", false));
    }
    int status = 0;
    REQUIRE(::waitpid(pid, &status, 0) == pid);
    CHECK(status == 0);
}

TEST_CASE("A folder that cannot be written opens for reading, and for writing not at all") {
    const test::TempDir dir;
    const fs::path folder = dir / "w with space?#%";
    test::must(Settings(test::openWorkspace(folder)).set("k", "v"));
    withMounts([&] {
        if (::mount(folder.c_str(), folder.c_str(), nullptr, MS_BIND, nullptr) != 0 ||
            ::mount("none", folder.c_str(), nullptr, MS_BIND | MS_REMOUNT | MS_RDONLY, nullptr) != 0)
            return kCannotMount;
        const auto writer = Workspace::open(folder);
        if (writer.ok() || writer.error().code != ErrorCode::ReadOnly || writer.error().hint.empty())
            return verdict(false, "writer: " + (writer.ok() ? std::string("opened") : writer.error().message));
        const auto reader = Workspace::open(folder, {.readOnly = true});
        if (!reader.ok())
            return verdict(false, "reader: " + reader.error().message + reader.error().detail);
        return verdict(Settings(*reader).get("k").valueOr(std::nullopt) == "v", "value");
    });
    test::mustBeSound(test::openWorkspace(folder));
}

TEST_CASE("A move to another file system copies everything and takes the old one away") {
    const test::TempDir dir;
    const fs::path from = dir / "w", disk = dir / "disk";
    fs::create_directories(disk);
    {
        auto workspace = test::openWorkspace(from);
        test::write(from / "local/runs/x/outputs/best", "weights");
        test::must(Artifacts(workspace).putFile(from / "local/runs/x/outputs/best", PutMode::LinkOrCopy));
        test::must(Settings(workspace).set("k", "v"));
    }
    withMounts([&] {
        if (::mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=30m") != 0)
            return kCannotMount;
        const Status moved = Workspace::move(from, disk / "w");
        if (!moved.ok())
            return verdict(false, "move: " + moved.error().message + moved.error().detail);
        auto workspace = Workspace::open(disk / "w", {.create = false});
        const bool good = workspace.ok() && Settings(*workspace).get("k").valueOr(std::nullopt) == "v" &&
                          workspace->check(true).ok() && workspace->check(true)->ok() && !fs::exists(from) &&
                          fs::hard_link_count(disk / "w/local/runs/x/outputs/best") == 2 &&
                          fs::is_symlink(disk / "w/local/store");
        return verdict(good, "after the move");
    });
}

TEST_CASE("While a workspace is copied to another file system nobody can write to the old one") {
    const test::TempDir dir;
    const fs::path from = dir / "w", disk = dir / "disk";
    fs::create_directories(disk);
    test::must(Artifacts(test::openWorkspace(from)).putBytes("content"));
    withMounts([&] {
        if (::mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=30m") != 0)
            return kCannotMount;
        {
            auto other = Workspace::open(from);
            const Status moved = Workspace::move(from, disk / "w");
            if (moved.ok() || moved.error().code != ErrorCode::Conflict || fs::exists(disk / "w"))
                return verdict(false, "moved while another had it open");
            if (!other.ok() || !Settings(*other).set("k", "v").ok())
                return verdict(false, "the refused move left it unusable");
        }
        int asked = 0, locked = 0;
        const Status moved = Workspace::move(from, disk / "w", {}, [&](std::uint64_t, std::uint64_t) {
            ++asked;
            const auto opening = FileLock::tryAcquire(from / "open.lock");
            // What another process sees of SQLite's lock on the file.
            const pid_t pid = ::fork();
            if (pid == 0) {
                const int fd = ::open((from / "workspace.db").c_str(), O_RDWR);
                struct flock lock {};
                lock.l_type = F_WRLCK;
                lock.l_whence = SEEK_SET;
                lock.l_start = 0x40000000;
                lock.l_len = 512;
                ::_exit(fd >= 0 && ::fcntl(fd, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK ? 0 : 1);
            }
            int status = 1;
            ::waitpid(pid, &status, 0);
            locked += opening.ok() && !*opening && status == 0 ? 1 : 0;
        });
        if (!moved.ok())
            return verdict(false, "move: " + moved.error().message + moved.error().detail);
        if (asked == 0 || locked != asked)
            return verdict(false, "the old place was not locked: " + std::to_string(locked));
        auto workspace = Workspace::open(disk / "w", {.create = false});
        return verdict(workspace.ok() && Settings(*workspace).get("k").valueOr(std::nullopt) == "v" &&
                           workspace->info()->wal && !fs::exists(from),
                       "after the move");
    });
}
