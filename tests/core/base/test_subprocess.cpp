// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/base/subprocess.h"

#include <signal.h>

#include <thread>

#include "flambeau/base/strings.h"
#include "test_support.h"

using namespace flambeau;

TEST_CASE("A process gets its input, environment and folder, and gives its outputs and exit") {
    test::TempDir dir;
    const auto result = test::must(runProcess({.argv = {"sh", "-c", "cat; echo $GREETING; pwd; echo oops >&2; exit 3"},
                                               .environment = {{"GREETING", "hello"}},
                                               .workingDir = dir.path(),
                                               .input = "in\n"}));
    CHECK(result.out == "in\nhello\n" + fs::canonical(dir.path()).string() + "\n");
    CHECK(result.err == "oops\n");
    CHECK(result.exitCode == 3);
}

TEST_CASE("Megabytes through both pipes at once do not lock up") {
    const std::string input(5 << 20, 'z');
    const auto result = test::must(runProcess({.argv = {"sh", "-c", "tee /dev/stderr"}, .input = input}));
    CHECK(result.out == input);
    CHECK(result.err == input);
}

TEST_CASE("A program that does not exist is an error, not an exit code") {
    const auto result = runProcess({.argv = {"flambeau-no-such-program"}});
    REQUIRE_FALSE(result.ok());
    CHECK(result.error().code == ErrorCode::NotFound);
}

TEST_CASE("A child that does not read its input ends without harm to us") {
    const auto result = test::must(runProcess({.argv = {"true"}, .input = std::string(1 << 20, 'x')}));
    CHECK(result.exitCode == 0);
}

TEST_CASE("Output above the limit is dropped and marked") {
    const auto result = test::must(runProcess({.argv = {"sh", "-c", "yes | head -c 100000"}, .maxOutput = 1000}));
    CHECK(result.out.size() == 1000);
    CHECK(result.truncated);
}

TEST_CASE("Lines come as they are printed, the last one without a newline too") {
    std::vector<std::string> lines;
    (void)test::must(runProcess({.argv = {"printf", "one\\ntwo\\nthree"},
                                 .onStdoutLine = [&](std::string_view line) { lines.emplace_back(line); }}));
    CHECK(lines == std::vector<std::string>{"one", "two", "three"});
}

TEST_CASE("A stop request or a timeout kills the child and all that it started") {
    std::stop_source source;
    std::string grandchild;
    const auto stopped = runProcess({.argv = {"sh", "-c", "sleep 1000 & echo $!; wait"},
                                     .onStdoutLine =
                                         [&](std::string_view line) {
                                             grandchild = line;
                                             source.request_stop();
                                         },
                                     .stop = source.get_token()});
    REQUIRE_FALSE(stopped.ok());
    CHECK(stopped.error().code == ErrorCode::Canceled);
    const auto pid = parseInt(grandchild);
    REQUIRE(pid);
    // The grandchild belongs to init now: it is gone, or a zombie until init reaps it.
    const auto gone = [&] {
        const auto stat = readFile("/proc/" + std::to_string(*pid) + "/stat");
        return !stat.ok() || stat->find(") Z ") != std::string::npos || stat->find(") X ") != std::string::npos;
    };
    while (!gone())
        std::this_thread::yield();
    const auto late = runProcess({.argv = {"sleep", "1000"}, .timeout = std::chrono::milliseconds(50)});
    REQUIRE_FALSE(late.ok());
    CHECK(late.error().code == ErrorCode::Timeout);
}
