// SPDX-License-Identifier: GPL-3.0-or-later
// flambeau-cli compute …
#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "commands.h"
#include "context.h"
#include "flambeau/base/clock.h"
#include "flambeau/base/strings.h"
#include "flambeau/session/clusters.h"
#include "flambeau/session/compute_service.h"
#include "flambeau/session/host_service.h"
#include "flambeau/session/workspace.h"
#include "services.h"
#include "terminal_prompter.h"

namespace flambeau::cli {
namespace {

using nlohmann::json;
using session::ComputeService;
using session::ComputeTarget;

std::string textOf(const json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? escapeControls(found->get<std::string>()) : "";
}

std::string bytesOf(const json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_number() && *found >= 0 ? formatBytes(found->get<std::uint64_t>()) : "?";
}

void tellGpus(const json& facts, Table& table) {
    const json gpus = facts.value("gpus", json::array());
    for (const json& gpu : gpus) {
        std::string said = textOf(gpu, "name") + ", " + bytesOf(gpu, "memory_used") + " of " +
                           bytesOf(gpu, "memory_total") + " used, driver " + textOf(gpu, "driver");
        for (const json& one : gpu.value("processes", json::array()))
            said += "; " + textOf(one, "user") + " runs " + textOf(one, "program");
        table.add({"GPU " + std::to_string(gpu.value("index", 0)), said});
    }
    if (gpus.empty())
        table.add({"GPU", textOf(facts, "gpu_problem").empty() ? "none" : textOf(facts, "gpu_problem")});
}

void tellFacts(const Context& context, const json& facts) {
    Table table({"", ""});
    if (const json key = facts.value("host_key", json()); key.is_object())
        table.add({"host key", textOf(key, "type") + " " + textOf(key, "fingerprint") + ", known"});
    table.add({"system", textOf(facts, "os") + ", " + textOf(facts, "arch") + ", " + textOf(facts, "libc")});
    table.add({"processor", std::to_string(facts.value("cpus", 0)) + " x " + textOf(facts, "cpu")});
    const json memory = facts.value("memory", json::object());
    table.add({"memory", bytesOf(memory, "available") + " of " + bytesOf(memory, "total") + " free"});
    const json disk = facts.value("disk", json::object());
    table.add({"disk", bytesOf(disk, "free") + " free for " + textOf(disk, "folder")});
    tellGpus(facts, table);
    for (const json& one : facts.value("pythons", json::array()))
        table.add({"Python", textOf(one, "version") + ", " + textOf(one, "path") +
                                 (textOf(one, "torch").empty() ? std::string() : ", torch " + textOf(one, "torch"))});
    for (const json& one : facts.value("libtorch", json::array()))
        table.add({"libtorch", escapeControls(one.get<std::string>())});
    std::vector<std::string> tools;
    const json there = facts.value("tools", json::object()), versions = facts.value("versions", json::object());
    for (const auto& [name, path] : there.items())
        tools.push_back(escapeControls(name + (versions.contains(name) ? " " + textOf(versions, name.c_str()) : "")));
    table.add({"tools", join(tools, ", ")});
    if (facts.contains("latency") && facts["latency"].is_number())
        table.add({"latency", formatDuration(facts["latency"].get<double>())});
    context.say(table.text());
    for (const json& one : facts.value("missing", json::array()))
        context.say("Missing: " + textOf(one, "what") + ", " + textOf(one, "for") + ".\n  " + textOf(one, "mend"));
}

void tell(const Context& context, const ComputeTarget& target) {
    if (context.json) {
        context.print(session::toJson(target));
        return;
    }
    std::vector<std::string> way;
    for (const auto& hop : target.address.jumps)
        way.push_back(escapeControls(domain::toString(hop)));
    context.say(target.name + ": " + escapeControls(domain::toString(target.address.target)) +
                (way.empty() ? "" : " through " + join(way, ", ")));
    if (target.facts.is_object())
        tellFacts(context, target.facts);
    if (target.tested > 0)
        context.say("Tested " + formatLocalTime(target.tested));
}

void addAdd(CLI::App& group, Context& context) {
    auto* command = group.add_subcommand("add", "Keep a host that is reached over SSH; connects and looks at it");
    auto request = std::make_shared<session::ComputeRequest>();
    command
        ->add_option("address", request->address,
                     "USER@HOST, USER@HOST:PORT, a name of ~/.ssh/config, or an ssh command in quotes")
        ->required()
        ->type_name("ADDRESS");
    command->add_option("--name", request->name, "What to call it (default: the host's name)")->type_name("NAME");
    command->add_option("--identity", request->identities, "A key file; may be given again")->type_name("FILE");
    command->add_option("--jump", request->jumps, "Hosts in between, the first first: DOOR,USER@INNER:PORT")
        ->type_name("HOSTS");
    command->add_option("--folder", request->folder, "Where Flambeau keeps its files there (default: ~/.flambeau)")
        ->type_name("DIR");
    command
        ->add_option(
            "--libtorch", request->libtorch,
            "Build the trainer there with this PyTorch: a Python, an environment or a folder (default: the best)")
        ->type_name("PATH");
    command
        ->add_option("--accept-fingerprint", request->acceptFingerprint,
                     "Trust the host's key without asking where it has this fingerprint")
        ->type_name("SHA256:…");
    context.command(command, [&context, request]() -> Result<int> {
        FLAMBEAU_TRY(session::Workspace * workspace, context.workspace(Need::MayMake));
        ComputeService service(*workspace);
        TerminalPrompter prompter;
        ProgressLine line(context.json);
        auto added = service.add(*request, prompter, context.stop(), line.callback());
        line.clear();
        FLAMBEAU_TRY(const ComputeTarget target, typed(std::move(added)));
        tell(context, target);
        return 0;
    });
}

void addList(CLI::App& group, Context& context) {
    auto* command = group.add_subcommand("list", "The hosts that are known");
    context.command(command, [&context]() -> Result<int> {
        FLAMBEAU_TRY(session::Workspace * workspace, context.workspace());
        FLAMBEAU_TRY(const auto targets, ComputeService(*workspace).list());
        FLAMBEAU_TRY(const auto clusters, session::Clusters(*workspace).list());
        if (context.json) {
            json all = json::array();
            for (const ComputeTarget& target : targets)
                all.push_back(session::toJson(target));
            for (const auto& cluster : clusters)
                all.push_back({{"name", cluster.name}, {"hosts", cluster.hosts}});
            context.print(all);
            return 0;
        }
        Table table({"Name", "Address", "GPUs", "Tested"}, {2});
        for (const ComputeTarget& target : targets) {
            const std::size_t gpus = target.facts.is_object() ? target.facts.value("gpus", json::array()).size() : 0;
            table.add({target.name, escapeControls(domain::toString(target.address.target)), std::to_string(gpus),
                       target.tested > 0 ? formatLocalTime(target.tested) : "never"});
        }
        for (const auto& cluster : clusters)
            table.add({cluster.name, "cluster of " + join(cluster.hosts, ", "), "", ""});
        context.say(table.empty() ? "No host is known yet. `flambeau-cli compute add USER@HOST` adds one; runs on this "
                                    "machine need none."
                                  : table.text());
        return 0;
    });
}

void addShow(CLI::App& group, Context& context) {
    auto* command = group.add_subcommand("show", "How a host is reached, and what its last test found");
    auto name = std::make_shared<std::string>();
    command->add_option("name", *name, "Its name")->required()->type_name("NAME");
    context.command(command, [&context, name]() -> Result<int> {
        FLAMBEAU_TRY(session::Workspace * workspace, context.workspace());
        FLAMBEAU_TRY(const ComputeTarget target, ComputeService(*workspace).find(*name));
        tell(context, target);
        return 0;
    });
}

void addTest(CLI::App& group, Context& context) {
    auto* command = group.add_subcommand("test", "Connect, and look anew at what the host has and lacks");
    auto name = std::make_shared<std::string>();
    command->add_option("name", *name, "Its name")->required()->type_name("NAME");
    context.command(command, [&context, name]() -> Result<int> {
        FLAMBEAU_TRY(session::Workspace * workspace, context.workspace());
        ComputeService service(*workspace);
        TerminalPrompter prompter;
        ProgressLine line(context.json);
        auto tested = service.test(*name, prompter, context.stop(), line.callback());
        line.clear();
        FLAMBEAU_TRY(const ComputeTarget target, std::move(tested));
        tell(context, target);
        return 0;
    });
}

void addGroup(CLI::App& group, Context& context) {
    auto* command = group.add_subcommand("group", "Make a cluster of hosts: a run goes to the first that is free");
    auto name = std::make_shared<std::string>();
    auto hosts = std::make_shared<std::vector<std::string>>();
    command->add_option("name", *name, "What to call it")->required()->type_name("NAME");
    command->add_option("hosts", *hosts, "Its hosts, the first is asked first")->required()->type_name("HOST");
    context.command(command, [&context, name, hosts]() -> Result<int> {
        FLAMBEAU_TRY(session::Workspace * workspace, context.workspace());
        FLAMBEAU_CHECK(session::Clusters(*workspace).add(*name, *hosts));
        if (context.json)
            context.print({{"name", *name}, {"hosts", *hosts}});
        else
            context.say(*name + " is a cluster of " + join(*hosts, ", ") + ". Use it: run start … --compute " + *name);
        return 0;
    });
}

void addRemove(CLI::App& group, Context& context) {
    auto* command = group.add_subcommand("remove", "Forget a host; what lies in its folder there stays");
    auto name = std::make_shared<std::string>();
    command->add_option("name", *name, "Its name")->required()->type_name("NAME");
    context.command(command, [&context, name]() -> Result<int> {
        FLAMBEAU_TRY(session::Workspace * workspace, context.workspace());
        const session::Clusters clusters(*workspace);
        FLAMBEAU_CHECK(clusters.has(*name) ? clusters.remove(*name) : ComputeService(*workspace).remove(*name));
        if (context.json)
            context.print({{"removed", *name}});
        else
            context.say(*name + " is forgotten.");
        return 0;
    });
}

const char* kindOf(const session::HostCleanItem& item) {
    using Kind = session::HostCleanItem::Kind;
    return item.kind == Kind::Run ? "run" : item.kind == Kind::Environment ? "environment" : "engine";
}

json cleanJson(const session::HostDisk& disk, const session::HostCleanPlan& plan,
               const std::optional<session::HostCleaned>& done) {
    const auto part = [](const session::HostDisk::Part& one) {
        return json{{"count", one.count}, {"bytes", one.bytes}};
    };
    json runs = json::array(), items = json::array();
    for (const auto& item : plan.items) {
        if (item.kind == session::HostCleanItem::Kind::Run)
            runs.push_back(item.name);
        items.push_back({{"kind", kindOf(item)},
                         {"name", item.name},
                         {"title", item.title},
                         {"bytes", item.bytes},
                         {"unused_for", item.age}});
    }
    json all = {{"disk",
                 {{"free", disk.freeBytes},
                  {"runs", part(disk.runs)},
                  {"environments", part(disk.environments)},
                  {"engines", part(disk.engines)},
                  {"content", part(disk.content)},
                  {"leftovers", disk.leftBytes}}},
                {"runs", runs},
                {"items", items},
                {"content", {{"files", plan.contentFiles}, {"bytes", plan.contentBytes}, {"busy", plan.contentBusy}}},
                {"leftovers", plan.leftBytes},
                {"bytes", plan.bytes()},
                {"kept", plan.needed + plan.others}};
    if (done) {
        all["removed"] = done->removed;
        all["freed"] = done->freed;
        all["failed"] = done->failed;
    }
    return all;
}

void tellClean(const Context& context, const std::string& name, const session::HostDisk& disk,
               const session::HostCleanPlan& plan) {
    std::vector<std::string> parts;
    const auto add = [&](const char* kind, const session::HostDisk::Part& one) {
        if (one.count > 0)
            parts.push_back(formatCount(static_cast<std::int64_t>(one.count)) + " " + kind + " (" +
                            formatBytes(one.bytes) + ")");
    };
    add("environments", disk.environments);
    add("files of content", disk.content);
    add("runs", disk.runs);
    add("engines", disk.engines);
    context.say(name + " holds " + (parts.empty() ? "nothing of Flambeau's" : join(parts, ", ")) + "; " +
                formatBytes(disk.freeBytes) + " are free there.");
    Table table({"What", "Name", "Size", "Unused for"}, {2});
    for (const auto& item : plan.items)
        table.add({kindOf(item), escapeControls(item.title), formatBytes(item.bytes), formatDuration(item.age)});
    if (plan.contentFiles > 0)
        table.add({"content", formatCount(static_cast<std::int64_t>(plan.contentFiles)) + " files that no run needs",
                   formatBytes(plan.contentBytes), ""});
    if (plan.leftBytes > 0)
        table.add({"leftovers", "half-made things", formatBytes(plan.leftBytes), ""});
    if (!table.empty())
        context.say(table.text());
    if (plan.contentBusy)
        context.say("Content stays this time: something is being sent or prepared there.");
    if (plan.needed > 0)
        context.say(formatCount(static_cast<std::int64_t>(plan.needed)) +
                    " ended runs stay: what they left is not here yet.");
    if (plan.others > 0)
        context.say(formatCount(static_cast<std::int64_t>(plan.others)) +
                    " runs stay: they go on, or are another workspace's.");
    if (!plan.kitsGo && plan.kitBytes > 0)
        context.say("Environments and engines that a run used lately, but none uses now, take " +
                    formatBytes(plan.kitBytes) +
                    "; with --engines they go too, and are made again when they are needed.");
}

void addClean(CLI::App& group, Context& context) {
    auto* command = group.add_subcommand("clean", "What Flambeau could remove on a host; with --yes, remove it");
    auto name = std::make_shared<std::string>();
    auto yes = std::make_shared<bool>(false), kits = std::make_shared<bool>(false);
    command->add_option("name", *name, "Its name")->required()->type_name("NAME");
    command->add_flag("--yes", *yes, "Remove what would go; without it nothing is removed");
    command->add_flag("--engines", *kits, "Also engines and environments that were used lately, but by no run now");
    context.command(command, [&context, name, yes, kits]() -> Result<int> {
        FLAMBEAU_TRY(Services * services, context.services());
        FLAMBEAU_TRY([[maybe_unused]] const auto place, services->hosts.place(*name, context.stop()));
        session::HostService hosts(services->workspace, services->connections);
        FLAMBEAU_TRY(const auto disk, hosts.disk(*name, context.stop()));
        FLAMBEAU_TRY(const auto plan, hosts.cleanPlan(*name, *kits, context.stop()));
        std::optional<session::HostCleaned> done;
        if (*yes) {
            FLAMBEAU_TRY(done, hosts.clean(*name, plan, context.stop()));
        }
        if (context.json) {
            context.print(cleanJson(disk, plan, done));
            return done && done->failed > 0 ? 1 : 0;
        }
        tellClean(context, *name, disk, plan);
        if (done)
            context.say(formatCount(static_cast<std::int64_t>(done->removed)) + " removed, " +
                        formatBytes(done->freed) + " freed." +
                        (done->kept > 0
                             ? " " + formatCount(static_cast<std::int64_t>(done->kept)) + " are needed by now and stay."
                             : std::string()) +
                        (done->failed > 0 ? " " + formatCount(static_cast<std::int64_t>(done->failed)) +
                                                " could not be removed: look at the permissions of Flambeau's folder "
                                                "there."
                                          : std::string()));
        else
            context.say(plan.empty() ? "There is nothing to remove on " + *name + "."
                                     : "This would free " + formatBytes(plan.bytes()) +
                                           ". Nothing was removed yet: flambeau-cli compute clean " + *name +
                                           (*kits ? " --engines" : "") + " --yes");
        return done && done->failed > 0 ? 1 : 0;
    });
}

}  // namespace

void addComputeCommands(CLI::App& app, Context& context) {
    auto* group = app.add_subcommand("compute", "Other machines, reached over SSH: what they have, what they lack");
    group->require_subcommand(1);
    addAdd(*group, context);
    addList(*group, context);
    addShow(*group, context);
    addTest(*group, context);
    addGroup(*group, context);
    addRemove(*group, context);
    addClean(*group, context);
}

}  // namespace flambeau::cli
