// SPDX-License-Identifier: GPL-3.0-or-later
#include "run_where.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "flambeau/session/clusters.h"
#include "flambeau/domain/this_machine.h"
#include "flambeau/session/compute_service.h"
#include "flambeau/session/hosts.h"

namespace flambeau::session {
namespace {

int gpusIn(const nlohmann::json& facts) {
    const bool known = facts.is_object() && facts.contains("gpus") && facts["gpus"].is_array();
    return known ? static_cast<int>(facts["gpus"].size()) : 0;
}

int mostGpus(Workspace& workspace, const std::string& cluster) {
    int most = 0;
    const auto known = Clusters(workspace).find(cluster);
    for (const auto& host : known ? known->hosts : std::vector<std::string>()) {
        if (const auto target = ComputeService(workspace).find(host))
            most = std::max(most, gpusIn(target->facts));
    }
    return most;
}

}  // namespace

int gpusOf(Workspace& workspace, const RunRequest& request, std::vector<domain::Problem>& problems) {
    const bool local = domain::isThisMachine(request.compute);
    if (local) {
        if (request.gpus.value_or(0) > 0)
            problems.push_back({"gpus", "GPUs are counted on hosts alone; a run on this machine takes what it finds",
                                "Set device=cuda:0, or leave it to device=auto."});
        return 0;
    }
    if (Clusters(workspace).has(request.compute))  // its hosts are asked when it is placed
        return std::max(0, request.gpus.value_or(mostGpus(workspace, request.compute) > 0 ? 1 : 0));
    const auto target = ComputeService(workspace).find(request.compute);
    if (!target) {
        problems.push_back({"compute", target.error().message, target.error().hint});
        return 0;
    }
    const int there = gpusIn(target->facts);
    const int wanted = request.gpus.value_or(there > 0 ? 1 : 0);
    if (wanted < 0 || wanted > there)
        problems.push_back({"gpus",
                            "The run wants " + std::to_string(wanted) + " GPUs, and " + request.compute + " has " +
                                (there == 0 ? std::string("none") : std::to_string(there)),
                            "Ask for fewer; or test the host again (`compute test`), if it has got more."});
    return wanted;
}

void settlePlace(Workspace& workspace, const domain::DatasetManifest& manifest, const RunRequest& request,
                 domain::RunDefinition& definition, std::vector<domain::Problem>& problems) {
    if (manifest.on.empty() || definition.compute == manifest.on)
        return;
    const auto cluster = Clusters(workspace).find(definition.compute);
    if (cluster && std::find(cluster->hosts.begin(), cluster->hosts.end(), manifest.on) != cluster->hosts.end()) {
        RunRequest there = request;
        there.compute = definition.compute = manifest.on;
        definition.gpus = gpusOf(workspace, there, problems);
        return;
    }
    problems.push_back({"compute",
                        "Dataset " + manifest.name + " lies on " + manifest.on + ", and the run is to go to " +
                            placeTitle(definition.compute),
                        "Choose " + manifest.on + " (--compute " + manifest.on +
                            "), or add the folder where the run is to go (`dataset add`)."});
}

}  // namespace flambeau::session
