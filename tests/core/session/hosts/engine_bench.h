// SPDX-License-Identifier: GPL-3.0-or-later
// A host over a real sshd with a folder of its own, a libtorch that is none, and trainers that stand in for real ones.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "flambeau/remote/transport.h"
#include "flambeau/session/host_engine.h"
#include "sshd.h"

namespace flambeau::test {

/// Passes everything on and counts it.
class CountingTransport : public remote::Transport {
public:
    explicit CountingTransport(remote::Transport& inner) : m_inner(inner) {}
    std::string name() const override { return m_inner.name(); }
    Result<remote::CommandResult> exec(const remote::Command& command) override {
        return ++calls, m_inner.exec(command);
    }
    Result<remote::CommandResult> stream(const remote::StreamCommand& command) override {
        return ++calls, m_inner.stream(command);
    }
    Status putBytes(const std::string& path, std::string_view bytes, unsigned mode) override {
        return ++calls, ++puts, m_inner.putBytes(path, bytes, mode);
    }
    Status putFile(const fs::path& from, const std::string& to, const remote::Progress& progress,
                   std::stop_token stop) override {
        return ++calls, ++puts, m_inner.putFile(from, to, progress, stop);
    }
    Status getFile(const std::string& from, const fs::path& to, const remote::Progress& progress,
                   std::stop_token stop) override {
        return ++calls, m_inner.getFile(from, to, progress, stop);
    }
    Result<std::vector<remote::Entry>> list(const std::string& folder) override {
        return ++calls, m_inner.list(folder);
    }
    Result<std::optional<remote::Entry>> stat(const std::string& path) override { return ++calls, m_inner.stat(path); }
    Result<std::string> readRange(const std::string& path, std::uint64_t offset, std::size_t most) override {
        return ++calls, m_inner.readRange(path, offset, most);
    }
    Status makeDirs(const std::string& path) override { return ++calls, m_inner.makeDirs(path); }
    Status removeTree(const std::string& path) override { return ++calls, m_inner.removeTree(path); }
    Result<std::string> home() override { return ++calls, m_inner.home(); }

    int calls = 0, puts = 0;

private:
    remote::Transport& m_inner;
};

/// Tools of the host that stand in for CMake: what they "build" is engine_probe. A file in bench.dir() of this name
/// makes them: "fail-build", "hang-build" (then "hanging" appears), "cuda" (the engine says it can use a GPU).
enum class Tools { Real, Stub };

class EngineBench {
public:
    explicit EngineBench(Tools tools = Tools::Real);

    /// A libtorch of nothing but names: good enough to be found.
    fs::path fakeTorch(const std::string& name, const std::string& version = "2.13.0");
    /// A trainer that says it was built with that libtorch; `word` as engine_probe takes it.
    session::Engine probe(const fs::path& torch, const std::string& word = "good",
                          const std::string& version = "2.13.0");
    Result<session::HostEngine> ensure(const session::HostEngineRequest& request, const session::Engine& desktops,
                                       std::stop_token stop = {});
    Result<std::optional<session::HostEngine>> find(const session::HostEngineRequest& request,
                                                    const session::Engine& desktops);
    session::HostEngineRequest request(const fs::path& torch) const;
    fs::path folder() const { return m_dir / "a host's folder"; }
    const fs::path& dir() const { return m_dir.path(); }
    /// What lies in trainer/ but locks and choices; engines with READY end with '+'.
    std::vector<std::string> engines() const;

    nlohmann::json facts;
    std::vector<std::string> lines, steps;
    int calls = 0, puts = 0;  ///< of the last ensure
    const Sshd& sshd() const { return m_sshd; }

private:
    Sshd::Options stub(Tools tools);

    TempDir m_dir;
    Sshd m_sshd;
    ScriptedPrompter m_prompter;
    int m_made = 0;
};

bool says(const std::vector<std::string>& lines, const std::string& what);

/// The trainer that was built: $FLAMBEAU_TRAINER, or beside the tests; empty with a word why where there is none.
fs::path builtTrainer();

}  // namespace flambeau::test
