// SPDX-License-Identifier: GPL-3.0-or-later
// Reading a ModelSpec from JSON that anybody may have written: types and sizes here, meaning in checkModelSpec.
#include "flambeau/base/strings.h"
#include "flambeau/model/spec.h"
#include "spec_rules.h"

namespace flambeau::model {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxNodes = 10000;

Error bad(std::string what) {
    return {ErrorCode::Corrupt, "The model description cannot be used: " + std::move(what),
            "Take the model.json that the run wrote, unchanged.", ""};
}

std::string shown(const std::string& text) {
    return "'" + toPlainText(text.substr(0, 100)) + "'";
}

Result<std::string> textAt(const json& object, const char* key) {
    const auto found = object.find(key);
    if (found == object.end() || !found->is_string())
        return bad(std::string("'") + key + "' is not a text.");
    return found->get<std::string>();
}

Result<int> intAt(const json& object, const char* key) {
    const auto found = object.find(key);
    if (found == object.end() || !found->is_number_integer() || found->get<double>() < 0 || found->get<double>() > 1e9)
        return bad(std::string("'") + key + "' is not a whole number.");
    return found->get<int>();
}

Result<std::vector<std::string>> textsAt(const json& object, const char* key, std::size_t limit) {
    const auto found = object.find(key);
    if (found == object.end() || !found->is_array() || found->size() > limit)
        return bad(std::string("'") + key + "' is not a list of texts.");
    std::vector<std::string> texts;
    for (const json& item : *found) {
        if (!item.is_string())
            return bad(std::string("'") + key + "' is not a list of texts.");
        texts.push_back(item.get<std::string>());
    }
    return texts;
}

Result<Node> nodeFromJson(const json& object) {
    if (!object.is_object())
        return bad("a node is not an object.");
    Node node;
    FLAMBEAU_TRY(node.name, textAt(object, "name"));
    FLAMBEAU_TRY(const std::string op, textAt(object, "op"));
    const OpRule* rule = findRule(op);
    if (!rule)
        return bad("node " + shown(node.name) + " has the unknown operator " + shown(op) + ".");
    node.op = rule->op;
    FLAMBEAU_TRY(node.inputs, textsAt(object, "inputs", 1000));
    const auto attributes = object.find("attributes");
    if (attributes != object.end()) {
        if (!attributes->is_object() || attributes->size() > 100)
            return bad("node " + shown(node.name) + " has attributes that are no object.");
        for (const auto& [key, value] : attributes->items()) {
            if (value.is_boolean())
                node.attributes[key] = value.get<bool>() ? 1 : 0;
            else if (value.is_number())
                node.attributes[key] = value.get<double>();
            else
                return bad("node " + shown(node.name) + ", attribute " + shown(key) + " is not a number.");
        }
    }
    for (const AttributeRule& attribute : rule->attributes) {
        if (attribute.otherwise)
            node.attributes.emplace(std::string(attribute.key), *attribute.otherwise);
    }
    return node;
}

}  // namespace

Result<ModelSpec> modelSpecFromJson(const json& object) {
    if (!object.is_object())
        return bad("it is no JSON object.");
    ModelSpec spec;
    FLAMBEAU_TRY(spec.arch, textAt(object, "arch"));
    FLAMBEAU_TRY(spec.imageSize, intAt(object, "image_size"));
    FLAMBEAU_TRY(spec.numClasses, intAt(object, "num_classes"));
    FLAMBEAU_TRY(spec.head, textsAt(object, "head", 100));
    const auto nodes = object.find("nodes");
    if (nodes == object.end() || !nodes->is_array() || nodes->empty() || nodes->size() > kMaxNodes)
        return bad("'nodes' is not a list of 1 to " + std::to_string(kMaxNodes) + " nodes.");
    for (const json& item : *nodes) {
        FLAMBEAU_TRY(Node node, nodeFromJson(item));
        spec.nodes.push_back(std::move(node));
    }
    FLAMBEAU_CHECK(checkModelSpec(spec));
    return spec;
}

}  // namespace flambeau::model
