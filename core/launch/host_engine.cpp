// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/launch/host_engine.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "flambeau/base/sha256.h"
#include "flambeau/base/strings.h"
#include "heading.h"

namespace flambeau::resources {
extern const std::string_view process_sh;
extern const std::string_view host_sh;
extern const std::string_view facts_sh;
extern const std::string_view engine_sh;
extern const std::string_view engine_build_sh;
}  // namespace flambeau::resources

namespace flambeau::launch {
namespace {

constexpr std::size_t kMostLines = 1000, kLongest = 4000, kLongestInfo = 64'000;

std::string engineScript(const std::vector<std::string>& call) {
    std::string text(resources::process_sh);
    text += resources::host_sh;
    text += resources::facts_sh;
    text += resources::engine_sh;
    text += resources::engine_build_sh;
    text += "fb_plain_locale\n" + shellJoin(call) + "\n";
    return text;
}

Error garbled(std::string_view answer) {
    return {ErrorCode::Corrupt, "What the host says of its engines cannot be read.",
            "Look whether its login shell works: ssh to it and run `sh -c true`.", toPlainText(answer.substr(0, 1000))};
}

using Fields = std::vector<std::string>;

/// The lines between the heading and "end", in fields of plain text; at least nine each.
Result<std::vector<Fields>> linesOf(std::string_view out, std::string_view heading) {
    const auto begins = afterHeading(out, heading);
    if (!begins) {
        if (const auto failed = out.find("flambeau-error "); failed != std::string_view::npos)
            return Error{ErrorCode::Failed,
                         "The host refuses: " + toPlainText(out.substr(failed + 15, 300)),
                         "Look at the host's folder and the room there.",
                         {}};
        return garbled(out);
    }
    std::vector<Fields> lines;
    std::string_view rest = out.substr(*begins);
    while (lines.size() < kMostLines) {
        const std::size_t end = rest.find('\n');
        if (end == std::string_view::npos)
            break;
        const std::string_view line = rest.substr(0, end);
        rest.remove_prefix(end + 1);
        if (line == "end")
            return lines;
        Fields fields;
        for (const std::string& one : split(line.substr(0, kLongestInfo), '\t')) {
            fields.emplace_back(trim(toPlainText(one)));
            if (fields.front() != "info" && fields.back().size() > kLongest)
                return garbled(out);
            if (fields.size() == 12)
                break;
        }
        fields.resize(std::max<std::size_t>(fields.size(), 9));
        lines.push_back(std::move(fields));
    }
    return garbled(out);
}

std::string textOf(const nlohmann::json& json, const char* key) {
    const auto found = json.find(key);
    return found != json.end() && found->is_string() ? toPlainText(found->get<std::string>()) : std::string();
}

bool readInfo(EngineReady& ready, const std::string& text) {
    const auto json = nlohmann::json::parse(text, nullptr, false);
    if (!json.is_object())
        return false;
    ready.torch = textOf(json, "torch").substr(0, 60);
    const auto cuda = json.find("cuda"), devices = json.find("devices"), formats = json.find("formats");
    ready.cuda = cuda != json.end() && cuda->is_boolean() && cuda->get<bool>();
    if (ready.cuda && devices != json.end() && devices->is_array())
        ready.gpus = static_cast<int>(std::min<std::size_t>(devices->size(), 1024));
    if (formats != json.end() && formats->is_array())
        for (const auto& one : *formats)
            if (one.is_string() && ready.formats.size() < 32)
                ready.formats.push_back(toPlainText(one.get<std::string>()).substr(0, 20));
    return !ready.torch.empty() && textOf(json, "key") == ready.key;
}

/// Nothing: there is none that may be used as it is.
std::optional<EngineReady> engineIn(const std::vector<Fields>& lines) {
    EngineReady ready;
    std::string now, info;
    for (const Fields& v : lines) {
        if (v[0] == "key")
            ready.key = v[1];
        else if (v[0] == "library")
            ready.library = v[1];
        else if (v[0] == "identity")
            ready.identity = v[1];
        else if (v[0] == "from")
            ready.from = v[1];
        else if (v[0] == "info")
            info = v[1];
        else if (v[0] == "now")
            now = v[1];
    }
    if (!isSha256Hex(ready.key) || ready.identity.empty() || ready.identity != now || !readInfo(ready, info))
        return std::nullopt;
    return ready;
}

/// A name without a folder: libstdc++.so.6 is no name otherwise.
bool isLibrary(std::string name) {
    std::replace(name.begin(), name.end(), '+', '-');
    return isValidName(name);
}

std::string wrapper(const std::string& torchFolder) {
    return "#!/bin/sh\n"
           "# Written by Flambeau: starts the trainer beside this with the libraries that it is for.\n"
           "here=${0%/*}\n"
           "LD_LIBRARY_PATH=$here/../lib:" +
           shellQuote(torchFolder) +
           "${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}\n"
           "export LD_LIBRARY_PATH\n"
           "exec \"$here/flambeau-trainer.program\" \"$@\"\n";
}

}  // namespace

std::string trainerOf(const std::string& hostFolder, const std::string& key) {
    return hostFolder + "/trainer/" + key + "/bin/flambeau-trainer";
}

std::string titleOf(const EngineReady& ready) {
    return "libtorch " + ready.torch + (ready.cuda ? ", CUDA" : ", CPU");
}

std::string lookScript(const std::string& hostFolder, const std::string& choice) {
    return engineScript({"fb_engine_look", hostFolder, choice});
}

Result<std::optional<EngineReady>> parseLook(std::string_view out) {
    FLAMBEAU_TRY(const auto lines, linesOf(out, "flambeau-engine"));
    return engineIn(lines);
}

std::string refreshScript(const std::string& hostFolder, const std::string& key) {
    return engineScript({"fb_engine_refresh", hostFolder, key});
}

std::string rememberScript(const std::string& hostFolder, const std::string& choice, const std::string& key) {
    return engineScript({"fb_remember", hostFolder, key, choice});
}

std::string workshopScript(const std::string& hostFolder, const std::vector<std::string>& places) {
    std::vector<std::string> call = {"fb_workshop", hostFolder};
    call.insert(call.end(), places.begin(), places.end());
    return engineScript(call);
}

Result<HostWorkshop> parseWorkshop(std::string_view out) {
    FLAMBEAU_TRY(const auto lines, linesOf(out, "flambeau-workshop"));
    HostWorkshop all;
    for (const Fields& v : lines) {
        if (v[0] == "torch") {
            HostTorch torch{v[1], v[2], v[3], v[4], v[5], v[6] == "yes", v[7], v[8], 0};
            torch.bytes = static_cast<std::uint64_t>(
                std::max<std::int64_t>(0, parseInt(torch.identity.substr(0, torch.identity.find('.'))).value_or(0)));
            const bool version = torch.version.find_first_not_of("0123456789.") == std::string::npos;
            if (version && startsWith(torch.folder, "/") && startsWith(torch.library, "/") &&
                (torch.package.empty() || startsWith(torch.package, "/")) && (v[5] == "new" || v[5] == "old"))
                all.torches.push_back(std::move(torch));
        } else if (v[0] == "without") {
            all.without.push_back(v[1]);
        } else if (v[0] == "gcc") {
            all.gcc.push_back({v[1], v[2]});
        } else if (v[0] == "clang") {
            all.clang.push_back({v[1], v[2]});
        } else if (v[0] == "cmake") {
            all.cmake.push_back({v[1], v[2]});
        } else if (v[0] == "tool") {
            for (auto& [name, path] : {std::pair<const char*, std::string*>{"ninja", &all.ninja},
                                       {"make", &all.make},
                                       {"flock", &all.flock},
                                       {"ccache", &all.ccache}})
                if (v[1] == name)
                    *path = v[2];
        }
    }
    return all;
}

std::string beginScript(const std::string& hostFolder, const std::string& name) {
    return engineScript({"fb_engine_begin", hostFolder, name});
}

Status parseBegin(std::string_view out) {
    FLAMBEAU_TRY(const auto lines, linesOf(out, "flambeau-begun"));
    return {};
}

std::string traceScript(const std::string& hostFolder, const std::string& name, const std::string& torchFolder) {
    return engineScript({"fb_engine_trace", hostFolder, name, torchFolder});
}

Result<std::vector<std::string>> parseTrace(std::string_view out) {
    FLAMBEAU_TRY(const auto lines, linesOf(out, "flambeau-trace"));
    std::vector<std::string> names;
    for (const Fields& v : lines)
        if (v[0] == "none" && isLibrary(v[1]))
            names.push_back(v[1]);
    return names;
}

std::string finishScript(const FinishOrder& order) {
    std::vector<std::string> call = {
        "fb_engine_finish", order.hostFolder, order.name, order.wrap.empty() ? "" : wrapper(order.wrap),
        order.library,      order.sources,    order.from};
    call.insert(call.end(), order.choices.begin(), order.choices.end());
    return engineScript(call);
}

Result<EngineReady> parseFinish(std::string_view out) {
    FLAMBEAU_TRY(const auto lines, linesOf(out, "flambeau-engine"));
    std::string why, said;
    for (const Fields& v : lines) {
        if (v[0] == "broken")
            why = v[1];
        else if (v[0] == "said" && said.size() < 4000)
            said += v[1] + "\n";
    }
    if (!why.empty())
        return Error{ErrorCode::Unavailable, "The trainer does not work on the host: " + why + ".",
                     "The loader's words tell which library is missing or another one than it was built with.", said};
    const auto ready = engineIn(lines);
    if (!ready)
        return garbled(out);
    return *ready;
}

std::string discardScript(const std::string& hostFolder, const std::string& subfolder, const std::string& name,
                          const std::string& mark) {
    return engineScript({"fb_engine_discard", hostFolder, subfolder, name, mark.empty() ? name : mark});
}

std::string fetchScript(const std::string& hostFolder, const std::string& name) {
    return engineScript({"fb_engine_fetch", hostFolder, name});
}

std::string buildScript(const BuildOrder& order) {
    const FinishOrder& finish = order.finish;
    const BuildTools& tools = order.tools;
    std::vector<std::string> call = {
        "fb_engine_build", finish.hostFolder, finish.name,     order.mark,   order.tag,
        tools.cmake,       tools.compiler,    tools.generator, tools.ccache, std::to_string(tools.jobs),
        order.package,     finish.library,    finish.sources};
    call.insert(call.end(), finish.choices.begin(), finish.choices.end());
    return engineScript(call);
}

std::string venvScript(const std::string& hostFolder, const std::string& name, const std::string& mark,
                       const std::string& python, const std::string& requirement) {
    return engineScript({"fb_venv", hostFolder, name, mark, python, requirement});
}

}  // namespace flambeau::launch
