// SPDX-License-Identifier: GPL-3.0-or-later
// What is filled in, as text, and what follows from it without asking anybody: problems by field, how many settings are
// not at their defaults, the request, the command line. A plain value; functions without state.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <QString>

#include "flambeau/domain/parameters.h"
#include "flambeau/session/run_drafts.h"
#include "flambeau/session/run_service.h"

namespace flambeau::ui::newrun {

/// What is known of the chosen dataset's version.
struct DatasetFacts {
    std::string name;
    int version = 0;
    std::int64_t train = 0, val = 0, test = 0;
    int classes = 0;
    std::uint64_t bytes = 0;
    std::int64_t findings = 0, badFindings = 0;
    int side = 0;  ///< the middle one of the pictures' shorter sides
    std::string on;  ///< the host that it lies on; empty: this machine
    std::string reference() const { return name + "@" + std::to_string(version); }
    std::int64_t pictures() const { return train + val + test; }
};

struct Form {
    std::string recipe = "image-classification";
    std::string dataset;  ///< "NAME@VERSION"; empty: none is chosen
    std::string name, experiment, registerAs, notes;
    std::vector<std::string> tags;
    std::string compute;                        ///< a host's name; empty: this machine
    std::optional<int> gpus;                    ///< of the host's; empty: one where it has any
    std::string minutes;                        ///< it ends after so many at the latest, as typed; empty: no limit
    int priority = 0;                           ///< of those that wait there the highest goes first
    int resumes = 0;                            ///< how often it goes on by itself when it is lost
    std::map<std::string, std::string> values;  ///< of every parameter, as typed
    std::set<std::string> touched;              ///< parameters that a person set: what fits a dataset leaves them alone

    Form();
    const std::string& value(const std::string& parameter) const;
    void set(const std::string& parameter, const std::string& text);

    /// With those parameters alone that differ from the recipe's defaults.
    session::RunRequest request() const;
    static Form of(const session::RunRequest& request);
    /// Network, first weights and what is trained, as they suit these pictures; what was touched stays.
    void suit(const DatasetFacts& dataset, bool gpu);
};

/// Whether the text means something else than the default; what cannot be read does.
bool differs(const domain::ParameterSpec& spec, const std::string& text);
/// Expert settings of the form that stand folded.
std::vector<domain::ParameterSpec> expertParameters(const std::string& recipe);
int changedExpert(const Form& form);

/// By field: parameters' names, "dataset", "name", "experiment", "register", "time_limit".
std::map<std::string, domain::Problem> problemsOf(const Form& form);

/// The command that starts the same run; `workspace` empty: the one that it takes by itself.
std::string commandLine(const session::RunRequest& request, const std::string& workspace);

/// "weight_decay" -> "Weight decay", in the user's language.
QString parameterTitle(const std::string& name);
/// What core says of settings and networks, so that it can be translated.
const std::vector<const char*>& wordsOfCore();
/// "0 to 10, default 0.9"
QString parameterRange(const domain::ParameterSpec& spec);

}  // namespace flambeau::ui::newrun
