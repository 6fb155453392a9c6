// SPDX-License-Identifier: GPL-3.0-or-later
// checkModelSpec: walks the graph once and works out every shape, with bounds that keep a hostile description from
// asking for absurd memory.
#include <cmath>
#include <set>
#include <unordered_map>

#include "flambeau/base/strings.h"
#include "flambeau/model/spec.h"
#include "spec_rules.h"

namespace flambeau::model {
namespace {

constexpr std::int64_t kMaxActivation = std::int64_t{1} << 28;
constexpr double kMaxParameters = 2e9;

/// Of one picture: [channels, height, width], or [channels] once flat.
struct Shape {
    std::int64_t channels = 0, height = 1, width = 1;
    bool flat = false;
    bool operator==(const Shape& other) const {
        return channels == other.channels && height == other.height && width == other.width && flat == other.flat;
    }
};

Error bad(const std::string& what) {
    return {ErrorCode::Corrupt, "The model description cannot be used: " + what,
            "Take the model.json that the run wrote, unchanged.", ""};
}
Error badNode(const Node& node, const std::string& what) {
    return bad("node '" + toPlainText(node.name.substr(0, 100)) + "' (" + std::string(toString(node.op)) + ") " + what);
}

/// As torch names modules: parts of letters, digits, '_' and '-', joined by dots.
bool isModulePath(std::string_view name) {
    if (name.empty() || name.size() > 200 || name.front() == '.' || name.back() == '.')
        return false;
    for (std::size_t i = 0; i < name.size(); ++i) {
        const char c = name[i];
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
                           c == '-' || (c == '.' && name[i - 1] != '.');
        if (!plain)
            return false;
    }
    return true;
}

Status checkAttributes(const Node& node) {
    const OpRule& rule = ruleOf(node.op);
    const int inputs = static_cast<int>(node.inputs.size());
    if (inputs < rule.minInputs || inputs > rule.maxInputs)
        return badNode(node, "has " + std::to_string(inputs) + " inputs.");
    std::size_t known = 0;
    for (const AttributeRule& attribute : rule.attributes) {
        const std::string key(attribute.key);
        const auto found = node.attributes.find(key);
        if (found == node.attributes.end()) {
            if (attribute.otherwise)
                continue;
            return badNode(node, "lacks the attribute '" + key + "'.");
        }
        ++known;
        const double value = found->second;
        const bool inRange = value >= attribute.min && value <= attribute.max;  // false for NaN
        if (!inRange || (attribute.integer && value != std::floor(value)))
            return badNode(node, "has the attribute '" + key + "' out of its range.");
    }
    if (known != node.attributes.size())
        return badNode(node, "has an attribute that its operator does not know.");
    return {};
}

/// torch's formula for the outputs of a sliding window along one side; 0 or less: the window does not fit.
std::int64_t windows(const Node& node, std::int64_t side) {
    const std::int64_t kernel = node.integer("kernel"), stride = node.integer("stride", 1),
                       padding = node.integer("padding"), dilation = node.integer("dilation", 1);
    const std::int64_t room = side + 2 * padding - dilation * (kernel - 1) - 1;
    if (room < 0)
        return 0;
    if (!node.integer("ceil_mode"))
        return room / stride + 1;
    const std::int64_t count = (room + stride - 1) / stride + 1;
    return (count - 1) * stride >= side + padding ? count - 1 : count;
}

Result<Shape> slidingShape(const Node& node, const Shape& in, std::int64_t channels) {
    if (in.flat)
        return badNode(node, "needs a picture, not a flat input.");
    const Shape out{channels, windows(node, in.height), windows(node, in.width), false};
    if (out.height < 1 || out.width < 1)
        return badNode(node, "is larger than its input: the image size is too small.");
    return out;
}

Result<Shape> convShape(const Node& node, const Shape& in) {
    const std::int64_t groups = node.integer("groups", 1);
    if (node.integer("in") != in.channels)
        return badNode(node, "expects " + std::to_string(node.integer("in")) + " channels and gets " +
                                 std::to_string(in.channels) + ".");
    if (node.integer("in") % groups != 0 || node.integer("out") % groups != 0)
        return badNode(node, "has channels that its groups do not divide.");
    return slidingShape(node, in, node.integer("out"));
}

Result<Shape> concatShape(const Node& node, const std::vector<Shape>& in) {
    Shape out = in[0];
    for (std::size_t i = 1; i < in.size(); ++i) {
        if (in[i].flat != out.flat || in[i].height != out.height || in[i].width != out.width)
            return badNode(node, "joins inputs of different sizes.");
        out.channels += in[i].channels;
    }
    return out;
}

Result<Shape> shapeOf(const Node& node, const std::vector<Shape>& in) {
    const Shape& first = in[0];
    switch (node.op) {
        case Op::Conv2d:
            return convShape(node, first);
        case Op::BatchNorm2d:
            if (first.flat || node.integer("features") != first.channels)
                return badNode(node, "does not fit the channels of its input.");
            return first;
        case Op::MaxPool2d:
            if (node.integer("padding") * 2 > node.integer("kernel"))
                return badNode(node, "has more padding than half its kernel.");
            return slidingShape(node, first, first.channels);
        case Op::GlobalAvgPool:
            if (first.flat)
                return badNode(node, "needs a picture, not a flat input.");
            return Shape{first.channels, 1, 1, false};
        case Op::Flatten:
            return Shape{first.channels * first.height * first.width, 1, 1, true};
        case Op::Linear:
            if (!first.flat || node.integer("in") != first.channels)
                return badNode(node, "does not fit the size of its input.");
            return Shape{node.integer("out"), 1, 1, true};
        case Op::Add:
            if (!(first == in[1]))
                return badNode(node, "adds two different shapes.");
            return first;
        case Op::Scale:
            if (first.flat || in[1].flat || in[1].channels != first.channels || in[1].height != 1 || in[1].width != 1)
                return badNode(node, "needs a picture and one factor a channel.");
            return first;
        case Op::Concat:
            return concatShape(node, in);
        default:
            return first;  // element by element
    }
}

double parameterCount(const ModelSpec& spec) {
    double total = 0;
    for (const ParameterInfo& parameter : parametersOf(spec)) {
        double count = 1;
        for (const std::int64_t side : parameter.shape)
            count *= static_cast<double>(side);
        total += count;
    }
    return total;
}

Status checkFrame(const ModelSpec& spec) {
    if (spec.arch.empty() || spec.arch.size() > 100 || !isModulePath(spec.arch))
        return bad("'arch' is no name.");
    if (spec.imageSize < 1 || spec.imageSize > 4096)
        return bad("the image size is not between 1 and 4096.");
    if (spec.numClasses < 1 || spec.numClasses > 100000)
        return bad("the number of classes is not between 1 and 100,000.");
    for (const std::string& prefix : spec.head) {
        if (!isModulePath(prefix))
            return bad("'head' holds a text that is no name.");
    }
    return {};
}

using Shapes = std::unordered_map<std::string, Shape>;

Status checkNode(const Node& node, Shapes& shapes, std::set<std::string>& unused) {
    if (!isModulePath(node.name))
        return badNode(node, "has a name with characters that are not allowed.");
    FLAMBEAU_CHECK(checkAttributes(node));
    std::vector<Shape> inputs;
    for (const std::string& name : node.inputs) {
        const auto found = shapes.find(name);
        if (found == shapes.end())
            return badNode(node, "reads '" + toPlainText(name.substr(0, 100)) + "', which no node before it gives.");
        inputs.push_back(found->second);
        unused.erase(name);
    }
    FLAMBEAU_TRY(const Shape out, shapeOf(node, inputs));
    // Each side is bounded, but their product is not: the order of the tests keeps it from overflowing.
    if (out.channels > kMaxActivation || out.channels * out.height > kMaxActivation ||
        out.channels * out.height * out.width > kMaxActivation)
        return badNode(node, "gives a value too large to compute.");
    if (!shapes.emplace(node.name, out).second)
        return badNode(node, "has a name that is taken.");
    unused.insert(node.name);
    return {};
}

Result<Shapes> walk(const ModelSpec& spec) {
    if (spec.nodes.empty())
        return bad("it has no nodes.");
    Shapes shapes;
    shapes["input"] = {3, spec.imageSize, spec.imageSize, false};
    std::set<std::string> unused{"input"};
    for (const Node& node : spec.nodes)
        FLAMBEAU_CHECK(checkNode(node, shapes, unused));
    const Node& last = spec.nodes.back();
    if (unused.size() != 1 || !unused.count(last.name))
        return bad("a value is computed and used by nobody.");
    const Shape& logits = shapes[last.name];
    if (!logits.flat || logits.channels != spec.numClasses)
        return bad("its last node does not give one number a class.");
    return shapes;
}

}  // namespace

Status checkModelSpec(const ModelSpec& spec) {
    FLAMBEAU_CHECK(checkFrame(spec));
    if (auto shapes = walk(spec); !shapes.ok())
        return std::move(shapes).error();
    if (parameterCount(spec) > kMaxParameters)
        return bad("it asks for more than two billion parameters.");
    return {};
}

std::map<std::string, std::array<std::int64_t, 3>> shapesOf(const ModelSpec& spec) {
    std::map<std::string, std::array<std::int64_t, 3>> shapes;
    if (const auto walked = walk(spec); walked.ok()) {
        for (const auto& [name, shape] : *walked)
            shapes[name] = {shape.channels, shape.height, shape.width};
    }
    return shapes;
}

}  // namespace flambeau::model
