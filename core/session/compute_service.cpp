// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/session/compute_service.h"

#include <chrono>
#include <cmath>

#include "flambeau/base/clock.h"
#include "flambeau/base/strings.h"
#include "flambeau/launch/host_facts.h"
#include "flambeau/remote/ssh_transport.h"
#include "flambeau/session/dataset_service.h"
#include "flambeau/session/hosts.h"
#include "flambeau/session/workspace.h"
#include "flambeau/store/computes.h"
#include "flambeau/store/runs.h"

namespace flambeau::session {
namespace {

using nlohmann::json;

constexpr std::size_t kMostFacts = 1u << 20;
constexpr std::chrono::seconds kFactsWithin{180};  ///< Pythons on a slow network home take their time
/// A clock that is this far off makes times hard to compare.
constexpr double kClockMayDiffer = 60;

json hopJson(const domain::SshHop& hop) {
    return {{"user", hop.user}, {"host", hop.host}, {"port", hop.port}};
}

std::optional<domain::SshHop> hopOf(const json& value) {
    if (!value.is_object())
        return std::nullopt;
    domain::SshHop hop{value.value("user", ""), value.value("host", ""), 0};
    if (const auto port = value.find("port"); port != value.end() && port->is_number_integer())
        hop.port = port->get<int>();
    return hop.host.empty() ? std::nullopt : std::optional(hop);
}

std::string definitionOf(const ComputeTarget& target) {
    json jumps = json::array();
    for (const auto& hop : target.address.jumps)
        jumps.push_back(hopJson(hop));
    return json{{"kind", "ssh"},
                {"target", hopJson(target.address.target)},
                {"jumps", jumps},
                {"identities", target.address.identities},
                {"libtorch", target.libtorch},
                {"folder", target.folder}}
        .dump();
}

bool isCluster(const store::ComputeRecord& record) {
    const json definition = json::parse(record.definition, nullptr, false);
    return definition.is_object() && definition.value("kind", json()) == "cluster";
}

Result<ComputeTarget> targetOf(const store::ComputeRecord& record) {
    const Error damaged{ErrorCode::Corrupt,
                        "How " + record.name + " is reached cannot be read from the workspace.",
                        "Remove it and add it again.",
                        {}};
    const json definition = json::parse(record.definition, nullptr, false);
    if (!definition.is_object() || !definition.contains("target"))
        return damaged;
    ComputeTarget target;
    target.name = record.name;
    target.added = record.added;
    target.tested = record.tested;
    try {
        const auto hop = hopOf(definition["target"]);
        if (!hop)
            return damaged;
        target.address.target = *hop;
        for (const json& each : definition.value("jumps", json::array()))
            if (const auto jump = hopOf(each))
                target.address.jumps.push_back(*jump);
        target.address.identities = definition.value("identities", std::vector<std::string>{});
        target.folder = definition.value("folder", target.folder);
        target.libtorch = definition.value("libtorch", "");
    } catch (const json::exception&) {
        return damaged;
    }
    target.facts = record.facts.empty() ? json() : json::parse(record.facts, nullptr, false);
    if (target.facts.is_discarded())
        target.facts = json();
    return target;
}

bool isFolder(const std::string& folder) {
    return (startsWith(folder, "/") || startsWith(folder, "~/")) && folder.size() > 2 && folder.size() < 1000 &&
           folder.find('\0') == std::string::npos && folder.find('\n') == std::string::npos;
}

Result<ComputeTarget> targetOf(const ComputeRequest& request) {
    ComputeTarget target;
    FLAMBEAU_TRY(target.address, domain::parseSshAddress(request.address));
    target.address.identities.insert(target.address.identities.end(), request.identities.begin(),
                                     request.identities.end());
    if (!request.jumps.empty()) {
        FLAMBEAU_TRY(target.address.jumps, domain::parseSshJumps(request.jumps));
    }
    target.name = request.name.empty() ? toValidName(target.address.target.host) : request.name;
    if (!request.folder.empty())
        target.folder = request.folder;
    target.libtorch = request.libtorch;
    if (!target.libtorch.empty() && !isFolder(target.libtorch))
        return Error{ErrorCode::InvalidArgument,
                     "'" + escapeControls(target.libtorch) + "' is no place of a PyTorch on a host.",
                     "Give an absolute path there, or one that begins with ~/: a Python, an environment, or a folder "
                     "with libtorch.",
                     {}};
    if (!isFolder(target.folder))
        return Error{ErrorCode::InvalidArgument,
                     "'" + escapeControls(target.folder) + "' is no folder of a host.",
                     "Name it from the root (/scratch/anna/flambeau) or from the home (~/flambeau).",
                     {}};
    return target;
}

/// Asks over `host`; seconds of the round trip stand under "latency".
Result<json> askHost(remote::SshTransport& host, const ComputeTarget& target, std::stop_token stop,
                     const ProgressCallback& progress) {
    const auto tell = [&](const std::string& what) {
        if (progress)
            progress(what, 0, 0);
    };
    tell("connecting to " + host.name());
    FLAMBEAU_CHECK(host.connect(stop));
    const auto begun = std::chrono::steady_clock::now();
    remote::Command hello;
    hello.script = ":";
    hello.stop = stop;
    FLAMBEAU_TRY(const auto greeted, host.exec(hello));
    const double latency = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    if (greeted.exitCode != 0)
        return Error{ErrorCode::Failed, host.name() + " runs no POSIX shell.", "Flambeau needs /bin/sh there.",
                     toPlainText(greeted.err.substr(0, 500))};
    tell("asking " + host.name() + " what it has");
    remote::Command command;
    command.script = launch::factsScript(target.folder);
    command.timeout = kFactsWithin;
    command.maxOutput = kMostFacts;
    command.stop = stop;
    const double asked = unixNow();
    FLAMBEAU_TRY(const auto said, host.exec(command));
    FLAMBEAU_TRY(const launch::HostFacts facts, launch::parseFacts(said.out));
    json all = launch::toJson(facts);
    all["reachable"] = true;  // what cannot be reached answers with an error, and keeps what was known
    const remote::HostKey key = host.hostKey();
    all["host_key"] = {{"type", key.type}, {"fingerprint", key.fingerprint}, {"known", true}};
    all["latency"] = latency;
    all["clock_offset"] = facts.clock > 0 ? json(std::round(facts.clock - asked)) : json();
    if (facts.clock > 0 && std::abs(facts.clock - asked) > kClockMayDiffer)
        all["missing"].push_back({{"what", "the right time"},
                                  {"for", "times that can be compared with this machine's"},
                                  {"mend", "sudo timedatectl set-ntp true"}});
    return all;
}

}  // namespace

Result<json> ComputeService::ask(const ComputeTarget& target, const std::string& acceptFingerprint,
                                 ComputePrompter& prompter, std::stop_token stop, const ProgressCallback& progress) {
    HostConnections own;
    Hosts hosts(m_workspace, m_connections != nullptr ? *m_connections : own, &prompter);
    return askHost(*hosts.transport(target, acceptFingerprint), target, stop, progress);
}

Result<ComputeTarget> ComputeService::add(const ComputeRequest& request, ComputePrompter& prompter,
                                          std::stop_token stop, const ProgressCallback& progress) {
    FLAMBEAU_TRY(ComputeTarget target, targetOf(request));
    const store::Computes computes(m_workspace.store());
    FLAMBEAU_CHECK(computes.mayAdd(target.name));  // before a person is asked for anything
    FLAMBEAU_TRY(target.facts, ask(target, request.acceptFingerprint, prompter, stop, progress));
    FLAMBEAU_CHECK(computes.add(target.name, definitionOf(target), target.facts.dump()));
    return find(target.name);
}

Result<std::vector<ComputeTarget>> ComputeService::list() const {
    FLAMBEAU_TRY(const auto records, store::Computes(m_workspace.store()).list());
    std::vector<ComputeTarget> targets;
    for (const auto& record : records) {
        if (isCluster(record))
            continue;
        FLAMBEAU_TRY(ComputeTarget target, targetOf(record));
        targets.push_back(std::move(target));
    }
    return targets;
}

Result<ComputeTarget> ComputeService::find(const std::string& name) const {
    FLAMBEAU_TRY(const auto record, store::Computes(m_workspace.store()).get(name));
    if (isCluster(record))
        return Error{ErrorCode::NotFound,
                     name + " is a cluster, not one host",
                     "Name one of its hosts; `compute list` shows them.",
                     {}};
    return targetOf(record);
}

Result<ComputeTarget> ComputeService::test(const std::string& name, ComputePrompter& prompter, std::stop_token stop,
                                           const ProgressCallback& progress) {
    FLAMBEAU_TRY(const ComputeTarget target, find(name));
    FLAMBEAU_TRY(const json facts, ask(target, {}, prompter, stop, progress));
    FLAMBEAU_CHECK(store::Computes(m_workspace.store()).setFacts(name, facts.dump()));
    return find(name);
}

Status ComputeService::remove(const std::string& name) {
    FLAMBEAU_TRY(const auto unfinished, store::Runs(m_workspace.store()).unfinished());
    for (const auto& run : unfinished) {
        if (run.compute == name)
            return Error{ErrorCode::Conflict,
                         "Run " + run.name + " is not over on " + name,
                         "Wait for its end, or cancel it: nobody could follow it without the host.",
                         {}};
    }
    FLAMBEAU_TRY(const auto datasets, DatasetService(m_workspace).lyingOn(name));
    if (!datasets.empty())
        return Error{ErrorCode::Conflict,
                     (datasets.size() == 1 ? "A dataset lies on " : "Datasets lie on ") + name + ": " +
                         join(datasets, ", "),
                     "Nobody could look at " + std::string(datasets.size() == 1 ? "it" : "them") +
                         " or train without the host. Remove " + (datasets.size() == 1 ? "it" : "them") +
                         " first (`dataset remove " + datasets.front() + "`); the pictures there stay.",
                     {}};
    return store::Computes(m_workspace.store()).remove(name);
}

Status ComputeService::restore(const ComputeTarget& target) {
    return store::Computes(m_workspace.store())
        .restore({target.name, definitionOf(target), target.added, target.tested,
                  target.facts.is_null() ? std::string() : target.facts.dump()});
}

std::vector<std::string> ComputeService::knownHosts() {
    return remote::sshConfigNames();
}

std::vector<std::string> sshCommand(const ComputeTarget& target) {
    std::vector<std::string> argv{"ssh"};
    if (target.address.target.port != 0)
        argv.insert(argv.end(), {"-p", std::to_string(target.address.target.port)});
    for (const auto& identity : target.address.identities)
        argv.insert(argv.end(), {"-i", identity});
    std::vector<std::string> jumps;
    for (const auto& hop : target.address.jumps)
        jumps.push_back(domain::toString(hop));
    if (!jumps.empty())
        argv.insert(argv.end(), {"-J", join(jumps, ",")});
    domain::SshHop hop = target.address.target;
    argv.push_back(hop.user.empty() ? hop.host : hop.user + "@" + hop.host);
    return argv;
}

json toJson(const ComputeTarget& target) {
    json jumps = json::array();
    for (const auto& hop : target.address.jumps)
        jumps.push_back(domain::toString(hop));
    return {{"name", target.name},
            {"address", domain::toString(target.address.target)},
            {"jumps", jumps},
            {"identities", target.address.identities},
            {"folder", target.folder},
            {"libtorch", target.libtorch.empty() ? nlohmann::json() : nlohmann::json(target.libtorch)},
            {"added", formatIsoUtc(target.added)},
            {"tested", target.tested > 0 ? json(formatIsoUtc(target.tested)) : json()},
            {"facts", target.facts}};
}

}  // namespace flambeau::session
