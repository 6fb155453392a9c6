// SPDX-License-Identifier: GPL-3.0-or-later
// flambeau-cli doctor.
#include <algorithm>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>
#include <sys/utsname.h>

#include "commands.h"
#include "context.h"
#include "doctor.h"
#include "flambeau/base/strings.h"
#include "flambeau/session/paths.h"

namespace flambeau::cli {

namespace {

std::string systemName() {
    std::string name = "unknown system";
    if (const auto release = readFile("/etc/os-release", 1 << 16); release.ok()) {
        for (const std::string& line : split(*release, '\n')) {
            if (startsWith(line, "PRETTY_NAME=")) {
                name = line.substr(12);
                std::erase(name, '"');
            }
        }
    }
    utsname kernel{};
    if (uname(&kernel) == 0)
        name += std::string(", Linux ") + kernel.release + " " + kernel.machine;
    return escapeControls(name);
}

}  // namespace

void addDoctorCommand(CLI::App& app, Context& context) {
    auto* command = app.add_subcommand("doctor", "What is there on this machine and what is missing; to be copied into a report");
    context.command(command, [&context]() -> Result<int> {
        FLAMBEAU_TRY(const fs::path workspace, session::chooseWorkspace(context.workspaceOption));
        const std::vector<Finding> found = examine(workspace, context.stop());
        const bool ok = std::all_of(found.begin(), found.end(),
                                    [](const Finding& finding) { return finding.there || !finding.needed; });
        if (context.json) {
            nlohmann::json list = nlohmann::json::array();
            for (const Finding& finding : found)
                list.push_back({{"name", finding.name},
                                {"there", finding.there},
                                {"needed", finding.needed},
                                {"for", finding.purpose},
                                {"value", finding.value},
                                {"hint", finding.hint}});
            context.print({{"ok", ok}, {"version", FLAMBEAU_VERSION}, {"system", systemName()}, {"findings", list}});
            return ok ? 0 : 1;
        }
        context.say(std::string("flambeau ") + FLAMBEAU_VERSION + ", " + systemName());
        Table table({"", "", ""});
        for (const Finding& finding : found) {
            table.add({finding.there ? "ok" : finding.needed ? "MISSING" : "-", finding.name, finding.value});
            if (!finding.there)
                table.add({"", "", (finding.needed ? "needed for " : "for ") + finding.purpose +
                                       (finding.hint.empty() ? "" : ". " + finding.hint)});
        }
        context.say(table.text());
        std::string missing;
        for (const Finding& finding : found) {
            if (!finding.there && finding.needed)
                missing += "\n  " + escapeControls(finding.name) + ", for " + finding.purpose;
        }
        context.say(ok ? "\nNothing that is needed is missing." : "\nMissing, and needed:" + missing);
        return ok ? 0 : 1;
    });
}

}  // namespace flambeau::cli
