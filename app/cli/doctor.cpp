// SPDX-License-Identifier: GPL-3.0-or-later
#include "doctor.h"

#include <chrono>

#include <nlohmann/json.hpp>
#include "flambeau/base/programs.h"
#include "flambeau/base/strings.h"
#include "flambeau/base/subprocess.h"
#include "flambeau/session/engine_service.h"
#include "flambeau/session/maintenance.h"
#include "flambeau/session/paths.h"
#include "flambeau/session/registry_service.h"
#include "flambeau/session/weights_service.h"
#include "flambeau/session/workspace.h"

namespace flambeau::cli {

namespace {

constexpr auto kPatience = std::chrono::seconds(20);  ///< for a program that should only say its version

/// What the program prints, or nothing where it does not start or does not end well.
std::optional<std::string> outputOf(std::vector<std::string> argv, std::stop_token stop) {
    ProcessSpec spec;
    spec.argv = std::move(argv);
    spec.timeout = kPatience;
    spec.stop = stop;
    spec.maxOutput = 1 << 20;
    const auto result = runProcess(spec);
    if (!result.ok() || result->exitCode != 0)
        return std::nullopt;
    return escapeControls(result->out, true);
}

std::string firstLine(const std::string& text) { return std::string(trim(split(text, '\n').front())); }

Finding trainer(std::stop_token stop) {
    Finding finding{"flambeau-trainer", false, true, {}, {}, {}};
    session::EngineService engines;
    const auto facts = engines.facts(stop);
    if (!facts.ok()) {
        finding.value = facts.error().message;
        finding.hint = facts.error().hint;
        return finding;
    }
    finding.there = true;
    finding.value = facts->engine.title + ", " + facts->torchLibrary + ", engine " + facts->engine.key.substr(0, 12);
    for (const std::string& device : facts->devices)
        finding.value += ", " + device;
    return finding;
}

/// One of our helpers. It says its version as JSON or as a line; a helper that starts is there.
Finding helper(session::Program program, const std::vector<std::string>& ask, std::stop_token stop) {
    Finding finding{std::string(session::programName(program)), false, true, {}, {}, {}};
    const auto path = session::findProgram(program);
    if (!path.ok()) {
        finding.value = path.error().message;
        finding.hint = path.error().hint;
        return finding;
    }
    std::vector<std::string> argv = {path->string()};
    argv.insert(argv.end(), ask.begin(), ask.end());
    const auto said = outputOf(argv, stop);
    finding.there = said.has_value();
    finding.value = path->string();
    if (!said) {
        finding.value += " does not start";
        finding.hint = "Build it again; `ldd " + path->string() + "` names a library that is missing.";
        return finding;
    }
    const auto json = nlohmann::json::parse(*said, nullptr, false);
    if (json.is_object()) {
        for (const auto& [key, value] : json.items())
            finding.value += ", " + key + " " + (value.is_string() ? escapeControls(value.get<std::string>()) : value.dump());
    } else if (!trim(*said).empty()) {
        finding.value += ", " + firstLine(*said);
    }
    return finding;
}

Finding tool(const std::string& program, bool needed, const std::string& hint, const std::vector<std::string>& ask,
             std::stop_token stop) {
    Finding finding{program, false, needed, {}, hint, {}};
    const std::string path = onPath(program);
    if (path.empty()) {
        finding.value = "not installed";
        return finding;
    }
    finding.there = true;
    finding.hint.clear();
    finding.value = path;
    if (!ask.empty()) {
        std::vector<std::string> argv = {program};
        argv.insert(argv.end(), ask.begin(), ask.end());
        if (const auto said = outputOf(argv, stop))
            finding.value += ", " + firstLine(*said);
    }
    return finding;
}

std::vector<Finding> gpus(std::stop_token stop) {
    if (onPath("nvidia-smi").empty())
        return {{"GPU", false, false, "no nvidia-smi: training runs on the processor", {}, {}}};
    const auto said = outputOf({"nvidia-smi", "--query-gpu=name,memory.total,driver_version", "--format=csv,noheader"}, stop);
    if (!said)
        return {{"GPU", false, false, "nvidia-smi is there and fails", "Does the driver fit the kernel? Run nvidia-smi.", {}}};
    std::vector<Finding> list;
    for (const std::string& line : split(std::string(trim(*said)), '\n'))
        list.push_back({"GPU", true, false, std::string(trim(line)), {}, {}});
    return list;
}

Finding disk(const fs::path& workspace) {
    Finding finding{"disk space", false, true, {}, {}, {}};
    const auto room = freeDiskBytes(workspace);
    if (!room.ok()) {
        finding.value = room.error().message;
        return finding;
    }
    constexpr std::uint64_t kLittle = 2'000'000'000;
    finding.there = *room >= kLittle;
    finding.value = formatBytes(*room) + " free at " + workspace.string();
    if (!finding.there)
        finding.hint = "A run of a larger network takes about 1 GB. `flambeau-cli workspace clean` says what can go.";
    return finding;
}

Finding workspaceHealth(const fs::path& folder, std::stop_token stop) {
    Finding finding{"workspace", true, true, folder.string(), {}};
    std::error_code error;
    if (!fs::exists(session::WorkspacePaths{folder}.database(), error)) {
        finding.value += ": not there yet; `dataset add` makes it";
        return finding;
    }
    session::Workspace::Options options;
    options.create = false;
    const auto opened = session::Workspace::open(folder, options);
    if (!opened.ok()) {
        finding.there = false;
        finding.value += ": " + opened.error().message;
        finding.hint = opened.error().hint;
        return finding;
    }
    const auto health = session::checkWorkspace(**opened, false, stop, {});
    finding.there = health.ok() && health->ok();
    finding.value += finding.there ? ": whole" : ": damaged";
    if (isNetworkFilesystem(folder))
        finding.value += ", on a network file system";
    if (!finding.there)
        finding.hint = health.ok() ? "`flambeau-cli workspace check` names what is damaged." : health.error().message;
    return finding;
}

Finding onnxRuntime() {
    const auto version = session::onnxRuntimeVersion();
    return {"ONNX Runtime", version.has_value(), false,
            version ? *version + ", " + session::onnxRuntimePython().string() : "not prepared: OpenCV judges",
            version ? "" : "`flambeau-cli model judge --prepare` makes it (about 70 MB from PyPI).", {}};
}

}  // namespace

std::vector<Finding> examine(const fs::path& workspace, std::stop_token stop) {
    using session::Program;
    std::vector<Finding> found;
    const auto add = [&found](Finding finding, std::string purpose) {
        finding.purpose = std::move(purpose);
        found.push_back(std::move(finding));
    };
    add(trainer(stop), "training");
    add(helper(Program::Scan, {"version"}, stop), "importing pictures");
    Finding probe = helper(Program::Probe, {"version"}, stop);
    probe.needed = false;
    add(std::move(probe), "datasets that lie on a host");
    add(helper(Program::Judge, {"version"}, stop), "ONNX files and predictions");
    add(onnxRuntime(), "a stronger judge of ONNX files");
    add(tool("sh", true, "Every POSIX system has it.", {}, stop), "starting runs");
    add(tool("flock", true, "apt install util-linux", {"--version"}, stop), "the queue of runs");
    add(tool("setsid", true, "apt install util-linux", {"--version"}, stop), "starting runs");
    add(tool("sha256sum", true, "apt install coreutils", {"--version"}, stop), "hashing what a run leaves");
    add(tool("curl", false, "apt install curl", {"--version"}, stop), "downloading weights=imagenet");
    add(tool("python3", false, "apt install python3 python3-venv", {"--version"}, stop), "the ONNX Runtime judge");
    add(tool("systemd-inhibit", false, "Without it the desktop may fall asleep during a run.", {}, stop),
        "keeping the desktop awake");
    for (Finding& gpu : gpus(stop))
        add(std::move(gpu), "faster training");
    add(disk(workspace), "everything");
    add(workspaceHealth(workspace, stop), "everything");
    std::error_code ignored;
    const fs::path hub = session::torchHubFolder();
    add({"weights cache", true, false, hub.string() + (fs::is_directory(hub, ignored) ? "" : " (not there yet)"), {}, {}},
        "weights=imagenet");
    return found;
}

}  // namespace flambeau::cli
