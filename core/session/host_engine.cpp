// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/session/host_engine.h"

#include <algorithm>
#include <chrono>

#include <nlohmann/json.hpp>

#include "flambeau/base/sha256.h"
#include "flambeau/base/strings.h"
#include "host_engine_work.h"
#include "trainer_pack.h"

namespace flambeau::session {
namespace {

using nlohmann::json;

bool hasGpus(const json& facts) {
    return facts.is_object() && facts.contains("gpus") && facts["gpus"].is_array() && !facts["gpus"].empty();
}

/// What the choice hangs on: where it is the same, so is the engine.
std::string choiceOf(const json& facts, const HostEngineRequest& request, const Engine& desktops,
                     const std::string& sources) {
    json asked = {{"version", 1},
                  {"sources", sources},
                  {"desktops", desktops.key},
                  {"libtorch", request.libtorch},
                  {"requirement", request.requirement},
                  {"cuda", request.wantCuda}};
    if (facts.is_object()) {
        for (const char* key : {"arch", "libtorch", "pythons"})
            asked[key] = facts.value(key, json());
        asked["gpus"] = hasGpus(facts);
    }
    return sha256Hex(asked.dump(-1, ' ', false, json::error_handler_t::replace));
}

}  // namespace

void HostEngineWork::note(const std::string& line) const {
    if (m_log)
        m_log(line);
}

void HostEngineWork::tell(const std::string& what, std::uint64_t done, std::uint64_t total) const {
    if (m_progress)
        m_progress(what, done, total);
}

Result<std::string> HostEngineWork::say(const std::string& script, int seconds) const {
    remote::Command command;
    command.script = script;
    command.timeout = std::chrono::seconds(seconds);
    command.maxOutput = 1u << 20;
    command.stop = m_stop;
    FLAMBEAU_TRY(const auto said, m_host.exec(command));
    return said.out;
}

void HostEngineWork::discard(const std::string& subfolder, const std::string& name, const std::string& mark) const {
    remote::Command command;  // also after a stop: so without its token
    command.script = launch::discardScript(m_request.hostFolder, subfolder, name, mark);
    command.timeout = std::chrono::seconds(60);
    (void)m_host.exec(command);
}

Result<std::optional<launch::EngineReady>> HostEngineWork::look(const std::string& choice) const {
    FLAMBEAU_TRY(const std::string said, say(launch::lookScript(m_request.hostFolder, choice), 120));
    return launch::parseLook(said);
}

Result<HostEngine> HostEngineWork::found(const launch::EngineReady& ready, bool made) const {
    if (m_request.wantCuda && !ready.cuda)
        return Error{ErrorCode::Unavailable,
                     "The trainer on " + m_host.name() + " cannot use a GPU (" + launch::titleOf(ready) + ").",
                     "Its libtorch has no CUDA, or the driver is too old for it: install a PyTorch with CUDA there (or "
                     "an older one, such as torch==2.6.0), then test the host again.",
                     {}};
    return engineOf(ready, made);
}

HostEngine HostEngineWork::engineOf(const launch::EngineReady& ready, bool made) const {
    return {ready.key,
            launch::trainerOf(m_request.hostFolder, ready.key),
            launch::titleOf(ready),
            ready.cuda,
            ready.gpus,
            made,
            ready.formats};
}

/// The host as it is now: what was known may be old, and what it lacked may have been mended.
Status HostEngineWork::survey() {
    tell("looking for libtorch on " + m_host.name());
    FLAMBEAU_TRY(const std::string facts, say(launch::factsScript(m_request.hostFolder), 180));
    FLAMBEAU_TRY(m_facts, launch::parseFacts(facts));
    std::vector<std::string> places = launch::torchPlaces(m_facts);
    if (!m_request.libtorch.empty())
        places = {m_request.libtorch};
    else if (m_desktop && m_desktop->arch == m_facts.arch)
        places.push_back(
            fs::path(m_desktop->library).parent_path().string());  // a libtorch without headers serves, too
    FLAMBEAU_TRY(const std::string said, say(launch::workshopScript(m_request.hostFolder, places), 180));
    FLAMBEAU_TRY(m_workshop, launch::parseWorkshop(said));
    return {};
}

Result<std::vector<launch::HostTorch>> HostEngineWork::candidates() {
    std::vector<launch::HostTorch> torches = m_workshop.torches;
    if (!m_request.libtorch.empty()) {
        std::erase_if(torches, [&](const launch::HostTorch& torch) { return torch.asked != m_request.libtorch; });
        if (torches.empty())
            return Error{ErrorCode::NotFound,
                         "There is no libtorch at " + m_request.libtorch + " on " + m_host.name() + ".",
                         "Name the folder of the Python package torch, a Python or an environment that has it, or a "
                         "libtorch; or none: then the best one there is taken.",
                         {}};
    }
    auto ranked = launch::rankTorches(std::move(torches), m_request.wantCuda || !m_facts.gpus.empty());
    const bool cuda =
        !ranked.empty() && std::any_of(ranked.begin(), ranked.end(), [](const auto& t) { return t.cuda; });
    // Where there are GPUs, a libtorch that cannot use them is no choice beside one that can.
    if (m_request.wantCuda || (cuda && !m_facts.gpus.empty()))
        std::erase_if(ranked, [](const launch::HostTorch& torch) { return !torch.cuda; });
    for (const launch::HostTorch& torch : ranked)
        note("libtorch " + (torch.version.empty() ? "" : torch.version + " ") + "at " + torch.folder +
             (torch.cuda ? ", CUDA" : ", CPU") + (torch.abi == "old" ? ", old ABI" : "") +
             (torch.package.empty() ? ", without headers" : ""));
    return ranked;
}

Result<HostEngine> HostEngineWork::make() {
    if (const auto known = readDesktops(); !known) {
        if (known.error().code == ErrorCode::Canceled)
            return known.error();
        note("This machine's trainer is not sent: " + known.error().message);
    }
    FLAMBEAU_CHECK(survey());
    FLAMBEAU_TRY(auto torches, candidates());
    for (const launch::HostTorch& torch : torches) {
        FLAMBEAU_TRY(const auto sent, send(torch));
        if (sent)
            return found(*sent, true);
    }
    const auto buildable = [](const launch::HostTorch& torch) { return !torch.package.empty(); };
    auto torch = std::find_if(torches.begin(), torches.end(), buildable);
    if (torch == torches.end() && !(m_request.allowPip && m_request.libtorch.empty()))
        return noTorch(torches);
    // Before gigabytes are fetched for nothing.
    FLAMBEAU_TRY(const launch::BuildTools tools, launch::buildTools(m_workshop, m_facts));
    if (torch == torches.end()) {
        FLAMBEAU_CHECK(makeEnvironment());
        FLAMBEAU_CHECK(survey());
        FLAMBEAU_TRY(torches, candidates());
        torch = std::find_if(torches.begin(), torches.end(), buildable);
        if (torch == torches.end())
            return noTorch(torches);
    }
    return build(*torch, tools);
}

Error HostEngineWork::noTorch(const std::vector<launch::HostTorch>& torches) const {
    const std::string who = m_host.name();
    if (!torches.empty())
        return {
            ErrorCode::Unavailable,
            "The libtorch at " + torches.front().folder + " on " + who +
                " has no headers to build a trainer with, and this machine's trainer does not fit it.",
            "On Debian: sudo apt-get install --no-install-recommends libtorch-dev. Or install a PyTorch: python3 -m "
            "venv ~/torch && ~/torch/bin/pip install torch",
            {}};
    return {ErrorCode::Unavailable,
            who + " has no libtorch" + (m_request.wantCuda ? " that can use a GPU." : " for a trainer to stand on."),
            "On the host: python3 -m venv ~/torch && ~/torch/bin/pip install torch",
            {}};
}

/// The question, in m_choice.
Status HostEngineWork::begin(const json& facts) {
    if (!startsWith(m_request.hostFolder, "/") || m_request.hostFolder.find('\n') != std::string::npos)
        return Error{ErrorCode::InvalidArgument, "A host's folder is named from its root.", {}, m_request.hostFolder};
    if (const auto sources = trainerSourcesHash())
        m_sources = *sources;
    m_choice = choiceOf(facts, m_request, m_desktops, m_sources);
    return {};
}

Result<std::optional<HostEngine>> HostEngineWork::find(const json& facts) {
    FLAMBEAU_CHECK(begin(facts));
    FLAMBEAU_TRY(const auto there, look(m_choice));
    return there ? std::optional(engineOf(*there, false)) : std::nullopt;
}

Result<HostEngine> HostEngineWork::run(const json& facts) {
    FLAMBEAU_CHECK(begin(facts));
    FLAMBEAU_TRY(auto there, look(m_choice));
    if (!there)
        return make();
    // A driver that did not answer when the engine was made may do so now.
    if (!there->cuda && hasGpus(facts)) {
        tell("trying the trainer on " + m_host.name());
        FLAMBEAU_TRY(const std::string said, say(launch::refreshScript(m_request.hostFolder, there->key), 330));
        FLAMBEAU_TRY(const auto now, launch::parseLook(said));
        there = now ? now : there;
    }
    return found(*there, false);
}

Result<HostEngine> ensureHostEngine(remote::Transport& host, const json& facts, const HostEngineRequest& request,
                                    const Engine& desktops, std::stop_token stop, const ProgressCallback& progress,
                                    const std::function<void(const std::string& line)>& log) {
    return HostEngineWork(host, request, desktops, std::move(stop), progress, log).run(facts);
}

Result<std::optional<HostEngine>> findHostEngine(remote::Transport& host, const json& facts,
                                                 const HostEngineRequest& request, const Engine& desktops,
                                                 std::stop_token stop) {
    const ProgressCallback quiet;
    const std::function<void(const std::string&)> unread;
    return HostEngineWork(host, request, desktops, std::move(stop), quiet, unread).find(facts);
}

}  // namespace flambeau::session
