// SPDX-License-Identifier: GPL-3.0-or-later
// flambeau-cli __values KIND: what completion offers in an option's or argument's place. Hidden; asked by the scripts
// at each press of the key, so it makes nothing, opens only a workspace that is there, and never complains.
#include <set>

#include <CLI/CLI.hpp>

#include "commands.h"
#include "flambeau/base/strings.h"
#include "flambeau/domain/parameters.h"
#include "flambeau/session/run_catalog.h"
#include "services.h"

namespace flambeau::cli {

namespace {

constexpr std::int64_t kRunsAtMost = 200;  ///< the newest; nobody reads more

/// Words of a shell only: what would need quoting is not offered.
class Words {
public:
    void add(const std::string& word) {
        if (!word.empty() && shellQuote(word) == word)
            m_words.insert(word);
    }
    void addSetting(const std::string& name, const std::string& value) { m_words.insert(name + "=" + value); }
    std::string text() const { return join({m_words.begin(), m_words.end()}, "\n"); }

private:
    std::set<std::string> m_words;
};

void addParameters(Words& words) {
    for (const std::string& recipe : domain::recipeNames()) {
        for (const domain::ParameterSpec& spec : domain::recipeParameters(recipe)) {
            words.addSetting(spec.name, "");
            for (const std::string& choice : spec.choices)
                words.addSetting(spec.name, choice);
        }
    }
}

void addStored(Words& words, const std::string& kind, Services& services) {
    if (kind == "datasets") {
        if (const auto list = services.datasets.list()) {
            for (const auto& entry : *list)
                words.add(entry.name);
        }
    } else if (kind == "models") {
        if (const auto list = services.registry.list(false)) {
            for (const auto& version : *list)
                words.add(version.name);
        }
    } else if (kind == "runs") {
        session::RunSelection newest;
        newest.limit = kRunsAtMost;
        if (const auto list = session::RunCatalog(services.workspace).list(newest)) {
            for (const auto& view : *list) {
                words.add(view.id.str().substr(0, 8));
                words.add(view.name);
            }
        }
    } else if (kind == "experiments") {
        if (const auto list = session::RunCatalog(services.workspace).experiments()) {
            for (const auto& experiment : *list)
                words.add(experiment.name);
        }
    }
}

}  // namespace

void addCompletionValues(CLI::App& app, Context& context) {
    auto* command = app.add_subcommand("__values", "What completion offers")->group("");
    auto kind = std::make_shared<std::string>();
    command->add_option("kind", *kind)->required();
    context.command(command, [&context, kind]() -> Result<int> {
        context.json = false;
        Words words;
        if (*kind == "recipes") {
            for (const std::string& recipe : domain::recipeNames())
                words.add(recipe);
        } else if (*kind == "parameters") {
            addParameters(words);
        } else {
            const auto root = session::chooseWorkspace(context.workspaceOption);
            std::error_code ignored;
            if (!root || !fs::exists(session::WorkspacePaths{*root}.database(), ignored))
                return 0;
            if (const auto services = context.services())
                addStored(words, *kind, **services);
        }
        context.say(words.text());
        return 0;
    });
}

}  // namespace flambeau::cli
