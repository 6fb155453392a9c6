// SPDX-License-Identifier: GPL-3.0-or-later
// Our side of the figures about following runs on hosts. The hosts are real sshds on loopback.
//   bench_follow fill FOLDER RUNS WRITER KEYS PORT…  a workspace with so many runs that go on, spread over the hosts;
//       process WRITER stands for their supervisors. Prints "ID PATH-OF-EVENTS" of each.
//   bench_follow write LINES SECONDS    reads paths from stdin up to an empty line, then appends so many lines a second
//       of ten values to each
//   bench_follow latency FOLDER LINES SECONDS   follows the one run, writes to it, and prints how long it took from the
//       byte written to the point committed
//   bench_follow cpu FOLDER             follows all; "go" and "stop" on stdin: prints the processor's seconds between
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <thread>

#include <nlohmann/json.hpp>

#include "flambeau/base/clock.h"
#include "flambeau/base/strings.h"
#include "flambeau/session/host_following.h"
#include "flambeau/session/hosts.h"
#include "flambeau/session/run_catalog.h"
#include "flambeau/session/workspace.h"
#include "flambeau/store/computes.h"
#include "flambeau/store/metrics.h"
#include "flambeau/store/runs.h"
#include "flambeau/store/workspace.h"

using namespace flambeau;
using Clock = std::chrono::steady_clock;

