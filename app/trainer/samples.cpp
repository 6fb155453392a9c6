// SPDX-License-Identifier: GPL-3.0-or-later
#include "samples.h"

namespace flambeau::trainer {

Result<SampleSet> sampleSet(const domain::DatasetManifest& manifest) {
    SampleSet set;
    set.classes = manifest.classes;
    for (const auto& file : manifest.files) {
        Sample sample{file.path, file.label, manifest.locate(file)};
        if (file.split == "train")
            set.train.push_back(std::move(sample));
        else if (file.split == "val")
            set.val.push_back(std::move(sample));
    }
    if (set.classes.empty() || set.train.size() < 2)
        return Error{ErrorCode::InvalidArgument,
                     "The dataset " + manifest.name + " has " + (set.train.empty() ? "no" : "only one") +
                         " picture to train with",
                     "Give its train split at least two pictures.",
                     {}};
    return set;
}

std::vector<float> balancedWeights(const std::vector<Sample>& samples, std::size_t classes) {
    std::vector<std::size_t> counts(classes);
    for (const auto& sample : samples)
        ++counts[static_cast<std::size_t>(sample.label)];
    std::vector<float> weights;
    for (const std::size_t count : counts)
        weights.push_back(count == 0 ? 0.0f : static_cast<float>(samples.size()) / static_cast<float>(classes * count));
    return weights;
}

}  // namespace flambeau::trainer
