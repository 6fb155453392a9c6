// SPDX-License-Identifier: GPL-3.0-or-later
// A trainer built on a host against a libtorch there, and a private environment where there is none.
#include <algorithm>
#include <chrono>
#include <cstring>

#include "flambeau/base/id.h"
#include "flambeau/base/sha256.h"
#include "flambeau/base/strings.h"
#include "flambeau/session/engine_prepare.h"
#include "host_engine_work.h"
#include "trainer_pack.h"

namespace flambeau::session {
namespace {

constexpr std::uint64_t kRoomForTorch = 9'000'000'000, kRoomForBuild = 1'500'000'000;
/// What a build may print: more is a host that does not stop.
constexpr std::uint64_t kMostPrinted = 256u << 20;
constexpr std::size_t kLongestLine = 64u << 10;
constexpr std::chrono::hours kBuildWithin{6};

const char* wordsOf(const std::string& step) {
    if (step == "waiting")
        return "waiting for another one that builds on this host";
    if (step == "configure")
        return "configuring the trainer";
    if (step == "build")
        return "building the trainer";
    if (step == "install")
        return "putting the trainer in its place";
    if (step == "venv")
        return "making a Python environment on the host";
    if (step == "pip")
        return "installing PyTorch into it";
    return "trying the trainer";
}

bool isNewEnough(const std::string& version) {
    const auto parts = split(version, '.');
    return parts.size() > 1 && parts[0] == "3" && parseInt(parts[1]).value_or(0) >= 9;
}

}  // namespace

Status HostEngineWork::checkRoom(std::uint64_t needed) const {
    if (m_facts.freeBytes == 0 || m_facts.freeBytes >= needed)  // 0: not known
        return {};
    return Error{ErrorCode::DiskFull,
                 "An engine takes up to " + formatBytes(needed) + " while it is made, and only " +
                     formatBytes(m_facts.freeBytes) + " are free on " + m_host.name() + " at " + m_request.hostFolder +
                     ".",
                 "Free some space there, or give the host another folder.",
                 {}};
}

Status HostEngineWork::sendSources(const std::string& name) {
    tell("sending the trainer's sources");
    FLAMBEAU_TRY(const TrainerPack pack, packTrainer(m_facts.arch == "x86_64"));
    if (!pack.codecs)
        note("No picture codecs are sent: the host's own are used, where it has them.");
    std::size_t at = 0;
    remote::StreamCommand command;
    command.script = launch::fetchScript(m_request.hostFolder, name);
    command.stop = m_stop;
    command.input = [&](char* into, std::size_t size) {
        const std::size_t count = std::min(size, pack.tar.size() - at);
        std::memcpy(into, pack.tar.data() + at, count);
        at += count;
        tell("sending the trainer's sources", at, pack.tar.size());
        return static_cast<long>(count);
    };
    FLAMBEAU_TRY(const auto sent, m_host.stream(command));
    if (sent.exitCode != 0)
        return Error{ErrorCode::Io, "The trainer's sources could not be written on " + m_host.name() + ".",
                     "Is its disk full?", toPlainText(sent.err.substr(0, 500))};
    return {};
}

/// Runs a script that prints as builds do. True: it came to its end.
Result<bool> HostEngineWork::follow(const std::string& script, launch::BuildReader& reader) {
    std::string held;
    std::uint64_t printed = 0;
    const auto take = [&](std::string_view line) {
        const auto read = reader.take(line);
        if (read.step)
            tell(wordsOf(reader.step()));
        if (read.count)
            tell(wordsOf(reader.step()), read.count->done, read.count->total);
        if (!read.text.empty())
            note(read.text);
    };
    remote::StreamCommand command;
    command.script = script;
    command.timeout = kBuildWithin;
    command.stop = m_stop;
    command.out = [&](std::string_view bytes) {
        printed += bytes.size();
        held.append(bytes);
        std::size_t begin = 0;
        for (std::size_t end; (end = held.find('\n', begin)) != std::string::npos; begin = end + 1)
            take(std::string_view(held).substr(begin, end - begin));
        held.erase(0, begin);
        if (held.size() > kLongestLine)
            take(std::exchange(held, {}));
        return printed < kMostPrinted;
    };
    FLAMBEAU_TRY(const auto done, m_host.stream(command));
    if (!held.empty())
        take(held);
    if (printed >= kMostPrinted)
        return Error{
            ErrorCode::Corrupt, m_host.name() + " prints without an end while it builds.", {}, reader.firstError()};
    for (const std::string& line : split(done.err.substr(0, 4000), '\n'))
        if (!line.empty())
            note(toPlainText(line));
    return reader.answered();
}

Result<HostEngine> HostEngineWork::build(const launch::HostTorch& torch, const launch::BuildTools& tools) {
    FLAMBEAU_TRY(const fs::path sources, trainerSources());
    launch::BuildOrder order;
    order.tag = sha256Hex(m_sources + "\n" + torch.library + "\n" + torch.identity + "\n" + torch.package + "\n" +
                          tools.compiler + "\n");
    FLAMBEAU_TRY(const auto there, look(order.tag));
    if (there) {
        FLAMBEAU_TRY(const std::string said,
                     say(launch::rememberScript(m_request.hostFolder, m_choice, there->key), 60));
        return found(*there, false);
    }
    FLAMBEAU_CHECK(checkRoom(kRoomForBuild));
    const std::string name = ".build-" + newUuid();
    FLAMBEAU_TRY(const std::string begun, say(launch::beginScript(m_request.hostFolder, name), 120));
    FLAMBEAU_CHECK(launch::parseBegin(begun));
    order.finish = {m_request.hostFolder, name, {m_choice}, torch.library, m_sources, "built", {}};
    order.package = torch.package;
    order.tools = tools;
    order.mark = "flambeau-build-" + newUuid();
    const auto work = [&]() -> Result<launch::EngineReady> {
        FLAMBEAU_CHECK(sendSources(name));
        launch::BuildReader reader(order.mark);
        FLAMBEAU_TRY(const bool ended, follow(launch::buildScript(order), reader));
        if (!ended)
            return Error{ErrorCode::Failed,
                         "The trainer could not be built on " + m_host.name() + " against the libtorch at " +
                             torch.folder + " (while " + wordsOf(reader.step()) + ").",
                         "The first error stands below, all lines in the log. PyTorch 1.13 and newer is supported, g++ "
                         "10 and newer.",
                         reader.firstError()};
        return launch::parseFinish(reader.answer());
    };
    const auto made = work();
    if (!made) {
        discard("trainer", name);
        return made.error();
    }
    note("The trainer was built: " + launch::titleOf(*made));
    return found(*made, true);
}

Status HostEngineWork::makeEnvironment() {
    if (startsWith(trim(m_request.requirement), "-") || trim(m_request.requirement).empty())
        return Error{ErrorCode::InvalidArgument,
                     "pip is given a package, not '" + m_request.requirement + "'.",
                     "Such as torch or torch==2.6.0.",
                     {}};
    FLAMBEAU_CHECK(checkRoom(kRoomForTorch));
    std::vector<launch::PythonFacts> pythons = m_facts.pythons;
    std::erase_if(pythons, [](const auto& python) { return !isNewEnough(python.version); });
    if (pythons.empty())
        return Error{ErrorCode::Unavailable,
                     m_host.name() + " has neither a libtorch nor a Python 3.9 or newer to install one with.",
                     "Install python3 and python3-venv there, or a PyTorch, and test the host again.",
                     {}};
    // The system's first: one in a home may be an environment that goes away.
    std::stable_partition(pythons.begin(), pythons.end(),
                          [](const auto& python) { return startsWith(python.path, "/usr/"); });
    std::string why, step;
    for (std::size_t i = 0; i < std::min<std::size_t>(pythons.size(), 3); ++i) {
        const std::string name = sha256Hex(m_request.requirement + "\n" + pythons[i].path + "\n" + pythons[i].version);
        const std::string mark = "flambeau-build-" + newUuid();
        launch::BuildReader reader(mark);
        const auto ended = follow(
            launch::venvScript(m_request.hostFolder, name, mark, pythons[i].path, m_request.requirement), reader);
        if (!ended) {
            discard("env", name, mark);
            return ended.error();
        }
        if (*ended)
            return {};
        why = reader.firstError();
        step = reader.step();
        if (step != "venv")
            break;  // another Python reaches the index no better
    }
    return Error{ErrorCode::Unavailable,
                 m_host.name() + " has no libtorch, and " +
                     (step == "venv" ? "its Pythons make no environment to install one in."
                                     : "'" + m_request.requirement + "' could not be installed there."),
                 step == "venv"
                     ? "On Debian: sudo apt-get install python3-venv"
                     : "Does the host reach a package index? Where it does not, bring a PyTorch there and name it: "
                       "python3 -m venv ~/torch && ~/torch/bin/pip install torch",
                 why};
}

}  // namespace flambeau::session
