// SPDX-License-Identifier: GPL-3.0-or-later
// A workspace with something in it, for tests of pages: the sample's pictures drawn and imported by flambeau-scan, runs
// in every state with curves, chains, outputs and logs, models with versions, aliases and a real ONNX file. All of it
// goes through the services and the store; no trainer is needed. The pictures, curves and verdicts are made up.
// One object on one thread; its folder goes with it. Open a Desk on folder() after it was made.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "flambeau/base/id.h"
#include "flambeau/session/workspace.h"
#include "test_support.h"

namespace flambeau::ui::test {

using flambeau::test::TempDir;

struct Filling {
    int pictures = 24;       ///< a class
    int moreRuns = 0;        ///< completed ones beside the usual, in experiment "sweep"
    int points = 96;         ///< optimizer steps a run: so many points in each of its series that have one a step
    bool unfinished = true;  ///< also runs in Preparing, Queued, Running and Finalizing. They are rows alone: a Desk
                             ///< that follows finds them lost, so give it `follow` false or make `live` ones.
    bool live = false;       ///< instead of `unfinished`: a run that really goes on, by a shell script in the trainer's
                             ///< place, and one that waits behind it; ended when this object goes
};

class FilledWorkspace {
public:
    explicit FilledWorkspace(const Filling& filling = {});
    ~FilledWorkspace();
    FilledWorkspace(const FilledWorkspace&) = delete;
    FilledWorkspace& operator=(const FilledWorkspace&) = delete;

    const fs::path& folder() const;
    session::Workspace& workspace() { return *m_workspace; }
    /// By name. There are:
    ///   "shapes-01"  completed, outputs, the model shapes@1
    ///   "shapes-02"  completed, the best, outputs, the model shapes@2 ("champion")
    ///   "shapes-03"  failed, its loss was not a number; notes, tags
    ///   "shapes-04"  canceled, with a checkpoint
    ///   "shapes-05", "shapes-06", "shapes-07": a chain of resumed runs: canceled, lost, completed
    ///   "backbone-resnet", "backbone-mobilenet": completed, experiment "backbones"
    ///   "thrown-away"  in the trash
    /// unfinished: "shapes-08" preparing, "shapes-09" queued, "shapes-10" running, "shapes-11" finalizing
    /// live:       "shapes-10" running, "shapes-11" queued
    const RunId& run(const std::string& name) const;
    /// The folder of the sample's pictures, of which the dataset "shapes" was made: version 1 with every finding as it
    /// was, version 2 with what the scan found left out. "flat" is another dataset, of two classes.
    fs::path pictures() const { return m_dir / "pictures"; }

private:
    struct Maker;
    void setVariable(const std::string& name, const std::string& value);
    TempDir m_dir;
    std::unique_ptr<session::Workspace> m_workspace;
    std::map<std::string, RunId> m_runs;
    std::map<std::string, std::string> m_environment;  ///< what the variables that were set had before
    bool m_live = false;
};

}  // namespace flambeau::ui::test
