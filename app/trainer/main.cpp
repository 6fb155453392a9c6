// SPDX-License-Identifier: GPL-3.0-or-later
// flambeau-trainer: trains by a run's folder. Exit: 0 done, 1 failed (the last line on stderr is the cause), 2 wrong
// usage, 143 stopped by SIGTERM with a checkpoint written.
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "commands.h"
#include "engine_info.h"

namespace {

using namespace flambeau::trainer;

std::atomic<bool> stopRequested = false;
static_assert(std::atomic<bool>::is_always_lock_free);

constexpr const char* usage =
    "flambeau-trainer train --run FOLDER\n"
    "    trains by FOLDER/run.json and FOLDER/data/manifest.json; writes events.jsonl and outputs/ there\n"
    "flambeau-trainer logits --model model.json --weights FILE --inputs X.safetensors --out Y.safetensors\n"
    "    writes the logits of \"inputs\" [N,3,S,S]\n"
    "flambeau-trainer info\n"
    "    prints what this engine is, as JSON\n"
    "flambeau-trainer version\n";

int wrongUsage(const std::string& why) {
    std::fprintf(stderr, "%s%s\n", usage, why.c_str());
    return 2;
}

/// "--name value" pairs, exactly those of `names`; nothing where that is not so.
std::optional<std::map<std::string, std::string>> options(const std::vector<std::string>& words,
                                                          const std::vector<std::string>& names) {
    std::map<std::string, std::string> found;
    for (std::size_t i = 0; i + 1 < words.size(); i += 2)
        found[words[i]] = words[i + 1];
    if (words.size() != 2 * names.size() || found.size() != names.size())
        return std::nullopt;
    for (const auto& name : names) {
        if (!found.count(name))
            return std::nullopt;
    }
    return found;
}

/// How OpenMP's threads wait for each other: a moment, then asleep. libgomp's own choice, to spin for milliseconds
/// while its threads fit the cores, was measured four and more times slower as soon as anything else runs, and
/// something does: the threads that prepare the pictures. libgomp reads its settings when it is loaded, before main, so
/// the program starts itself anew with the setting, once; the process stays the same.
void waitBriefly(char** argv) {
    if (std::getenv("GOMP_SPINCOUNT") || std::getenv("OMP_WAIT_POLICY"))
        return;
    setenv("GOMP_SPINCOUNT", "3000", 1);  // some 50 microseconds
    execv("/proc/self/exe", argv);
    // Without /proc it goes on as it is.
}

void stopOnSignals() {
    struct sigaction action {};
    action.sa_handler = [](int) { stopRequested = true; };
    action.sa_flags = static_cast<int>(SA_RESETHAND);  // a second one ends the process at once
    sigaction(SIGTERM, &action, nullptr);
    sigaction(SIGINT, &action, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
}

}  // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> words(argv + 1, argv + argc);
    if (words.empty())
        return wrongUsage("No command was given.");
    const std::string& command = words.front();
    const std::vector<std::string> rest(words.begin() + 1, words.end());
    if (command == "train") {
        const auto given = options(rest, {"--run"});
        if (!given)
            return wrongUsage("train wants --run FOLDER.");
        waitBriefly(argv);
        stopOnSignals();
        return trainCommand(given->at("--run"), stopRequested);
    }
    if (command == "logits") {
        const auto given = options(rest, {"--model", "--weights", "--inputs", "--out"});
        if (!given)
            return wrongUsage("logits wants --model, --weights, --inputs and --out.");
        return logitsCommand({given->at("--model"), given->at("--weights"), given->at("--inputs"), given->at("--out")});
    }
    if (command == "info" && rest.empty()) {
        std::printf("%s\n", engineInfo().dump(1).c_str());
        return 0;
    }
    if (command == "version" && rest.empty()) {
        std::printf("flambeau-trainer, libtorch %s\n", torchVersion().c_str());
        return 0;
    }
    if (command == "--help" || command == "help") {
        std::printf("%s", usage);
        return 0;
    }
    return wrongUsage("There is no command '" + command + "'.");
}
