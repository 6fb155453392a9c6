// SPDX-License-Identifier: GPL-3.0-or-later
#include "context.h"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <iostream>
#include <set>
#include <thread>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>
#include <fcntl.h>
#include <unistd.h>

#include "flambeau/base/strings.h"
#include "services.h"

namespace flambeau::cli {

namespace {

constexpr const char* kUsageDetail = "usage";

int g_signalPipe[2] = {-1, -1};

/// Only what a signal handler may do: one byte into a pipe. A second signal ends the program the ordinary way.
void onSignal(int signal) {
    const int kept = errno;
    const char byte = 1;
    [[maybe_unused]] const ssize_t written = write(g_signalPipe[1], &byte, 1);
    std::signal(signal, SIG_DFL);
    errno = kept;
}

/// SIGINT and SIGTERM become a stop request, made by a thread that reads the handler's pipe. No signal is blocked:
/// a blocked one would stay so in every program that we start.
class SignalStop {
public:
    SignalStop() {
        if (pipe2(g_signalPipe, O_CLOEXEC) != 0)
            return;
        std::thread([source = m_source]() mutable {
            char byte = 0;
            while (read(g_signalPipe[0], &byte, 1) < 0 && errno == EINTR) {
            }
            source.request_stop();
        }).detach();
        struct sigaction action {};
        action.sa_handler = onSignal;
        sigaction(SIGINT, &action, nullptr);
        sigaction(SIGTERM, &action, nullptr);
    }
    std::stop_token token() const { return m_source.get_token(); }

private:
    std::stop_source m_source;
};

SignalStop& signalStop() {
    static auto* stop = new SignalStop;  // never destroyed: its thread waits until the process ends
    return *stop;
}

}  // namespace

Error usageError(std::string message, std::string hint) {
    return {ErrorCode::InvalidArgument, std::move(message), std::move(hint), kUsageDetail};
}

Error asUsage(Error error) {
    return error.code == ErrorCode::InvalidArgument ? usageError(std::move(error.message), std::move(error.hint))
                                                    : error;
}

Context::Context() { signalStop(); }
Context::~Context() = default;

std::stop_token Context::stop() const { return signalStop().token(); }

void Context::command(CLI::App* app, std::function<Result<int>()> action) {
    app->callback([this, action = std::move(action)] { m_action = action; });
}

int Context::run() {
    if (!m_action)
        return 2;
    auto code = m_action();
    std::cout.flush();
    if (!code.ok()) {
        printError(code.error());
        return code.error().code == ErrorCode::InvalidArgument && code.error().detail == kUsageDetail ? 2 : 1;
    }
    if (!std::cout) {
        printError({ErrorCode::Io, "The output could not be written to its end.", "Is the disk full, or the pipe closed?", {}});
        return 1;
    }
    return *code;
}

namespace {

/// Not there, or nothing in it but what a start that was killed left, and folders without anything.
bool holdsNoFile(const fs::path& folder) {
    static const std::set<std::string> kOurs = {"artifacts", "backups", "datasets", "local", "open.lock", "lost+found"};
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
        std::error_code ignored;
        const bool empty = entry->is_directory(ignored) && fs::is_empty(entry->path(), ignored);
        if (!empty && !kOurs.contains(entry->path().filename().string()))
            return false;
    }
    return !error || error == std::errc::no_such_file_or_directory;
}

Status mayMakeWorkspace(const fs::path& root, Need need, bool amongFiles) {
    std::error_code ignored;
    const bool named = root != userDataDir() / "flambeau" / "workspace";
    if (need == Need::Existing && named)
        return Error{ErrorCode::NotFound, "There is no workspace in " + root.string() + ".",
                     "Is the path right? `flambeau-cli workspace list` names those that are known. `dataset add` makes a "
                     "new one there, and so does `flambeau-cli workspace use DIR`.",
                     {}};
    if (!amongFiles && fs::is_directory(root, ignored) && !holdsNoFile(root))
        return Error{ErrorCode::AlreadyExists,
                     root.string() + " is no workspace, and not empty: none is made among foreign files.",
                     "Name a new or an empty folder. To have it there nevertheless: flambeau-cli workspace use " +
                         shellQuote(root.string()) + " --create",
                     {}};
    return {};
}

}  // namespace

Result<session::Workspace*> Context::workspace(Need need, bool amongFiles) {
    if (!m_workspace) {
        FLAMBEAU_TRY(const fs::path root, session::chooseWorkspace(workspaceOption));
        std::error_code ignored;
        if (!fs::exists(session::WorkspacePaths{root}.database(), ignored))
            FLAMBEAU_CHECK(mayMakeWorkspace(root, need, amongFiles));
        session::Workspace::Options options;
        options.allowNetwork = allowNetwork;
        FLAMBEAU_TRY(m_workspace, session::Workspace::open(root, options));
        if (m_workspace->created())
            note("Made a new workspace in " + escapeControls(root.string()));
    }
    return m_workspace.get();
}

Result<Services*> Context::services(Need need) {
    if (!m_services) {
        FLAMBEAU_TRY(session::Workspace * opened, workspace(need));
        m_services = std::make_unique<Services>(*opened);
    }
    return m_services.get();
}

void Context::print(const nlohmann::json& value) const {
    // Foreign names may hold bytes that are no UTF-8: replaced, for JSON has no way to say them.
    std::cout << value.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
}

void Context::say(const std::string& text) const { std::cout << escapeControls(text, true) << '\n'; }

void Context::note(const std::string& text) const {
    if (!json)
        std::cerr << escapeControls(text, true) << '\n';
}

void Context::printError(const Error& error) const {
    if (json) {
        const nlohmann::json value = {
            {"error", {{"code", toString(error.code)}, {"message", error.message}, {"hint", error.hint}}}};
        std::cerr << value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
        return;
    }
    std::cerr << "error: " << escapeControls(error.message) << '\n';
    if (!error.hint.empty())
        std::cerr << "hint:  " << escapeControls(error.hint) << '\n';
    if (!error.detail.empty() && error.detail != kUsageDetail) {
        for (const std::string& line : split(std::string(trim(error.detail)), '\n'))
            std::cerr << "  | " << escapeControls(line, true) << '\n';
    }
}

}  // namespace flambeau::cli
