// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/session/engine_choice.h"

#include <algorithm>
#include <cstdlib>

#include <unistd.h>
#include <nlohmann/json.hpp>

#include "engine_folder.h"
#include "flambeau/base/strings.h"
#include "flambeau/session/paths.h"

namespace flambeau::session {

namespace {

fs::path choiceFile() {
    return userConfigDir() / "flambeau" / "engine.json";
}

bool runnable(const fs::path& file) {
    std::error_code ignored;
    return fs::is_regular_file(file, ignored) && access(file.c_str(), X_OK) == 0;
}

std::optional<EngineChoice> preparedAt(const fs::path& folder) {
    const auto text = readFile(folder / kEngineReady, 1 << 20);
    if (!text || !runnable(preparedTrainer(folder)))
        return std::nullopt;
    const auto json = nlohmann::json::parse(*text, nullptr, false);
    EngineChoice choice{EngineOrigin::Prepared, preparedTrainer(folder), folder, {}, 0, false};
    if (json.is_object()) {
        if (const auto source = json.find("source"); source != json.end() && source->is_string())
            choice.source = toPlainText(source->get<std::string>());
        if (const auto made = json.find("made"); made != json.end() && made->is_number())
            choice.made = made->get<double>();
    }
    return choice;
}

}  // namespace

fs::path preparedTrainer(const fs::path& folder) {
    return folder / "bin" / std::string(programName(Program::Trainer));
}

fs::path enginesFolder() {
    return userDataDir() / "flambeau" / "engines";
}

fs::path chosenTrainer() {
    const auto text = readFile(choiceFile(), 1 << 16);
    if (!text)
        return {};
    const auto json = nlohmann::json::parse(*text, nullptr, false);
    if (!json.is_object() || !json.contains("trainer") || !json["trainer"].is_string())
        return {};
    const fs::path trainer = json["trainer"].get<std::string>();
    return trainer.is_absolute() && runnable(trainer) ? trainer : fs::path();
}

Status chooseTrainer(const fs::path& trainer) {
    std::error_code ignored;
    const fs::path beside = executableDir() / std::string(programName(Program::Trainer));
    if (trainer.empty() || trainer == beside) {
        fs::remove(choiceFile(), ignored);
        return {};
    }
    if (!runnable(trainer))
        return Error{ErrorCode::NotFound,
                     "There is no trainer at " + trainer.string() + " that can be run.",
                     "Choose another engine, or prepare one.",
                     {}};
    FLAMBEAU_CHECK(makeDirs(choiceFile().parent_path()));
    const nlohmann::json json = {{"trainer", fs::absolute(trainer, ignored).string()}};
    return writeFileAtomic(choiceFile(), json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
}

std::vector<EngineChoice> engineChoices() {
    std::vector<EngineChoice> choices;
    if (const char* given = std::getenv("FLAMBEAU_TRAINER"); given && *given) {
        std::error_code ignored;
        choices.push_back({EngineOrigin::Environment, fs::absolute(given, ignored), {}, {}, 0, false});
    }
    if (const fs::path beside = executableDir() / std::string(programName(Program::Trainer)); runnable(beside))
        choices.push_back({EngineOrigin::BuiltIn, beside, {}, {}, 0, false});
    std::vector<EngineChoice> prepared;
    std::error_code error;
    for (fs::directory_iterator each(enginesFolder(), error); !error && each != fs::directory_iterator();
         each.increment(error)) {
        if (auto choice = preparedAt(each->path()))
            prepared.push_back(std::move(*choice));
    }
    std::sort(prepared.begin(), prepared.end(), [](const auto& a, const auto& b) { return a.made > b.made; });
    choices.insert(choices.end(), prepared.begin(), prepared.end());
    if (const auto used = findProgram(Program::Trainer)) {
        const auto found =
            std::find_if(choices.begin(), choices.end(), [&](const auto& each) { return each.trainer == *used; });
        if (found != choices.end())
            found->chosen = true;
    }
    return choices;
}

Status removeEngine(const fs::path& folder) {
    if (folder.parent_path() != enginesFolder() || !isSafeRelativePath(folder.filename().string()))
        return Error{ErrorCode::InvalidArgument, folder.string() + " is no engine that Flambeau prepared.", {}, {}};
    if (chosenTrainer() == preparedTrainer(folder))
        FLAMBEAU_CHECK(chooseTrainer({}));
    std::error_code error;
    fs::remove(folder / kEngineReady, error);  // first: half a folder is no engine
    fs::remove_all(folder, error);
    if (error)
        return Error{ErrorCode::Io, "The engine at " + folder.string() + " could not be removed as a whole.",
                     "Delete what is left of the folder.", error.message()};
    return {};
}

}  // namespace flambeau::session
