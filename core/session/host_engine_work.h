// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of ensureHostEngine, private to this folder: one object a call, on its thread.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "flambeau/launch/host_engine.h"
#include "flambeau/remote/transport.h"
#include "flambeau/session/engine_service.h"
#include "flambeau/session/host_engine.h"

namespace flambeau::session {

class HostEngineWork {
public:
    HostEngineWork(remote::Transport& host, const HostEngineRequest& request, const Engine& desktops,
                   std::stop_token stop, const ProgressCallback& progress,
                   const std::function<void(const std::string&)>& log)
        : m_host(host),
          m_request(request),
          m_desktops(desktops),
          m_stop(std::move(stop)),
          m_progress(progress),
          m_log(log) {}

    Result<HostEngine> run(const nlohmann::json& facts);
    Result<std::optional<HostEngine>> find(const nlohmann::json& facts);

private:
    // host_engine.cpp
    Result<std::string> say(const std::string& script, int seconds) const;
    Result<std::optional<launch::EngineReady>> look(const std::string& choice) const;
    Status begin(const nlohmann::json& facts);
    Status survey();
    Result<HostEngine> make();
    HostEngine engineOf(const launch::EngineReady& ready, bool made) const;
    Result<HostEngine> found(const launch::EngineReady& ready, bool made) const;
    Result<std::vector<launch::HostTorch>> candidates();
    Error noTorch(const std::vector<launch::HostTorch>& torches) const;
    void note(const std::string& line) const;
    void tell(const std::string& what, std::uint64_t done = 0, std::uint64_t total = 0) const;
    /// Of <subfolder>/<name>: what is half-made, and who makes it.
    void discard(const std::string& subfolder, const std::string& name, const std::string& mark = {}) const;

    // host_engine_send.cpp
    Status readDesktops();
    /// Nothing: it does not fit; why stands in the log.
    Result<std::optional<launch::EngineReady>> send(const launch::HostTorch& torch);
    Status sendFiles(const std::string& name, const launch::HostTorch& torch, bool& alone);
    Status sendFile(const fs::path& file, const std::string& to, const std::string& what);
    Result<std::map<std::string, fs::path>> loadedHere() const;

    // host_engine_build.cpp
    Result<HostEngine> build(const launch::HostTorch& torch, const launch::BuildTools& tools);
    Status makeEnvironment();
    Status checkRoom(std::uint64_t needed) const;
    Status sendSources(const std::string& name);
    Result<bool> follow(const std::string& script, launch::BuildReader& reader);

    remote::Transport& m_host;
    const HostEngineRequest& m_request;
    const Engine& m_desktops;
    std::stop_token m_stop;
    const ProgressCallback& m_progress;
    const std::function<void(const std::string&)>& m_log;

    std::string m_choice;       ///< digest of the question
    std::string m_sources;      ///< SHA-256 of the trainer's sources; empty: they are not here
    launch::HostFacts m_facts;  ///< as they are now
    launch::HostWorkshop m_workshop;
    std::optional<launch::DesktopEngine> m_desktop;
};

}  // namespace flambeau::session
