// SPDX-License-Identifier: GPL-3.0-or-later
#include "run_bench.h"

#include <signal.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <thread>

#include <nlohmann/json.hpp>

#include "flambeau/base/sha256.h"
#include "flambeau/base/strings.h"
#include "flambeau/store/datasets.h"
#include "flambeau/store/workspace.h"

extern char** environ;

namespace flambeau::test {

Result<session::LocalWeights> FixedWeights::resolve(const std::string&, const std::string&, std::stop_token,
                                                    const session::ProgressCallback&) {
    FLAMBEAU_TRY(const auto sum, sha256File(file));
    return session::LocalWeights{file, sum};
}

Result<std::string> NotingRegistrar::registerRun(const RunId& run, const domain::RegisterRule& rule, std::stop_token) {
    asked.emplace_back(run, rule.model);
    return rule.model + "@" + std::to_string(asked.size());
}

RunBench::RunBench(const std::string& train) {
    setenv("XDG_CONFIG_HOME", (dir / "config").c_str(), 1);
    setenv("XDG_DATA_HOME", (dir / "data").c_str(), 1);
    workspace = must(session::Workspace::open(dir / "workspace"));
    setTrainer(train);
    addDataset();
    runs = std::make_unique<session::RunService>(*workspace, weights, engines);
    catalog = std::make_unique<session::RunCatalog>(*workspace);
}

RunBench::~RunBench() {
    // Whatever a test left running must not outlive it.
    if (const auto list = catalog->list()) {
        for (const auto& run : *list) {
            if (!domain::isFinal(run.state) && runs->cancel(run.id))
                finish(run.id);
        }
    }
}

void RunBench::setTrainer(const std::string& train) {
    const auto script = dir / "flambeau-trainer";
    write(script,
          "#!/bin/sh\nif [ \"$1\" = info ]; then\n  echo '{\"torch\":\"1.13.1\",\"torch_library\":\"/none\","
          "\"abi\":\"new\",\"cuda\":false,\"devices\":[],\"sources\":\"" +
              std::string(64, '1') + "\",\"compiler\":\"none\",\"arch\":\"x86_64\",\"key\":\"" + std::string(64, 'a') +
              "\"}'\n  exit 0\nfi\ncd \"$3\" || exit 2\n" + train + "\n");
    chmod(script.c_str(), 0755);
    setenv("FLAMBEAU_TRAINER", script.c_str(), 1);
}

void RunBench::addDataset() {
    domain::DatasetManifest manifest;
    manifest.name = "leaves";
    manifest.version = 1;
    manifest.root = (dir / "leaves").string();
    manifest.source = manifest.root;
    manifest.layout = "splits";
    manifest.classes = {"ash", "oak"};
    for (int i = 0; i < 12; ++i) {
        const std::string split = i % 3 == 2 ? "val" : "train";
        const auto name = split + "/" + manifest.classes[i % 2] + "/" + std::to_string(i) + ".png";
        write(dataset(name), "picture " + std::to_string(i));
        struct stat info {};
        REQUIRE(stat(dataset(name).c_str(), &info) == 0);
        domain::DatasetFile file;
        file.path = name;
        file.split = split;
        file.label = i % 2;
        file.bytes = static_cast<std::uint64_t>(info.st_size);
        file.mtimeNs = static_cast<std::int64_t>(info.st_mtim.tv_sec) * 1'000'000'000 + info.st_mtim.tv_nsec;
        file.sha256 = must(sha256File(dataset(name)));
        file.width = file.height = 32;
        manifest.files.push_back(file);
    }
    manifest.fingerprint = domain::datasetFingerprint(manifest);
    store::NewDatasetVersion version;
    version.name = manifest.name;
    version.fingerprint = manifest.fingerprint;
    version.root = manifest.root;
    version.source = manifest.source;
    version.files = static_cast<std::int64_t>(manifest.files.size());
    version.bytes = manifest.totalBytes();
    version.manifest = domain::toJson(manifest).dump();
    must(store::Datasets(workspace->store()).add(version));
}

session::RunRequest RunBench::request() const {
    session::RunRequest request;
    request.recipe = "image-classification";
    request.dataset = "leaves";
    request.set = {{"arch", "tiny"}, {"epochs", "2"}};
    return request;
}

session::RunView RunBench::until(const RunId& run, const std::function<bool(const session::RunView&)>& done) {
    session::RunFollower follower(*workspace);
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(120);
    while (std::chrono::steady_clock::now() < deadline) {
        const auto pass = must(follower.pass());
        for (const auto& problem : pass.problems)
            UNSCOPED_INFO(problem.message);
        auto now = view(run);
        if (done(now))
            return now;
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    FAIL("The run did not get there: " << domain::toString(view(run).state) << " " << view(run).reason);
    return {};
}

session::RunView RunBench::finish(const RunId& run, session::ModelRegistrar* registrar) {
    auto end = until(run, [](const auto& view) { return domain::isFinal(view.state); });
    if (!registrar)
        return end;
    session::RunFollower follower(*workspace, registrar);
    must(follower.pass());
    return view(run);
}

Curves RunBench::stored(const RunId& run) {
    Curves curves;
    must(catalog->forEachPoint(run, [&](const std::string& series, const series::Point& point) {
        curves[series].push_back({point.step, formatDouble(point.value)});
        return true;
    }));
    return curves;
}

Curves RunBench::written(const fs::path& stream) {
    Curves curves;
    const auto text = read(stream);
    std::size_t at = 0;
    for (std::size_t end; (end = text.find('\n', at)) != std::string::npos; at = end + 1) {
        const auto json = nlohmann::json::parse(text.begin() + static_cast<std::ptrdiff_t>(at),
                                                text.begin() + static_cast<std::ptrdiff_t>(end), nullptr, false);
        if (!json.is_object() || json.value("e", "") != "metric")
            continue;
        for (const auto& [series, value] : json["v"].items()) {
            auto& curve = curves[series];
            const auto step =
                json.contains("step") ? json["step"].get<std::int64_t>() : static_cast<std::int64_t>(curve.size());
            curve.push_back(
                {step, formatDouble(value.is_string() ? *parseDouble(value.get<std::string>()) : value.get<double>())});
        }
    }
    return curves;
}

std::vector<int> processesOf(const fs::path& folder) {
    std::istringstream text(read(folder / "pid"));
    std::vector<int> pids;
    for (std::string line; std::getline(text, line);) {
        const auto words = split(line, ' ');
        if (words[0] == "supervisor")
            pids.insert(pids.begin(), std::stoi(words.at(1)));
        else if (words[0] == "rank")
            pids.push_back(std::stoi(words.at(2)));
    }
    return pids;
}

std::string checkpoint(const nlohmann::json& metadata, std::size_t tensorBytes) {
    auto header =
        nlohmann::json{{"__metadata__", metadata}, {"w", {{"dtype", "F32"}, {"shape", {1}}, {"data_offsets", {0, 4}}}}}
            .dump();
    std::string bytes;
    for (int i = 0; i < 8; ++i)
        bytes += static_cast<char>(header.size() >> (8 * i) & 0xff);
    return bytes + header + std::string(tensorBytes, '\0');
}

Probe::Probe(const std::string& mode, const fs::path& argument) {
    std::string program = RUN_PROBE, word = mode, path = argument.string();
    char* argv[] = {program.data(), word.data(), path.data(), nullptr};
    REQUIRE(posix_spawn(&m_pid, RUN_PROBE, nullptr, nullptr, argv, environ) == 0);
}

Probe::~Probe() {
    if (m_pid > 0)
        kill();
}

void Probe::kill() {
    ::kill(m_pid, SIGKILL);
    wait();
}

int Probe::wait() {
    if (m_pid > 0)
        waitpid(m_pid, &m_status, 0);
    m_pid = 0;
    return WIFEXITED(m_status) ? WEXITSTATUS(m_status) : -1;
}

bool Probe::ended() {
    if (m_pid > 0 && waitpid(m_pid, &m_status, WNOHANG) == m_pid)
        m_pid = 0;
    return m_pid == 0;
}

}  // namespace flambeau::test
