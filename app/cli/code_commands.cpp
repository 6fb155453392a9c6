// SPDX-License-Identifier: GPL-3.0-or-later
// flambeau-cli code …
#include <cmath>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "commands.h"
#include "flambeau/base/strings.h"
#include "flambeau/session/code_snapshot.h"
#include "flambeau/snapshot/snapshot.h"
#include "services.h"

namespace flambeau::cli {

namespace {

constexpr std::size_t kShown = 20;

nlohmann::json asJson(const std::vector<snapshot::Secret>& secrets) {
    auto list = nlohmann::json::array();
    for (const auto& secret : secrets)
        list.push_back({{"path", secret.path}, {"why", secret.why}});
    return list;
}

nlohmann::json asJson(const std::vector<snapshot::Skipped>& skipped) {
    auto list = nlohmann::json::array();
    for (const auto& one : skipped)
        list.push_back({{"path", one.path}, {"why", one.why}});
    return list;
}

std::string counted(std::size_t count, const char* one, const char* many) {
    return formatCount(static_cast<std::int64_t>(count)) + (count == 1 ? one : many);
}

/// What looks as if it should stay here, and what does stay here though no rule says so.
void sayDoubts(Context& context, const std::vector<snapshot::Secret>& secrets,
               const std::vector<snapshot::Skipped>& skipped) {
    if (!secrets.empty())
        context.say("\nSecrets are among them; an ignore file keeps such files here:");
    for (std::size_t i = 0; i < std::min(secrets.size(), kShown); ++i)
        context.say("  " + escapeControls(secrets[i].path) + "  (" + secrets[i].why + ")");
    if (secrets.size() > kShown)
        context.say("  … and " + std::to_string(secrets.size() - kShown) + " more");
    if (!skipped.empty())
        context.say("\nStays here:");
    for (std::size_t i = 0; i < std::min(skipped.size(), kShown); ++i)
        context.say("  " + escapeControls(skipped[i].path) + "  (" + skipped[i].why + ")");
    if (skipped.size() > kShown)
        context.say("  … and " + std::to_string(skipped.size() - kShown) + " more");
}

void print(Context& context, const snapshot::Preview& found) {
    if (context.json) {
        auto largest = nlohmann::json::array();
        for (const auto& file : found.largest)
            largest.push_back({{"path", file.path}, {"bytes", file.bytes}});
        context.print({{"files", found.files},
                       {"bytes", found.bytes},
                       {"ignore_file", found.ignoreFile.empty() ? nlohmann::json() : nlohmann::json(found.ignoreFile)},
                       {"ignored", found.ignored},
                       {"largest", largest},
                       {"secrets", asJson(found.secrets)},
                       {"skipped", asJson(found.skipped)},
                       {"warning", found.warning.empty() ? nlohmann::json() : nlohmann::json(found.warning)}});
        return;
    }
    context.say(counted(found.files, " file goes, ", " files go, ") + formatBytes(found.bytes) + "." +
                (found.ignoreFile.empty() ? " There is no ignore file (.flambeauignore, .amlignore or .gitignore)."
                                          : " " + found.ignoreFile + " keeps back " +
                                                counted(found.ignored, " file or folder.", " files and folders.")));
    if (!found.largest.empty())
        context.say("\nThe largest:");
    for (const auto& file : found.largest)
        context.say("  " + formatBytes(file.bytes) + "  " + escapeControls(file.path));
    sayDoubts(context, found.secrets, found.skipped);
    if (!found.warning.empty())
        context.say("\nwarning: " + escapeControls(found.warning) + " Data belongs into a dataset, not into the code.");
}

void addPreview(CLI::App& group, Context& context) {
    struct Options {
        fs::path folder;
        double warnAbove = 300;
    };
    auto* command = group.add_subcommand("preview", "What of a folder of code would go to a host, and what not");
    auto options = std::make_shared<Options>();
    command->add_option("folder", options->folder, "The folder")->required()->type_name("FOLDER");
    command->add_option("--warn-above", options->warnAbove, "Warn where more than so many megabytes go")
        ->type_name("MB")
        ->check(CLI::Range(0.0, 1e9))
        ->capture_default_str();
    context.command(command, [&context, options]() -> Result<int> {
        snapshot::Options how;
        how.warnAbove = static_cast<std::uint64_t>(std::llround(options->warnAbove * 1e6));
        how.stop = context.stop();
        FLAMBEAU_TRY(const auto found, snapshot::preview(options->folder, how));
        print(context, found);
        return 0;
    });
}

void printSent(Context& context, const session::SentCode& sent, const snapshot::Snapshot& taken,
               const std::string& compute) {
    if (context.json) {
        context.print({{"sha256", sent.sha256},
                       {"compute", compute},
                       {"folder", sent.folder},
                       {"files", sent.files},
                       {"bytes", sent.bytes},
                       {"files_sent", sent.sentFiles},
                       {"bytes_sent", sent.sentBytes},
                       {"had", sent.had},
                       {"secrets", asJson(taken.secrets)},
                       {"skipped", asJson(taken.skipped)}});
        return;
    }
    context.say("Snapshot " + sent.sha256);
    context.say(counted(sent.files, " file, ", " files, ") + formatBytes(sent.bytes) + ", " +
                (sent.had ? "was there already: " : "is there: ") + compute + ":" + escapeControls(sent.folder));
    context.say(sent.sentFiles == 0
                    ? "Nothing had to be sent."
                    : counted(sent.sentFiles, " file (", " files (") + formatBytes(sent.sentBytes) +
                          ") had to be sent" + (sent.sentFiles < sent.files ? "; the rest was known there." : "."));
    sayDoubts(context, taken.secrets, taken.skipped);
}

void addSend(CLI::App& group, Context& context) {
    struct Options {
        fs::path folder;
        std::string on, to;
    };
    auto* command = group.add_subcommand("send", "Send a folder of code to a host: what it lacks, by content");
    auto options = std::make_shared<Options>();
    command->add_option("folder", options->folder, "The folder")->required()->type_name("FOLDER");
    command->add_option("--on", options->on, "The compute target")->required()->type_name("COMPUTE");
    command
        ->add_option("--to", options->to,
                     "The folder there, from its root (default: code/<snapshot> in Flambeau's folder there)")
        ->type_name("DIR");
    context.command(command, [&context, options]() -> Result<int> {
        FLAMBEAU_TRY(Services * services, context.services());
        ProgressLine line(context.json);
        snapshot::Options how;
        how.stop = context.stop();
        how.progress = [&line](std::uint64_t done, std::uint64_t all) {
            line.show("reading the code", done, all, true);
            return true;
        };
        FLAMBEAU_TRY(const auto taken, snapshot::take(options->folder, how));
        FLAMBEAU_TRY(const auto place, services->hosts.place(options->on, context.stop()));
        const std::string to = options->to.empty() ? session::codeFolder(place, taken) : options->to;
        FLAMBEAU_TRY(const auto sent,
                     session::sendCode(taken, options->folder, place, to, context.stop(), line.callback(true)));
        line.clear();
        printSent(context, sent, taken, place.name);
        return 0;
    });
}

}  // namespace

void addCodeCommands(CLI::App& app, Context& context) {
    auto* group = app.add_subcommand("code", "Folders of code: what would go to a host, and sending it there");
    group->require_subcommand(1);
    addPreview(*group, context);
    addSend(*group, context);
}

}  // namespace flambeau::cli
