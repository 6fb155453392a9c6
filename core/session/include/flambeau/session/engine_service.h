// SPDX-License-Identifier: GPL-3.0-or-later
// The engine of this machine: which trainer, on which libtorch, with which key. One object on one thread; `engine`
// starts the trainer once and remembers its answer until another trainer is chosen or built (engine_choice.h).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "flambeau/session/run_ports.h"

namespace flambeau::session {

struct EngineFacts {
    Engine engine;
    std::string torch;         ///< "1.13.1"
    std::string torchLibrary;  ///< the file that is linked
    bool cuda = false;
    std::vector<std::string> devices;  ///< "NVIDIA …, 24 GB"
    std::string compiler, arch, abi;   ///< of the build: "GNU 12.2.0", "x86_64", "new" or "old"
};

class EngineService : public EngineSource {
public:
    Result<Engine> engine(std::stop_token stop) override;
    /// What `flambeau-trainer info` says. Unavailable with the loader's words where it does not start.
    Result<EngineFacts> facts(std::stop_token stop);
    /// The same of any trainer; nothing is remembered.
    static Result<EngineFacts> factsOf(const fs::path& trainer, std::stop_token stop);

private:
    std::optional<EngineFacts> m_facts;
    fs::file_time_type m_changed{};  ///< of the trainer that they are of: another choice, or a new build, is asked again
};

}  // namespace flambeau::session
