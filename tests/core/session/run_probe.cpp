// SPDX-License-Identifier: GPL-3.0-or-later
// follow WORKSPACE: follows until no run is unfinished, whoever holds the lock; made to be killed.
// write: a program's side of a run: metrics in torn pieces with bad lines between, until a file `finish` lies in the
// run's folder.
#include <unistd.h>

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include <fcntl.h>

#include "flambeau/base/strings.h"
#include "flambeau/session/run_follower.h"
#include "flambeau/session/workspace.h"

using namespace flambeau;

namespace {

int follow(const char* folder) {
    auto workspace = session::Workspace::open(folder);
    if (!workspace) {
        std::fprintf(stderr, "%s\n", workspace.error().message.c_str());
        return 1;
    }
    session::RunFollower follower(**workspace);
    while (true) {
        const auto pass = follower.pass();
        if (!pass) {
            std::fprintf(stderr, "%s\n", pass.error().message.c_str());
            return 1;
        }
        for (const auto& problem : pass->problems)
            std::fprintf(stderr, "%s\n", problem.message.c_str());
        if (pass->unfinished == 0)
            return 0;
        if (!pass->changed())
            usleep(2000);
    }
}

void put(int fd, std::string_view bytes) {
    while (!bytes.empty()) {
        const auto written = write(fd, bytes.data(), bytes.size());
        if (written <= 0)
            std::exit(1);
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
}

int writeStream() {
    const std::string folder = std::getenv("FLAMBEAU_RUN_DIR");
    const int fd = open((folder + "/events.jsonl").c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (fd < 0)
        return 1;
    put(fd, R"({"flambeau":1,"run":")" + std::string(std::getenv("FLAMBEAU_RUN")) + "\",\"rank\":0}\n");
    const std::string finish = folder + "/finish";
    for (std::int64_t step = 1;; ++step) {
        std::string line = R"({"e":"metric","t":)" + formatDouble(1.7e9 + static_cast<double>(step) / 8) +
                           R"(,"step":)" + std::to_string(step) + R"(,"v":{"train/loss":)" +
                           formatDouble(std::sin(static_cast<double>(step)) / 3) + R"(,"train/acc":)" +
                           (step % 97 == 0 ? "\"nan\"" : formatDouble(1.0 / static_cast<double>(step))) + "}}\n";
        if (step % 50 == 0)
            line += R"({"e":"metric","t":1,"v":{"counted":)" + std::to_string(step) + "}}\n";
        if (step % 61 == 0)
            line += "this is no JSON\n";
        if (step % 7 == 0) {  // in two pieces, with a look at the clock between them
            put(fd, std::string_view(line).substr(0, line.size() / 2));
            usleep(300);
            put(fd, std::string_view(line).substr(line.size() / 2));
        } else {
            put(fd, line);
        }
        if (step % 10 == 0) {
            usleep(1000);
            if (access(finish.c_str(), F_OK) == 0)
                break;
        }
    }
    put(fd, R"({"e":"metric","t":2,"step":1,"v":{"torn)");  // a last line that never ends
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc == 3 && std::strcmp(argv[1], "follow") == 0)
        return follow(argv[2]);
    if (argc == 2 && std::strcmp(argv[1], "write") == 0)
        return writeStream();
    return 2;
}
