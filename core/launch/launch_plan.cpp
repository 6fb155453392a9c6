// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/launch/launch_plan.h"

#include <cmath>

#include "flambeau/base/id.h"

namespace flambeau::launch {

namespace {

constexpr std::size_t maxRanks = 1024;
// Linux takes 128 KiB in one word; more would fail on the host with a message that names nothing.
constexpr std::size_t maxWord = 128 * 1024 - 1;
constexpr double maxSeconds = 1e8;
constexpr int maxGpus = 1024, maxPriority = 1000;

Error bad(std::string message, std::string hint = {}) {
    return Error{ErrorCode::InvalidArgument, std::move(message), std::move(hint), {}};
}

bool hasNul(std::string_view text) {
    return text.find('\0') != std::string_view::npos;
}

bool isVariableName(std::string_view name) {
    if (name.empty() || (name[0] >= '0' && name[0] <= '9'))
        return false;
    for (char c : name) {
        if (!((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'))
            return false;
    }
    return true;
}

Status checkEnvironment(const std::map<std::string, std::string>& environment) {
    for (const auto& [name, value] : environment) {
        if (!isVariableName(name))
            return bad("'" + name + "' is no name of an environment variable.",
                       "Use letters, digits and underscores, not a digit first.");
        if (name == "FLAMBEAU_RUN" || name == "FLAMBEAU_RUN_DIR" || name == "FLAMBEAU_RANK")
            return bad(name + " is set by Flambeau for every process of a run.", "Choose another name.");
        if (hasNul(value) || value.size() > maxWord)
            return bad("The value of the environment variable " + name + " holds a NUL or is longer than 128 kB.",
                       "Put it into a file.");
    }
    return {};
}

// What it gets is settled on the host, when it is its turn.
Status checkGpus(const LaunchPlan& plan) {
    if (plan.gpus < 0 || plan.gpus > maxGpus)
        return bad("A run can ask for 0 to 1024 GPUs.");
    if (plan.priority < -maxPriority || plan.priority > maxPriority)
        return bad("A priority is a whole number from -1000 to 1000.");
    bool chosen = plan.environment.count("CUDA_VISIBLE_DEVICES") > 0;
    for (const RankCommand& rank : plan.ranks)
        chosen = chosen || rank.environment.count("CUDA_VISIBLE_DEVICES") > 0;
    if (plan.gpus > 0 && chosen)
        return bad("CUDA_VISIBLE_DEVICES is set by Flambeau for a run that asks for GPUs.",
                   "Take it out of the environment, or ask for no GPU.");
    return {};
}

}  // namespace

std::string literalArgument(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (char c : text) {
        out += c;
        if (c == '$')
            out += c;
    }
    return out;
}

Status validate(const LaunchPlan& plan) {
    if (!isUuid(plan.run))
        return bad("'" + plan.run + "' is no run's id.");
    if (plan.hostFolder.empty() || plan.hostFolder[0] != '/' || hasNul(plan.hostFolder))
        return bad("The host's folder must be an absolute path, not '" + plan.hostFolder + "'.");
    if (hasNul(plan.workingDir))
        return bad("The working folder holds a NUL.");
    if (plan.ranks.empty() || plan.ranks.size() > maxRanks)
        return bad("A run has between 1 and 1024 processes.");
    FLAMBEAU_CHECK(checkEnvironment(plan.environment));
    for (const RankCommand& rank : plan.ranks) {
        if (rank.argv.empty() || rank.argv[0].empty())
            return bad("There is no program to start.", "Give a command.");
        for (const std::string& word : rank.argv) {
            if (hasNul(word) || word.size() > maxWord)
                return bad("A word of the command holds a NUL or is longer than 128 kB.", "Put it into a file.");
        }
        FLAMBEAU_CHECK(checkEnvironment(rank.environment));
    }
    for (double seconds : {plan.graceSeconds, plan.timeLimitSeconds}) {
        if (!std::isfinite(seconds) || seconds < 0 || seconds > maxSeconds)
            return bad("A time limit must be a number of seconds, 0 or more.");
    }
    return checkGpus(plan);
}

std::string runFolder(const std::string& hostFolder, const std::string& run) {
    return hostFolder + "/runs/" + run;
}

std::string logName(int rank) {
    return rank == 0 ? "logs/stdout.log" : "logs/rank-" + std::to_string(rank) + ".log";
}

std::string eventsName(int rank) {
    return rank == 0 ? "events.jsonl" : "events-" + std::to_string(rank) + ".jsonl";
}

}  // namespace flambeau::launch
