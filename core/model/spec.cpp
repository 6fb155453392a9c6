// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/model/spec.h"

#include <cmath>

#include "flambeau/base/strings.h"
#include "spec_rules.h"

namespace flambeau::model {

std::int64_t Node::integer(const std::string& key, std::int64_t otherwise) const {
    const auto found = attributes.find(key);
    return found == attributes.end() ? otherwise : std::llround(found->second);
}

double Node::real(const std::string& key, double otherwise) const {
    const auto found = attributes.find(key);
    return found == attributes.end() ? otherwise : found->second;
}

bool ModelSpec::isHead(std::string_view parameterName) const {
    for (const std::string& prefix : head) {
        if (startsWith(parameterName, prefix) &&
            (parameterName.size() == prefix.size() || parameterName[prefix.size()] == '.'))
            return true;
    }
    return false;
}

std::vector<ParameterInfo> parametersOf(const ModelSpec& spec) {
    std::vector<ParameterInfo> list;
    for (const Node& node : spec.nodes) {
        const std::string& name = node.name;
        if (node.op == Op::Conv2d) {
            const std::int64_t kernel = node.integer("kernel"), out = node.integer("out");
            list.push_back({name + ".weight", {out, node.integer("in") / node.integer("groups", 1), kernel, kernel}});
            if (node.integer("bias"))
                list.push_back({name + ".bias", {out}});
        } else if (node.op == Op::BatchNorm2d) {
            const std::int64_t features = node.integer("features");
            list.push_back({name + ".weight", {features}});
            list.push_back({name + ".bias", {features}});
            list.push_back({name + ".running_mean", {features}, true});
            list.push_back({name + ".running_var", {features}, true});
            list.push_back({name + ".num_batches_tracked", {}, true, true});
        } else if (node.op == Op::Linear) {
            const std::int64_t out = node.integer("out");
            list.push_back({name + ".weight", {out, node.integer("in")}});
            if (node.integer("bias"))
                list.push_back({name + ".bias", {out}});
        }
    }
    return list;
}

std::string_view toString(Op op) {
    return ruleOf(op).name;
}

nlohmann::json toJson(const ModelSpec& spec) {
    nlohmann::json nodes = nlohmann::json::array();
    for (const Node& node : spec.nodes) {
        nlohmann::json attributes = nlohmann::json::object();
        for (const auto& [key, value] : node.attributes) {
            const bool whole = value == std::floor(value) && std::abs(value) < 1e15;
            attributes[key] = whole ? nlohmann::json(static_cast<std::int64_t>(value)) : nlohmann::json(value);
        }
        nodes.push_back({{"name", node.name},
                         {"op", toString(node.op)},
                         {"inputs", node.inputs},
                         {"attributes", std::move(attributes)}});
    }
    return {{"arch", spec.arch},
            {"image_size", spec.imageSize},
            {"num_classes", spec.numClasses},
            {"head", spec.head},
            {"nodes", std::move(nodes)}};
}

}  // namespace flambeau::model
