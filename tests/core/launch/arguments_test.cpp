// SPDX-License-Identifier: GPL-3.0-or-later
// What of names, words and environment reaches the program, under every shell of this machine.
#include <cstdlib>

#include "flambeau/base/strings.h"
#include "lab.h"

using namespace flambeau;
using namespace flambeau::test;
using domain::RunState;

TEST_CASE("A host's folder and outputs may have any name") {
    for (const std::string& shell : shells()) {
        CAPTURE(shell);
        Lab lab(shell, "a 'host' \"with\" $HOME `id` *\nand a line, ünï");
        auto plan = lab.script(
            "printf 1 >'outputs/a\"b\\c'; printf 22 >'outputs/new\nline'; printf 333 >outputs/ü; "
            "printf 4444 >\"outputs/$(printf '\\377')\"; echo \"$FLAMBEAU_RUN_DIR\" >outputs/dir");
        plan.name = "a \"name\"\nwith 'lines'";
        const std::string run = lab.go(plan);
        auto record = lab.wait(run);
        CHECK(record.state == RunState::Completed);
        CHECK(record.sizeOf("outputs/a\"b\\c") == 1u);
        CHECK(record.sizeOf("outputs/ü") == 3u);
        // A newline and what is no UTF-8 cannot be stored elsewhere under that name.
        CHECK_FALSE(record.sizeOf("outputs/new\nline"));
        CHECK(record.skipped.size() == 2);
        CHECK(read(lab.folder(run) / "outputs/dir") == lab.folder(run).string() + "\n");
    }
}

TEST_CASE("Arguments: names are replaced in each rank's process, two dollars are one, nothing else expands") {
    for (const std::string& shell : shells()) {
        CAPTURE(shell);
        Lab lab(shell);
        std::vector<std::string> words = {
            "r$RANK", "${WORLD_SIZE}x", "$$RANK", "$$$RANK", "a$",  "$1",        "${1}", "$(id)", "`id`", "*", "~",
            "\\n",    "${unclosed",     "$-",     "${A-b}",  "$MY", "é$RANK\xff"};
        auto plan = lab.plan({});
        plan.environment["MY"] = "$RANK line\nend\n";
        plan.ranks.assign(2, {});
        for (auto& rank : plan.ranks) {
            rank.argv = {"sh", "-c", launch::literalArgument("printf '%s\\0' \"$@\" >outputs/$RANK"), "sh"};
            rank.argv.insert(rank.argv.end(), words.begin(), words.end());
        }
        lab.wait(lab.go(plan));
        const std::vector<std::string> expected = {
            "r1",     "2x", "$RANK", "$1",  "a$",         "$1", "${1}",   "$(id)",
            "`id`",   "*",  "~",     "\\n", "${unclosed", "$-", "${A-b}", "$RANK line\nend\n",
            "é1\xff", ""};
        CHECK(split(read(lab.folder(plan.run) / "outputs/1"), '\0') == expected);
        CHECK(split(read(lab.folder(plan.run) / "outputs/0"), '\0')[0] == "r0");
    }
}

TEST_CASE("A name that is not set ends the run with a message, not with an empty word") {
    Lab lab;
    auto plan = lab.plan({"echo", "$FLAMBEAU_SURELY_NOT_SET"});
    auto record = lab.wait(lab.go(plan));
    CHECK(record.exitCode == 126);
    CHECK(read(lab.folder(plan.run) / "logs/stdout.log").find("names $FLAMBEAU_SURELY_NOT_SET") != std::string::npos);
}

TEST_CASE("Random bytes reach the program unchanged, as argument and in the environment") {
    std::uint64_t seed = 88172645463325252ull;
    const auto next = [&] {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        return seed ^= seed << 17;
    };
    for (const std::string& shell : shells()) {
        CAPTURE(shell);
        Lab lab(shell);
        std::vector<std::string> words;
        std::string all;
        for (int byte = 1; byte < 256; ++byte)
            all += static_cast<char>(byte);
        words.push_back(all);
        for (int i = 0; i < 60; ++i) {
            std::string word;
            for (std::size_t length = next() % 40; word.size() < length;)
                word += static_cast<char>(1 + next() % 255);
            words.push_back(word);
        }
        auto plan = lab.plan({"sh", "-c",
                              launch::literalArgument("printf '%s\\0' \"$@\" >outputs/args; "
                                                      "env -0 | LC_ALL=C grep -az ^ALL= >outputs/env"),
                              "sh"});
        for (const auto& word : words)
            plan.ranks[0].argv.push_back(launch::literalArgument(word));
        plan.environment["ALL"] = all;
        CHECK(lab.wait(lab.go(plan)).state == RunState::Completed);
        words.push_back("");
        CHECK(split(read(lab.folder(plan.run) / "outputs/args"), '\0') == words);
        CHECK(read(lab.folder(plan.run) / "outputs/env") == "ALL=" + all + std::string(1, '\0'));
    }
}

TEST_CASE("The program sees its run, its rank, its own locale and no word of the supervisor's") {
    Lab lab;
    ::setenv("LC_ALL", "C.UTF-8", 1);
    auto plan = lab.script("env >outputs/env; pwd >outputs/pwd; grep SigIgn /proc/self/status >outputs/ignored");
    lab.wait(lab.go(plan));
    ::unsetenv("LC_ALL");
    const std::string env = "\n" + read(lab.folder(plan.run) / "outputs/env");
    for (const std::string& line : {"FLAMBEAU_RUN=" + plan.run, std::string("FLAMBEAU_RANK=0"), std::string("RANK=0"),
                                    std::string("LOCAL_RANK=0"), std::string("WORLD_SIZE=1"),
                                    std::string("LC_ALL=C.UTF-8"), std::string("MASTER_ADDR=127.0.0.1")})
        CHECK(env.find("\n" + line + "\n") != std::string::npos);
    CHECK(env.find("\nfb_") == std::string::npos);
    CHECK(env.find("\nFB_") == std::string::npos);
    CHECK(env.find("FLAMBEAU_SHELL") == std::string::npos);
    CHECK(read(lab.folder(plan.run) / "outputs/pwd") == lab.folder(plan.run).string() + "\n");
    CHECK(trim(read(lab.folder(plan.run) / "outputs/ignored")) == "SigIgn:\t0000000000000000");
}
