// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/model/weights_match.h"

#include <set>

#include "flambeau/base/strings.h"

namespace flambeau::model {
namespace {

constexpr std::size_t kShown = 8;  ///< tensors in an error's detail, of each side

std::string shapeText(const std::vector<std::int64_t>& shape) {
    std::vector<std::string> sides;
    for (const std::int64_t side : shape)
        sides.push_back(std::to_string(side));
    return "[" + join(sides, ",") + "]";
}

std::string listed(const std::vector<std::string>& tensors) {
    std::vector<std::string> first(tensors.begin(),
                                   tensors.begin() + static_cast<std::ptrdiff_t>(std::min(kShown, tensors.size())));
    std::string text = join(first, ", ");
    if (tensors.size() > kShown)
        text += " and " + std::to_string(tensors.size() - kShown) + " more";
    return text.empty() ? "nothing" : text;
}

/// The architecture whose backbone the weights are; empty where there is none.
std::string architectureOf(const WeightsInfo& weights) {
    for (const ArchitectureInfo& info : architectures()) {
        const auto spec = buildModelSpec(info.name, 2, info.defaultImageSize);
        if (!spec.ok())
            continue;
        std::size_t wanted = 0;
        for (const ParameterInfo& parameter : parametersOf(*spec))
            wanted += parameter.integer || spec->isHead(parameter.name) ? 0 : 1;
        const WeightsMatch match = matchWeights(*spec, weights);
        if (match.backbone >= wanted)
            return info.name;
    }
    return {};
}

Error noneFits(const ModelSpec& spec, const WeightsInfo& weights, const WeightsMatch& match, const std::string& shown) {
    Error error{ErrorCode::InvalidArgument, "", "Choose the architecture that they were trained with.", ""};
    std::vector<std::string> held, wanted;
    for (const auto& [name, tensor] : weights.tensors)
        held.push_back(name + " " + shapeText(tensor.shape));
    for (const ParameterInfo& parameter : parametersOf(spec)) {
        if (!parameter.integer)
            wanted.push_back(parameter.name + " " + shapeText(parameter.shape));
    }
    error.message = held.empty() ? shown + " holds no tensors at all."
                                 : "The weights in " + shown + " do not belong to " + spec.arch +
                                       ": no tensor of its backbone fits by name and shape.";
    if (const std::string arch = architectureOf(weights); !arch.empty())
        error.hint = "They are those of " + arch + ": set arch=" + arch + ".";
    error.detail = "The file holds " + listed(held) + ".\n" + spec.arch + " wants " + listed(wanted) + ".";
    if (!match.misshapen.empty())
        error.detail += "\nOf another shape: " + listed(match.misshapen) + ".";
    return error;
}

}  // namespace

std::string WeightsMatch::summary() const {
    const std::size_t wanted = matched.size() + missing.size() + misshapen.size();
    return std::to_string(matched.size()) + " of the network's " + std::to_string(wanted) + " tensors are in the file";
}

WeightsMatch matchWeights(const ModelSpec& spec, const WeightsInfo& weights) {
    WeightsMatch match;
    std::set<std::string> known;
    for (const ParameterInfo& parameter : parametersOf(spec)) {
        known.insert(parameter.name);
        const auto found = weights.tensors.find(parameter.name);
        if (found == weights.tensors.end()) {
            if (!parameter.integer)
                match.missing.push_back(parameter.name);
        } else if (found->second.shape != parameter.shape) {
            match.misshapen.push_back(parameter.name + " " + shapeText(found->second.shape) + ", wanted " +
                                      shapeText(parameter.shape));
        } else {
            match.matched.push_back(parameter.name);
            match.backbone += spec.isHead(parameter.name) ? 0 : 1;
        }
    }
    for (const auto& [name, tensor] : weights.tensors) {
        if (!known.contains(name))
            match.unexpected.push_back(name);
    }
    return match;
}

Result<WeightsMatch> checkWeightsFit(const ModelSpec& spec, const WeightsInfo& weights, const std::string& shown) {
    WeightsMatch match = matchWeights(spec, weights);
    if (match.backbone == 0)
        return noneFits(spec, weights, match, shown);
    return match;
}

}  // namespace flambeau::model
