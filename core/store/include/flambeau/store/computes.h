// SPDX-License-Identifier: GPL-3.0-or-later
// Other machines that runs may go to, and what they last said of themselves. Threads and errors: see workspace.h, whose
// Workspace must outlive these objects.
#pragma once

#include <string>
#include <vector>

#include "flambeau/store/workspace.h"

namespace flambeau::store {

struct ComputeRecord {
    std::string name;
    std::string definition;  ///< JSON
    double added = 0;
    double tested = 0;  ///< 0: never
    std::string facts;  ///< JSON of the last test; empty: none
};

class Computes {
public:
    explicit Computes(const Workspace& workspace) : m_workspace(&workspace) {}

    /// By name.
    Result<std::vector<ComputeRecord>> list() const;
    Result<ComputeRecord> get(const std::string& name) const;  ///< NotFound
    /// Whether `add` would take this name; its errors.
    Status mayAdd(const std::string& name) const;
    /// AlreadyExists; InvalidArgument for a name that isValidName refuses, and for "local", which is this machine.
    Status add(const std::string& name, const std::string& definitionJson, const std::string& factsJson) const;
    /// What was removed, with its times; errors as add.
    Status restore(const ComputeRecord& record) const;
    Status setDefinition(const std::string& name, const std::string& definitionJson) const;  ///< NotFound
    Status setFacts(const std::string& name, const std::string& factsJson) const;  ///< NotFound
    Status remove(const std::string& name) const;                                  ///< NotFound

private:
    const Workspace* m_workspace;
};

}  // namespace flambeau::store
