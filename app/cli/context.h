// SPDX-License-Identifier: GPL-3.0-or-later
// What every command shares: the workspace (opened on first use), the services on it, the two ways of printing (one
// JSON value, or text for a person), errors, progress. Lives in main; one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "flambeau/base/files.h"
#include "flambeau/base/result.h"
#include "flambeau/session/run_ports.h"

namespace CLI {
class App;
}

namespace flambeau::session {
class Workspace;
class DatasetService;
class EngineService;
class RegistryService;
class WeightsService;
}  // namespace flambeau::session

namespace flambeau::cli {

/// The services of the open workspace; made together, they live as long as the context.
struct Services;

/// A line on stderr that is rewritten in a terminal, and repeated every few seconds elsewhere, where what ends before
/// that leaves no line at all.
class ProgressLine {
public:
    explicit ProgressLine(bool quiet);
    ~ProgressLine();
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;

    /// `total` 0: not known. With `bytes`, amounts are shown as sizes.
    void show(const std::string& what, std::uint64_t done, std::uint64_t total, bool bytes = false);
    /// Any text of one line, for what is no amount.
    void text(const std::string& line);
    /// Takes the line away; called by the destructor too.
    void clear();
    /// For services. The object must outlive the callback.
    session::ProgressCallback callback(bool bytes = false);

private:
    bool m_terminal = false;
    bool m_quiet = false;
    bool m_shown = false;
    double m_last = 0;
    std::string m_lastWhat;
};

/// A table with a head (none where every cell of it is empty), columns as wide as their widest cell; `right` names the columns that hold numbers.
class Table {
public:
    explicit Table(std::vector<std::string> head, std::vector<std::size_t> right = {});
    void add(std::vector<std::string> row);
    std::string text() const;
    bool empty() const { return m_rows.empty(); }

private:
    std::vector<std::vector<std::string>> m_rows;
    std::vector<std::string> m_head;
    std::vector<std::size_t> m_right;
};

/// What a command does where there is no workspace yet. One in the user's data folder is made by any command; one that
/// was named, and perhaps mistyped, only by a command that brings something into it.
enum class Need { Existing, MayMake };

class Context {
public:
    Context();
    ~Context();
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;

    // Set by main's options.
    fs::path workspaceOption;
    bool json = false;
    bool allowNetwork = false;

    /// Makes `action` what the command `app` does. It runs after the whole command line was understood; its value is
    /// the exit code (0 or 1), its error is printed and means 1, but InvalidArgument from `usage` means 2.
    void command(CLI::App* app, std::function<Result<int>()> action);
    /// Runs the chosen action; the exit code.
    int run();

    /// Opens the workspace on first use, with its services. A new one is made only in a folder that is not there or
    /// holds no file, unless `amongFiles`.
    Result<session::Workspace*> workspace(Need need = Need::Existing, bool amongFiles = false);
    Result<Services*> services(Need need = Need::Existing);

    /// Requested by SIGINT and SIGTERM.
    std::stop_token stop() const;

    /// Prints the one JSON value of a command.
    void print(const nlohmann::json& value) const;
    /// Text for a person, on stdout, with its newline. Control characters are printed as escapes; newlines and tabs
    /// stay, so names in it must have gone through escapeControls.
    void say(const std::string& text) const;
    /// A remark beside the result, on stderr; nothing with --json.
    void note(const std::string& text) const;
    void printError(const Error& error) const;

private:
    std::function<Result<int>()> m_action;
    std::unique_ptr<session::Workspace> m_workspace;
    std::unique_ptr<Services> m_services;
};

/// An error that means wrong usage: exit code 2.
Error usageError(std::string message, std::string hint = {});
/// The same error; InvalidArgument becomes wrong usage. For calls that fail so only over what was typed.
Error asUsage(Error error);
template <class T>
Result<T> typed(Result<T> result) {
    return result.ok() ? std::move(result) : Result<T>(asUsage(std::move(result).error()));
}
inline Status typed(Status status) {
    return status.ok() ? std::move(status) : Status(asUsage(std::move(status).error()));
}

}  // namespace flambeau::cli
