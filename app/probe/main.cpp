// SPDX-License-Identifier: GPL-3.0-or-later
// flambeau-probe: looks at a dataset where it lies. It is sent to hosts, so it is one static program that needs nothing
// there; it writes no file, opens what it is told to open, and prints lines that the other end checks. Pictures are
// opened by processes of its own (the modes of flambeau-scan, the same code), so that one that ends its reader is a
// finding about itself.
#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "flambeau/base/strings.h"
#include "flambeau/dataset/listing.h"
#include "flambeau/dataset/workers.h"
#include "guards.h"
#include "modes.h"

namespace flambeau::probe {
namespace {

constexpr std::string_view usage =
    "usage: flambeau-probe MODE\n"
    "  walk --root DIR                             what lies in a folder, as lines of JSON\n"
    "  scan --root DIR [--seconds N] [--workers N]  paths on stdin, NUL between them; one JSON line for each\n"
    "  small --root DIR [--seconds N] [--workers N] likewise; the line holds a thumbnail\n"
    "  table FILE                                  a CSV's bytes\n"
    "  check, thumbs                               one worker of scan and small\n"
    "  version\n";
constexpr int mostWorkers = 32;

struct Call {
    scan::Options options;
    int workers = 0;
};

int wrongUsage(const std::string& why) {
    std::fprintf(stderr, "flambeau-probe: %s\n%.*s", why.c_str(), static_cast<int>(usage.size()), usage.data());
    return 2;
}

bool setOption(Call& call, const std::string& name, const std::string& value) {
    if (name == "--root") {
        call.options.root = value;
        return true;
    }
    const auto number = parseDouble(value);
    if (!number || !(*number > 0) || *number > 1e6)
        return false;
    if (name == "--seconds")
        call.options.seconds = *number;
    else if (name == "--workers")
        call.workers = static_cast<int>(std::min<double>(*number, mostWorkers));
    else
        return false;
    return true;
}

/// The other end reads no further than the first error.
int refuse(const Error& error) {
    const nlohmann::json line = {{"error", {{"code", toString(error.code)}, {"message", toPlainText(error.message)}}}};
    scan::printLine(line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    return 1;
}

Result<std::string> rootOf(const std::string& given) {
    std::error_code problem;
    const fs::path root = fs::canonical(given, problem);
    if (problem)
        return systemError(problem.value(), "Cannot open " + given);
    if (!fs::is_directory(root, problem))
        return Error{ErrorCode::InvalidArgument, given + " is no folder", {}, {}};
    if (toValidUtf8(root.string()) != root.string())
        return Error{ErrorCode::InvalidArgument, "The folder's path is not valid UTF-8: " + given, {}, {}};
    return root.string();
}

int walk(const Call& call) {
    const auto put = [](const std::string& line) {
        std::fwrite(line.data(), 1, line.size(), stdout);
        std::fputc('\n', stdout);
    };
    const auto root = rootOf(call.options.root);
    if (!root)
        return refuse(root.error());
    const auto listing =
        dataset::listFolder(*root, [](std::int64_t count) { scan::printLine(dataset::walkedLine(count)); }, {});
    if (!listing)
        return refuse(listing.error());
    dataset::writeListing(*root, *listing, put);
    return std::fflush(stdout) == 0 ? 0 : 1;
}

int cores() {
    cpu_set_t set;
    CPU_ZERO(&set);
    const int count = ::sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
    return std::clamp(count, 1, mostWorkers);
}

/// Workers of this program itself; their answers go on as they come.
int crew(const Call& call, bool thumbnails) {
    dataset::Crew crew;
    crew.program = "/proc/self/exe";
    crew.root = call.options.root;
    crew.workers = call.workers > 0 ? call.workers : cores();
    crew.secondsPerFile = call.options.seconds;
    crew.found = [](const dataset::FileFacts& facts, std::string_view line) {
        scan::printLine(line.empty() ? toJson(facts).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)
                                     : std::string(line));
        // Nobody listens any more, and the signal that says so is held back while helpers run.
        if (std::ferror(stdout) != 0)
            std::_Exit(1);
    };
    const auto paths = scan::readRecords();
    Status done;
    if (thumbnails) {
        std::vector<dataset::ThumbnailJob> jobs;
        for (const std::string& path : paths)
            jobs.push_back({path, "-"});
        done = makeThumbnails(crew, jobs);
    } else if (const auto scanned = scanFiles(crew, paths); !scanned) {
        done = scanned.error();
    }
    return done ? 0 : refuse(done.error());
}

int table(const std::string& path) {
    scan::WholeFile file;
    if (const Status read = readWhole(path, file); !read.ok()) {
        std::fprintf(stderr, "%s: %s\n", toPlainText(path).c_str(), Status(read).error().message.c_str());
        return 1;
    }
    const bool whole = std::fwrite(file.bytes.data(), 1, file.bytes.size(), stdout) == file.bytes.size();
    return whole && std::fflush(stdout) == 0 ? 0 : 1;
}

int run(const std::vector<std::string>& arguments) {
    if (arguments.empty())
        return wrongUsage("which mode?");
    const std::string& mode = arguments[0];
    Call call;
    std::vector<std::string> places;
    for (std::size_t i = 1; i < arguments.size(); ++i) {
        if (!startsWith(arguments[i], "--"))
            places.push_back(arguments[i]);
        else if (i + 1 >= arguments.size() || !setOption(call, arguments[i], arguments[i + 1]))
            return wrongUsage("cannot use " + arguments[i]);
        else
            ++i;
    }
    if (places.size() != (mode == "table" ? 1u : 0u))
        return wrongUsage("wrong number of arguments for " + mode);
    scan::limitMemory();
    if (mode == "walk")
        return walk(call);
    if (mode == "scan" || mode == "small")
        return crew(call, mode == "small");
    if (mode == "table")
        return table(places[0]);
    if (mode == "check")
        return scan::check(call.options);
    if (mode == "thumbs")
        return scan::thumbs(call.options);
    if (mode == "version") {
        std::puts("flambeau-probe 1");
        return 0;
    }
    return wrongUsage("there is no mode " + mode);
}

}  // namespace
}  // namespace flambeau::probe

int main(int argc, char** argv) {
    return flambeau::probe::run({argv + 1, argv + argc});
}
