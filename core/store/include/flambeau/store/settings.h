// SPDX-License-Identifier: GPL-3.0-or-later
// Settings of a workspace and the engines that were seen. Threads and errors: see workspace.h, whose Workspace must
// outlive these objects.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "flambeau/store/workspace.h"

namespace flambeau::store {

class Settings {
public:
    explicit Settings(const Workspace& workspace) : m_workspace(&workspace) {}

    Result<std::optional<std::string>> get(const std::string& key) const;
    Result<std::map<std::string, std::string>> all() const;
    Status set(const std::string& key, const std::string& value) const;
    /// Nothing happens where it is not there.
    Status remove(const std::string& key) const;

private:
    const Workspace* m_workspace;
};

struct EngineRecord {
    std::string key;
    std::string info;  ///< JSON: what the trainer says of itself
    double firstSeen = 0, lastSeen = 0;
};

class Engines {
public:
    explicit Engines(const Workspace& workspace) : m_workspace(&workspace) {}

    /// Newly seen or seen again. `seen` 0: now.
    Status put(const std::string& key, const std::string& infoJson, double seen = 0) const;
    Result<EngineRecord> get(const std::string& key) const;
    /// Seen last first.
    Result<std::vector<EngineRecord>> list() const;

private:
    const Workspace* m_workspace;
};

}  // namespace flambeau::store
