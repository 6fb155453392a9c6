// SPDX-License-Identifier: GPL-3.0-or-later
// Several processes on one workspace, and processes that are killed.
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <ctime>
#include <random>

#include "flambeau/store/artifacts.h"
#include "flambeau/store/settings.h"
#include "store_test.h"

using namespace flambeau;
using namespace flambeau::store;

namespace {

/// Runs `body` in a child that ends with it, whatever happens: 0 for true.
template <class Body>
pid_t inChild(Body body) {
    const pid_t pid = ::fork();
    REQUIRE(pid >= 0);
    if (pid == 0)
        ::_exit(body() ? 0 : 1);
    return pid;
}

int waitFor(pid_t pid) {
    int status = 0;
    REQUIRE(::waitpid(pid, &status, 0) == pid);
    return status;
}

void pause(long nanoseconds) {
    const timespec time{0, nanoseconds};
    ::nanosleep(&time, nullptr);
}

/// Commits the same kind of batches again and again, from wherever the offset is, and puts artifacts beside; tells the
/// parent each offset that is committed. Runs until it is killed.
bool writeForever(const fs::path& folder, const RunId& run, int pipe) {
    auto workspace = Workspace::open(folder);
    if (!workspace.ok())
        return false;
    const Metrics metrics(*workspace);
    const auto begin = metrics.streamOffset(run, "events.jsonl");
    if (!begin.ok())
        return false;
    StreamBatch batch;
    for (std::uint64_t offset = *begin;;) {
        // The offset is the number of points, so the parent can tell which must be there.
        const std::uint64_t count = 1 + offset * 7919 % 700;
        batch.clear();
        test::fill(batch, "a", static_cast<std::int64_t>(offset), static_cast<std::int64_t>(count));
        const auto outcome = metrics.commit(run, "events.jsonl", offset, offset + count, batch);
        if (!outcome.ok() || *outcome != CommitOutcome::Committed)
            return false;
        offset += count;
        if (::write(pipe, &offset, sizeof(offset)) != sizeof(offset))
            return false;
        if (offset % 3 == 0 && !Artifacts(*workspace).putBytes("blob " + std::to_string(offset)).ok())
            return false;
    }
}

}  // namespace

TEST_CASE("A writer killed at any moment loses nothing that it had committed") {
    const test::TempDir dir;
    const fs::path folder = dir / "w";
    const RunId run = test::addRun(test::openWorkspace(folder));
    std::mt19937_64 random(31);
    int committedSomething = 0;
    constexpr int kKills = 30;
    for (int round = 0; round < kKills; ++round) {
        int ends[2];
        REQUIRE(::pipe(ends) == 0);
        const pid_t child = inChild([&] {
            ::close(ends[0]);
            return writeForever(folder, run, ends[1]);
        });
        ::close(ends[1]);
        std::uint64_t told = 0, last = 0;
        // Some are killed while they open, most between or in the middle of commits.
        const int reports = static_cast<int>(random() % 12);
        for (int i = 0; i < reports && ::read(ends[0], &told, sizeof(told)) == sizeof(told); ++i)
            last = told;
        pause(static_cast<long>(random() % 3'000'000));
        ::kill(child, SIGKILL);
        const int status = waitFor(child);
        REQUIRE(WIFSIGNALED(status));
        while (::read(ends[0], &told, sizeof(told)) == sizeof(told))
            last = told;
        ::close(ends[0]);
        committedSomething += last > 0 ? 1 : 0;

        auto workspace = test::openWorkspace(folder);
        const Metrics metrics(workspace);
        const std::uint64_t offset = test::must(metrics.streamOffset(run, "events.jsonl"));
        CHECK(offset >= last);
        const auto list = test::must(metrics.list(run));
        const std::uint64_t count = list.empty() ? 0 : static_cast<std::uint64_t>(list[0].count);
        CHECK(count == offset);
    }
    CHECK(committedSomething > kKills / 2);
    auto workspace = test::openWorkspace(folder);
    const auto points = test::must(Metrics(workspace).points(run, "a"));
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < points.size(); ++i)
        wrong +=
            points[i].step == static_cast<std::int64_t>(i) && points[i].value == static_cast<double>(i) * 0.1 ? 0 : 1;
    CHECK(wrong == 0);
    test::mustBeSound(workspace);
    CHECK(test::must(workspace.clean(0)).blobs > 0);
    CHECK(test::must(workspace.check(true)).orphanedBlobs.empty());
    CHECK(fs::is_empty(workspace.artifactsDir() / "tmp"));
}

TEST_CASE("Processes that write at once all succeed and none overwrites another") {
    const test::TempDir dir;
    const fs::path folder = dir / "w";
    // Opened by all at once, from nothing: one makes the database.
    std::vector<pid_t> children;
    for (int c = 0; c < 4; ++c)
        children.push_back(inChild([&] {
            auto workspace = Workspace::open(folder);
            if (!workspace.ok())
                return false;
            for (int i = 0; i < 40; ++i) {
                const Status status = workspace->transaction([&]() -> Status {
                    FLAMBEAU_TRY(const auto value, Settings(*workspace).get("counter"));
                    return Settings(*workspace).set("counter", std::to_string(std::stoi(value.value_or("0")) + 1));
                });
                if (!status.ok())
                    return false;
            }
            return true;
        }));
    for (const pid_t child : children)
        CHECK(waitFor(child) == 0);
    const auto workspace = test::openWorkspace(folder);
    CHECK(test::must(Settings(workspace).get("counter")) == "160");
}

TEST_CASE("Followers of one stream at once read each point in exactly once") {
    const test::TempDir dir;
    const fs::path folder = dir / "w";
    const RunId run = test::addRun(test::openWorkspace(folder));
    constexpr std::uint64_t kEnd = 6000;
    std::vector<pid_t> children;
    for (int c = 0; c < 3; ++c)
        children.push_back(inChild([&, c] {
            auto workspace = Workspace::open(folder);
            if (!workspace.ok())
                return false;
            const Metrics metrics(*workspace);
            StreamBatch batch;
            while (true) {
                const auto offset = metrics.streamOffset(run, "events.jsonl");
                if (!offset.ok())
                    return false;
                if (*offset == kEnd)
                    return true;
                const std::uint64_t count =
                    std::min<std::uint64_t>(17 + static_cast<std::uint64_t>(c) * 40, kEnd - *offset);
                batch.clear();
                test::fill(batch, "a", static_cast<std::int64_t>(*offset), static_cast<std::int64_t>(count));
                if (!metrics.commit(run, "events.jsonl", *offset, *offset + count, batch).ok())
                    return false;
            }
        }));
    for (const pid_t child : children)
        CHECK(waitFor(child) == 0);
    const auto workspace = test::openWorkspace(folder);
    const auto points = test::must(Metrics(workspace).points(run, "a"));
    REQUIRE(points.size() == kEnd);
    for (std::size_t i = 0; i < points.size(); ++i)
        REQUIRE(points[i].step == static_cast<std::int64_t>(i));
    test::mustBeSound(workspace);
}