namespace {

constexpr int kValues = 10;

[[noreturn]] void fail(const std::string& why) {
    std::cerr << "bench_follow: " << why << std::endl;
    std::exit(1);
}

template <class T>
T must(Result<T> result) {
    if (!result.ok())
        fail(result.error().message + " " + result.error().detail);
    if constexpr (!std::is_void_v<T>)
        return std::move(result).value();
}

void append(const fs::path& file, const std::string& text) {
    std::ofstream out(file, std::ios::binary | std::ios::app);
    out << text << std::flush;
    if (!out)
        fail("cannot write " + file.string());
}

/// Always of the same length, so that an offset says how many there are.
std::string line(std::int64_t step) {
    char text[400];
    int at = std::snprintf(text, sizeof text, "{\"e\":\"metric\",\"t\":1700000000,\"step\":%09lld,\"v\":{",
                           static_cast<long long>(step + 100'000'000));
    for (int i = 0; i < kValues; ++i)
        at += std::snprintf(text + at, sizeof text - static_cast<std::size_t>(at), "%s\"value/%d\":%.6f",
                            i > 0 ? "," : "", i, 0.1 + static_cast<double>((step * 7919 + i) % 100'000) / 1e6);
    return std::string(text, static_cast<std::size_t>(at)) + "}}\n";
}

std::string headLine(const std::string& run) {
    return "{\"flambeau\":1,\"run\":\"" + run + "\",\"rank\":0}\n";
}

std::string startOf(const std::string& pid) {
    const auto text = must(readFile("/proc/" + pid + "/stat", 4096));
    return split(text.substr(text.rfind(')') + 2), ' ').at(19);
}

void makeRun(session::Workspace& workspace, const fs::path& host, const std::string& name, const std::string& writer) {
    store::NewRun row;
    row.id = RunId::create();
    row.name = row.id.str();
    row.experiment = "default";
    row.compute = name;
    row.recipe = "image-classification";
    row.definition = "{}";
    const store::Runs runs(workspace.store());
    must(runs.create(row));
    must(runs.setState(row.id, domain::RunState::Running, ""));
    const auto folder = host / "runs" / row.id.str();
    must(makeDirs(folder / "supervisor"));
    must(makeDirs(folder / "logs"));
    const auto boot = must(readFile("/proc/sys/kernel/random/boot_id", 100));
    append(folder / "pid", "boot " + std::string(trim(boot)) + "\nsupervisor " + writer + " " + startOf(writer) + "\n");
    append(folder / "state.jsonl", headLine(row.id.str()) + "{\"e\":\"state\",\"t\":1,\"state\":\"running\"}\n");
    append(folder / "events.jsonl", headLine(row.id.str()));
    append(folder / "logs" / "stdout.log", "");
    std::cout << row.id.str() << ' ' << (folder / "events.jsonl").string() << std::endl;
}

void fill(const fs::path& folder, int runs, const std::string& writer, const fs::path& keys,
          const std::vector<std::string>& ports) {
    const auto workspace = must(session::Workspace::open(folder / "workspace"));
    for (std::size_t i = 0; i < ports.size(); ++i) {
        const auto name = "host" + std::to_string(i);
        const nlohmann::json definition = {
            {"kind", "ssh"},
            {"target", {{"user", ""}, {"host", "127.0.0.1"}, {"port", std::stoi(ports[i])}}},
            {"identities", {(keys / "client_key").string()}},
            {"folder", (folder / name).string()}};
        must(store::Computes(workspace->store()).add(name, definition.dump(), "{}"));
    }
    for (int i = 0; i < runs; ++i) {
        const auto name = "host" + std::to_string(static_cast<std::size_t>(i) % ports.size());
        makeRun(*workspace, folder / name, name, writer);
    }
}

/// Each line once, at its time.
void writeLines(const std::vector<std::string>& files, int lines, double seconds) {
    std::vector<std::unique_ptr<std::ofstream>> outs;
    for (const auto& file : files)
        outs.push_back(std::make_unique<std::ofstream>(file, std::ios::binary | std::ios::app));
    const auto begun = Clock::now();
    for (std::int64_t step = 0; static_cast<double>(step) < seconds * lines; ++step) {
        const auto at = static_cast<double>(step) / lines;
        for (std::size_t i = 0; i < outs.size(); ++i) {
            std::this_thread::sleep_until(
                begun + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(
                            at + static_cast<double>(i) / (static_cast<double>(outs.size()) * lines))));
            *outs[i] << line(step) << std::flush;
        }
    }
}

class Follower {
public:
    Follower(const fs::path& folder, std::function<void(const session::RunChange&)> changed)
        : m_workspace(must(session::Workspace::open(folder / "workspace"))),
          m_following(folder / "workspace", m_connections, std::move(changed),
                      [](const Error& error) { std::cerr << error.message << ' ' << error.detail << std::endl; }) {
        must(m_following.look(*m_workspace));
    }
    std::uint64_t offset(const RunId& run) {
        return must(store::Metrics(m_workspace->store()).streamOffset(run, "events.jsonl"));
    }
    session::Workspace& workspace() { return *m_workspace; }
    std::vector<RunId> runs() {
        std::vector<RunId> ids;
        for (const auto& run : must(store::Runs(m_workspace->store()).unfinished()))
            ids.push_back(run.id);
        return ids;
    }

private:
    std::unique_ptr<session::Workspace> m_workspace;
    session::HostConnections m_connections;
    session::HostFollowing m_following;
};

void waitFor(const std::function<bool()>& done, const std::string& what) {
    for (int i = 0; i < 600; ++i) {
        if (done())
            return;
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
    }
    fail(what);
}

void latency(const fs::path& folder, int lines, double seconds) {
    const auto size = line(0).size();
    const auto total = static_cast<std::size_t>(lines * seconds);
    std::vector<std::atomic<double>> written(total);
    std::vector<double> took(total, -1);
    // On the follower's thread, after its commit: a connection of its own looks how far the store is.
    const auto eyes = must(session::Workspace::open(folder / "workspace"));
    RunId run;
    std::uint64_t head = 0;
    std::size_t seen = 0;
    std::atomic<bool> begun{false};
    Follower follower(folder, [&](const session::RunChange&) {
        if (!begun)
            return;
        const auto offset = must(store::Metrics(eyes->store()).streamOffset(run, "events.jsonl"));
        const double now = unixNow();
        for (; seen < total && head + (seen + 1) * size <= offset; ++seen)
            took[seen] = now - written[seen];
    });
    run = follower.runs().at(0);
    head = headLine(run.str()).size();
    const auto file = folder / "host0" / "runs" / run.str() / "events.jsonl";
    waitFor([&] { return follower.offset(run) == head; }, "the run is not followed");
    std::this_thread::sleep_for(std::chrono::seconds(1));
    begun = true;
    std::ofstream out(file, std::ios::binary | std::ios::app);
    const auto from = Clock::now();
    for (std::size_t i = 0; i < total; ++i) {
        std::this_thread::sleep_until(from + std::chrono::duration_cast<Clock::duration>(
                                                 std::chrono::duration<double>(static_cast<double>(i) / lines)));
        const auto text = line(static_cast<std::int64_t>(i));
        written[i] = unixNow();
        out << text << std::flush;
    }
    waitFor([&] { return follower.offset(run) == head + total * size; }, "not every line was committed");
    waitFor([&] { return took.back() >= 0; }, "the last commit was not told");
    std::int64_t points = 0;
    must(session::RunCatalog(follower.workspace()).forEachPoint(run, [&](const std::string&, const series::Point&) {
        ++points;
        return true;
    }));
    std::sort(took.begin(), took.end());
    std::cout << nlohmann::json{{"p95", took[total * 95 / 100] * 1000},
                                {"median", took[total / 2] * 1000},
                                {"worst", took.back() * 1000},
                                {"points", points},
                                {"expected", total * kValues}}
              << std::endl;
}

double processorSeconds() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

void processor(const fs::path& folder) {
    Follower follower(folder, {});
    const auto runs = follower.runs();
    const auto behind = [&] {
        std::size_t count = 0;
        for (const auto& run : runs)
            count += follower.offset(run) == 0;
        return count;
    };
    waitFor([&] { return behind() == 0; }, "some runs are not followed");
    std::cout << "ready" << std::endl;
    std::string word;
    std::getline(std::cin, word);
    const double before = processorSeconds();
    std::getline(std::cin, word);
    const double after = processorSeconds();
    nlohmann::json offsets = nlohmann::json::object();
    for (const auto& run : runs)
        offsets[run.str()] = follower.offset(run);
    std::cout << nlohmann::json{{"seconds", after - before}, {"offsets", offsets}} << std::endl;
}

}  // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> words(argv + 1, argv + argc);
    const std::string mode = words.empty() ? "" : words[0];
    if (mode == "fill" && words.size() > 5) {
        fill(words[1], std::stoi(words[2]), words[3], words[4], {words.begin() + 5, words.end()});
    } else if (mode == "write" && words.size() == 3) {
        std::vector<std::string> files;
        for (std::string file; std::getline(std::cin, file) && !file.empty();)
            files.push_back(file);
        writeLines(files, std::stoi(words[1]), std::stod(words[2]));
    } else if (mode == "latency" && words.size() == 4) {
        latency(words[1], std::stoi(words[2]), std::stod(words[3]));
    } else if (mode == "cpu" && words.size() == 2) {
        processor(words[1]);
    } else {
        fail("see the head of bench_follow.cpp");
    }
    return 0;
}
