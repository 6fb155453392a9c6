// SPDX-License-Identifier: GPL-3.0-or-later
#include "run_facts.h"

#include <algorithm>
#include <fstream>

#include <nlohmann/json.hpp>

#include "flambeau/base/strings.h"
#include "flambeau/domain/run_definition.h"

namespace flambeau::ui::runs {
namespace {

constexpr std::size_t kMostLogs = 64;

Result<Relative> relative(session::Services& services, const RunId& id) {
    session::KnownRuns known;
    FLAMBEAU_TRY(const auto row, session::RunTable(services.workspace).row(id, known));
    return Relative{row->id.str(), row->name, row->state, row->created, row->resumedAtStep};
}

/// A definition that cannot be read leaves the rest of the page as it is.
void readDefinition(RunFacts& facts) {
    const auto json = nlohmann::json::parse(facts.view.definition, nullptr, false);
    auto definition =
        json.is_discarded() ? Result<domain::RunDefinition>(Error{}) : domain::runDefinitionFromJson(json);
    if (!definition)
        return;
    facts.parameters = definition->parameters;
    facts.fingerprint = definition->dataset.fingerprint;
    facts.weights = definition->initialWeights.source;
    facts.engine = definition->engine;
    facts.registerAs = definition->registerAs.model;
}

void findLogs(RunFacts& facts) {
    const fs::path folder = facts.view.folder / "logs";
    facts.predictedLog = folder / "stdout.log";
    std::error_code failed;
    for (fs::directory_iterator it(folder, failed), end; !failed && it != end; it.increment(failed)) {
        std::error_code ignored;
        if (!it->is_symlink(ignored) && it->is_regular_file(ignored) && facts.logs.size() < kMostLogs)
            facts.logs.push_back(it->path());
    }
    std::sort(facts.logs.begin(), facts.logs.end());
    std::stable_partition(facts.logs.begin(), facts.logs.end(),
                          [](const fs::path& path) { return path.filename() == "stdout.log"; });
}

}  // namespace

Result<RunFacts> readFacts(session::Services& services, const RunId& run) {
    RunFacts facts;
    FLAMBEAU_TRY(facts.view, services.catalog.view(run));
    readDefinition(facts);
    FLAMBEAU_TRY(facts.outputs, services.catalog.outputs(run));
    for (const RunId& id : facts.view.chain) {
        if (id == run)
            continue;
        FLAMBEAU_TRY(auto one, relative(services, id));
        facts.before.push_back(std::move(one));
    }
    for (const RunId& id : facts.view.resumedBy) {
        FLAMBEAU_TRY(auto one, relative(services, id));
        facts.after.push_back(std::move(one));
    }
    if (domain::isFinal(facts.view.state)) {
        FLAMBEAU_TRY(const auto models, services.models.list());
        for (const auto& model : models) {
            if (model.run == run.str())
                facts.models.push_back(model.reference());
        }
    }
    findLogs(facts);
    return facts;
}

Result<fs::path> outputPath(session::Services& services, const session::RunView& view,
                            const session::RunOutputFile& file) {
    std::error_code ignored;
    const fs::path own = view.folder / file.path;
    if (fs::is_regular_file(fs::symlink_status(own, ignored)) || file.sha256.empty())
        return own;
    return services.models.blob({file.path, file.sha256, file.bytes});
}

Result<std::string> readOutput(session::Services& services, const session::RunView& view,
                               const session::RunOutputFile& file, std::size_t most) {
    FLAMBEAU_TRY(const auto path, outputPath(services, view, file));
    std::ifstream in(path, std::ios::binary);
    if (!in)
        return Error{ErrorCode::NotFound, file.path + " is not there any more", "", path.string()};
    // What goes on may have grown since it was listed.
    std::error_code failed;
    const auto size = fs::file_size(path, failed);
    std::string text(failed ? 0 : std::min<std::uintmax_t>(most, size), '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(in.gcount()));
    return text;
}

}  // namespace flambeau::ui::runs
