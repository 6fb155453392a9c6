// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/session/engine_service.h"

#include <chrono>

#include <nlohmann/json.hpp>

#include "flambeau/base/sha256.h"
#include "flambeau/base/strings.h"
#include "flambeau/base/subprocess.h"
#include "flambeau/session/paths.h"

namespace flambeau::session {

namespace {

std::string textOf(const nlohmann::json& json, const char* key) {
    const auto found = json.find(key);
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

Result<EngineFacts> parseFacts(const fs::path& trainer, const std::string& out) {
    const Error broken{ErrorCode::Corrupt, trainer.string() + " info printed something that is not understood.",
                       "Is it this version's flambeau-trainer? Build it again.", out.substr(0, 2000)};
    const auto json = nlohmann::json::parse(out, nullptr, false);
    if (!json.is_object())
        return broken;
    EngineFacts facts;
    facts.torch = textOf(json, "torch");
    facts.torchLibrary = textOf(json, "torch_library");
    facts.engine.key = textOf(json, "key");
    facts.compiler = toPlainText(textOf(json, "compiler"));
    facts.arch = toPlainText(textOf(json, "arch"));
    facts.abi = toPlainText(textOf(json, "abi"));
    facts.engine.trainer = trainer;
    const auto cuda = json.find("cuda");
    facts.cuda = cuda != json.end() && cuda->is_boolean() && cuda->get<bool>();
    if (facts.torch.empty() || !isSha256Hex(facts.engine.key))
        return broken;
    if (const auto devices = json.find("devices"); devices != json.end() && devices->is_array()) {
        for (const auto& device : *devices) {
            if (!device.is_object())
                continue;
            std::string line = toPlainText(textOf(device, "name"));
            if (const auto memory = device.find("memory"); memory != device.end() && memory->is_number_unsigned())
                line += ", " + formatBytes(memory->get<std::uint64_t>());
            facts.devices.push_back(line);
        }
    }
    facts.engine.title = "libtorch " + facts.torch + (facts.cuda ? ", CUDA" : ", CPU");
    return facts;
}

}  // namespace

Result<EngineFacts> EngineService::facts(std::stop_token stop) {
    FLAMBEAU_TRY(const fs::path trainer, findProgram(Program::Trainer));
    std::error_code ignored;
    const auto changed = fs::last_write_time(trainer, ignored);
    if (m_facts && m_facts->engine.trainer == trainer && m_changed == changed)
        return *m_facts;
    FLAMBEAU_TRY(EngineFacts known, factsOf(trainer, stop));
    m_facts = known;
    m_changed = changed;
    return known;
}

Result<EngineFacts> EngineService::factsOf(const fs::path& trainer, std::stop_token stop) {
    ProcessSpec spec;
    spec.argv = {trainer.string(), "info"};
    spec.timeout = std::chrono::minutes(2);  // a first start reads half a gigabyte of libraries from a cold disk
    spec.stop = stop;
    FLAMBEAU_TRY(const ProcessResult result, runProcess(spec));
    if (result.exitCode != 0)
        return Error{ErrorCode::Unavailable,
                     "The trainer does not start (exit " + std::to_string(result.exitCode) + "): " + trainer.string(),
                     "Its libtorch is probably missing or another one than it was built with; build it again.",
                     toPlainText(result.err)};
    return parseFacts(trainer, result.out);
}

Result<Engine> EngineService::engine(std::stop_token stop) {
    FLAMBEAU_TRY(EngineFacts known, facts(stop));
    known.engine.gpus = known.cuda ? static_cast<int>(known.devices.size()) : 0;
    return known.engine;
}

}  // namespace flambeau::session
