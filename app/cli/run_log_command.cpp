// SPDX-License-Identifier: GPL-3.0-or-later
// run logs: what a program printed, as a terminal would show it, or byte for byte.
#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <fstream>
#include <iostream>
#include <memory>
#include <mutex>

#include <unistd.h>
#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "flambeau/base/strings.h"
#include "flambeau/readers/log_file.h"
#include "flambeau/readers/log_text.h"
#include "run_support.h"

namespace flambeau::cli {

namespace {

struct LogOptions {
    std::string id;
    int rank = 0;
    std::int64_t tail = -1;
    bool follow = false, raw = false;
};

fs::path logPath(const session::RunView& view, int rank) {
    return view.folder / "logs" / (rank == 0 ? "stdout.log" : "rank-" + std::to_string(rank) + ".log");
}

void printLine(const readers::LogLine& line, bool colours) {
    std::cout << (colours ? readers::toTerminal(line) : line.text);
    if (line.hiddenBytes > 0)
        std::cout << " … (" << formatBytes(line.hiddenBytes) << " more)";
    std::cout << '\n';
}

/// Copies what is new of the file to stdout; `sink` gets it. The offset moves on.
Status pump(const fs::path& path, std::uint64_t& offset, std::stop_token stop,
            const std::function<void(std::string_view)>& sink) {
    std::ifstream in(path, std::ios::binary);
    if (!in)
        return {};
    in.seekg(static_cast<std::streamoff>(offset));
    std::string buffer(1u << 18, '\0');
    while (!stop.stop_requested() && std::cout) {
        in.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
        const auto count = static_cast<std::size_t>(in.gcount());
        if (count == 0)
            break;
        sink({buffer.data(), count});
        offset += count;
    }
    return {};
}

/// Where the last `lines` lines begin, for --tail of raw bytes.
Result<std::uint64_t> tailOffset(const fs::path& path, std::int64_t lines) {
    std::error_code failed;
    const auto size = fs::file_size(path, failed);
    if (failed || lines < 0)
        return failed ? 0 : std::uint64_t{0};
    std::ifstream in(path, std::ios::binary);
    std::uint64_t at = size;
    std::int64_t found = 0;
    std::string buffer;
    while (at > 0) {
        const auto count = std::min<std::uint64_t>(at, 1u << 16);
        buffer.resize(count);
        in.seekg(static_cast<std::streamoff>(at - count));
        if (!in.read(buffer.data(), static_cast<std::streamsize>(count)))
            break;
        for (std::uint64_t i = count; i-- > 0;) {
            if (buffer[i] == '\n' && at - count + i + 1 < size && ++found >= lines)
                return at - count + i + 1;
        }
        at -= count;
    }
    return 0;
}

void waitForMore(std::stop_token stop) {
    std::mutex mutex;
    std::condition_variable_any wake;
    std::unique_lock lock(mutex);
    wake.wait_for(lock, stop, std::chrono::milliseconds(200), [] { return false; });
}

/// Until the run is over and its log is read to its end, or the user stops.
Status followLog(Context& context, RunTools& tools, const RunId& run, const LogOptions& options) {
    const bool colours = isatty(STDOUT_FILENO) == 1;
    FLAMBEAU_TRY(auto view, tools.catalog.view(run));
    const auto path = logPath(view, options.rank);
    readers::LogText text([&](const readers::LogLine& line) { printLine(line, colours); });
    const auto sink = [&](std::string_view bytes) {
        if (options.raw)
            std::cout << bytes;
        else
            text.feed(bytes);
    };
    std::uint64_t offset = 0;
    if (options.tail >= 0) {
        FLAMBEAU_TRY(offset, tailOffset(path, options.tail));
    }
    while (true) {
        const bool over = domain::isFinal(view.state);
        FLAMBEAU_CHECK(pump(path, offset, context.stop(), sink));
        std::cout.flush();
        if (over || !options.follow || context.stop().stop_requested() || !std::cout)
            break;
        waitForMore(context.stop());
        catchUp(context, tools);
        FLAMBEAU_TRY(view, tools.catalog.view(run));
    }
    if (const auto pending = text.pending(); !options.raw && !pending.text.empty())
        printLine(pending, colours);
    return {};
}

Result<int> printJson(Context& context, const session::RunView& view, const LogOptions& options) {
    const auto path = logPath(view, options.rank);
    std::error_code ignored;
    auto lines = nlohmann::json::array();
    constexpr std::size_t most = 100'000;
    if (fs::exists(path, ignored)) {
        const auto count =
            options.tail >= 0 ? std::min<std::size_t>(static_cast<std::size_t>(options.tail), most) : most;
        FLAMBEAU_TRY(const auto tail, readers::tailLines(path, count));
        for (const auto& line : tail)
            lines.push_back(line.text);
    }
    context.print({{"path", path.string()}, {"lines", lines}});
    return 0;
}

}  // namespace

void addRunLogCommand(CLI::App& group, Context& context) {
    auto* command = group.add_subcommand("logs", "What the run's program printed");
    auto options = std::make_shared<LogOptions>();
    command->add_option("id", options->id, "The run's id or the beginning of it, or its name")
        ->required()
        ->type_name("ID");
    command->add_flag("--follow,-f", options->follow, "Go on as it grows, until the run is over");
    command->add_flag("--raw", options->raw, "Byte for byte, with every escape sequence");
    command->add_option("--tail", options->tail, "Only the last so many lines")->check(CLI::NonNegativeNumber);
    command->add_option("--rank", options->rank, "Of which process of a distributed run")
        ->check(CLI::Range(0, 99999))
        ->capture_default_str();
    context.command(command, [&context, options]() -> Result<int> {
        FLAMBEAU_TRY(const auto tools, runTools(context));
        FLAMBEAU_TRY(const auto run, findRun(context, *tools, options->id));
        FLAMBEAU_TRY(const auto view, tools->catalog.view(run));
        if (context.json && options->follow)
            return usageError("--follow and --json exclude each other");
        if (context.json)
            return printJson(context, view, *options);
        // A run that failed is asked about for one line: it stands first.
        if (view.state == domain::RunState::Failed && !options->raw && !view.reason.empty()) {
            sayFailure(context, *tools, view, 0);
            context.say("");
        }
        FLAMBEAU_CHECK(followLog(context, *tools, run, *options));
        return 0;
    });
}

}  // namespace flambeau::cli
