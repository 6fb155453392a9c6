// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/launch/scripts.h"

#include <algorithm>
#include <cmath>

#include "flambeau/base/sha256.h"
#include "flambeau/base/strings.h"

namespace flambeau::resources {
extern const std::string_view process_sh;
extern const std::string_view host_sh;
extern const std::string_view queue_sh;
extern const std::string_view supervisor_sh;
}  // namespace flambeau::resources

namespace flambeau::launch {

namespace {

std::string hostScript(const std::vector<std::string>& call, std::string_view further = {}) {
    std::string text;
    text.reserve(resources::process_sh.size() + resources::host_sh.size() + 1024);
    text += resources::process_sh;
    text += resources::host_sh;
    text += further;
    text += "fb_plain_locale\n";
    text += shellJoin(call);
    text += '\n';
    return text;
}

std::string hostScript(std::vector<std::string> call, const std::vector<std::string>& more) {
    call.insert(call.end(), more.begin(), more.end());
    return hostScript(call, std::string_view());
}

// Tenths of a second; the shell counts in whole numbers. What is above nothing stays above nothing.
std::string tenths(double seconds) {
    return std::to_string(static_cast<long long>(std::ceil(seconds * 10 - 1e-9)));
}

// A name as it may stand in one line of a ticket: no line breaks, not too long.
std::string oneLine(std::string_view name) {
    std::string out = toPlainText(name);
    std::replace_if(
        out.begin(), out.end(), [](char c) { return c == '\n' || c == '\t'; }, ' ');
    if (out.size() > 200) {
        std::size_t cut = 200;
        while (cut > 0 && (static_cast<unsigned char>(out[cut]) & 0xC0) == 0x80)
            --cut;
        out.resize(cut);
    }
    return out;
}

std::string rankWords(const LaunchPlan& plan, std::size_t rank) {
    auto environment = plan.environment;
    for (const auto& [name, value] : plan.ranks[rank].environment)
        environment[name] = value;
    std::string out = std::to_string(rank) + ") fb_go";
    for (const auto& [name, value] : environment)
        out += " " + shellQuote(name + "=" + value);
    out += " $fb_shell \"$fb_self\" expand";
    for (const std::string& word : plan.ranks[rank].argv)
        out += " " + shellQuote(word);
    return out + " ;;\n";
}

// What the supervisor reads back with `.`: assignments and one function, every foreign word quoted.
std::string launchText(const LaunchPlan& plan) {
    std::string out = "# Written by Flambeau for one run; read by its supervisor.\n";
    out += "fb_run=" + shellQuote(plan.run) + "\n";
    out += "fb_name=" + shellQuote(oneLine(plan.name)) + "\n";
    out += "fb_world=" + std::to_string(plan.ranks.size()) + "\n";
    out += std::string("fb_queued=") + (plan.queued ? "1" : "0") + "\n";
    out += "fb_grace=" + tenths(plan.graceSeconds) + "\n";
    out += "fb_limit=" + tenths(plan.timeLimitSeconds) + "\n";
    out += std::string("fb_awake=") + (plan.keepAwake ? "1" : "0") + "\n";
    out += "fb_gpus=" + std::to_string(plan.gpus) + "\n";
    out += "fb_priority=" + std::to_string(plan.priority) + "\n";
    out += "fb_workdir=" + shellQuote(plan.workingDir.empty() ? "." : plan.workingDir) + "\n";
    out += "fb_rank_words() {\ncase $1 in\n";
    for (std::size_t rank = 0; rank < plan.ranks.size(); ++rank)
        out += rankWords(plan, rank);
    return out + "esac\n}\n";
}

}  // namespace

std::string supervisorText() {
    std::string text(resources::process_sh);
    text += resources::supervisor_sh;
    return text;
}

std::string supervisorName() {
    static const std::string name = "supervisor-" + sha256Hex(supervisorText()).substr(0, 16) + ".sh";
    return name;
}

std::string prepareScript(const std::string& hostFolder, const std::string& run) {
    return hostScript({"fb_prepare", hostFolder, run, supervisorName(), supervisorText()});
}

std::string startScript(const LaunchPlan& plan, const std::string& shell) {
    return hostScript({"fb_start_run", plan.hostFolder, plan.run, supervisorName(), shell, launchText(plan)});
}

std::string preventScript(const std::string& hostFolder, const std::string& run) {
    return hostScript({"fb_prevent", hostFolder, run});
}

std::string pollScript(const std::string& hostFolder, const std::vector<std::string>& runs) {
    return hostScript({"fb_poll", hostFolder}, runs);
}

std::string cancelScript(const std::string& hostFolder, const std::vector<std::string>& runs,
                         const std::string& shell) {
    return hostScript({"fb_cancel", hostFolder, supervisorName(), supervisorText(), shell}, runs);
}

std::string sweepScript(const std::string& hostFolder, const std::vector<std::string>& runs, double graceSeconds) {
    return hostScript({"fb_sweep", hostFolder, tenths(graceSeconds)}, runs);
}

std::string slotsScript(const std::string& hostFolder, int slots) {
    return hostScript({"fb_set_slots", hostFolder, std::to_string(std::clamp(slots, 1, 999))});
}

std::string queueScript(const std::string& hostFolder) {
    return hostScript({"fb_show_queue", hostFolder}, resources::queue_sh);
}

std::string roomScript(const std::string& hostFolder) {
    return hostScript({"fb_room", hostFolder});
}

}  // namespace flambeau::launch
