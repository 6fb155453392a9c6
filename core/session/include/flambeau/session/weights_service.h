// SPDX-License-Identifier: GPL-3.0-or-later
// Initial weights as a file on this machine: torchvision's published ones from the torch hub cache or downloaded into
// it, a model of the registry, or a file of the user's. One object on one thread; calls block and honour the stop token.
#pragma once

#include <string>

#include "flambeau/session/run_ports.h"

namespace flambeau::session {

class RegistryService;

class WeightsService : public WeightsSource {
public:
    /// `registry` answers "model:…"; it outlives this object.
    explicit WeightsService(RegistryService& registry) : m_registry(registry) {}

    /// Unsupported where `arch` has no published weights; Unreachable, with the folder and file name that are looked
    /// for, where they must be downloaded and cannot; Corrupt where the hash is not that of the file's name.
    Result<LocalWeights> resolve(const std::string& source, const std::string& arch, std::stop_token stop,
                                 const ProgressCallback& progress) override;

private:
    Result<LocalWeights> imagenet(const std::string& arch, std::stop_token stop, const ProgressCallback& progress);

    RegistryService& m_registry;
};

/// $TORCH_HOME/hub/checkpoints, else $XDG_CACHE_HOME/torch/hub/checkpoints, else ~/.cache/torch/hub/checkpoints: where
/// torchvision itself looks.
fs::path torchHubFolder();

/// Downloads `url` to `target` by running curl: resumes a `.part` beside it, checks that the SHA-256 begins with
/// `sha256Prefix`, renames into place.
Result<LocalWeights> downloadWeights(const std::string& url, const fs::path& target, const std::string& sha256Prefix,
                                     std::stop_token stop, const ProgressCallback& progress);

}  // namespace flambeau::session
