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
    return toPlainText(name);
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
                                {"value", finding.value},
                                {"hint", finding.hint}});
            context.print({{"ok", ok}, {"version", FLAMBEAU_VERSION}, {"system", systemName()}, {"findings", list}});
            return 0;
        }
        context.say(std::string("flambeau ") + FLAMBEAU_VERSION + ", " + systemName());
        Table table({"", "", ""});
        for (const Finding& finding : found) {
            const std::string mark = finding.there ? "ok" : finding.needed ? "MISSING" : "-";
            table.add({mark, finding.name, finding.value});
            if (!finding.hint.empty())
                table.add({"", "", finding.hint});
        }
        context.say(table.text());
        context.say(ok ? "\nNothing that is needed is missing." : "\nWhat is MISSING is needed; the lines below it say what to do.");
        return 0;
    });
}

}  // namespace flambeau::cli
