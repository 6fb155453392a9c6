// SPDX-License-Identifier: GPL-3.0-or-later
// Runs that were filled in and not started: kept in the workspace under a name, exactly as typed, right or wrong. One
// object on one thread, that of its workspace.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "flambeau/base/result.h"
#include "flambeau/session/run_service.h"

namespace flambeau::session {

class Workspace;

struct RunDraft {
    std::string name;
    double saved = 0;  ///< seconds since 1970
    RunRequest request;
};

class RunDrafts {
public:
    explicit RunDrafts(Workspace& workspace) : m_workspace(workspace) {}

    /// Saved last first. One that cannot be read is left out.
    Result<std::vector<RunDraft>> list() const;
    /// NotFound where there is none of that name.
    Result<RunDraft> find(const std::string& name) const;
    /// Replaces one of the same name. InvalidArgument for a name that is empty or longer than 100 characters.
    Status save(const RunDraft& draft) const;
    Status remove(const std::string& name) const;

private:
    Workspace& m_workspace;
};

/// The request as JSON and back; what is missing or of another kind is left at its default.
nlohmann::json toJson(const RunRequest& request);
RunRequest runRequestFromJson(const nlohmann::json& json);

}  // namespace flambeau::session
