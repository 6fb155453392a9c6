// SPDX-License-Identifier: GPL-3.0-or-later
#include "torchscript.h"

#include <sstream>

#include <torch/csrc/jit/api/module.h>
#include <torch/csrc/jit/frontend/tracer.h>

#include "flambeau/base/strings.h"

namespace flambeau::trainer {
namespace {

/// The modules that dotted names describe: "layer1.0.conv1.weight" is a parameter of conv1 in 0 in layer1.
struct ModuleTree {
    std::map<std::string, ModuleTree> children;
    std::vector<std::pair<std::string, const model::ParameterInfo*>> own;
};

ModuleTree treeOf(const Network& network) {
    ModuleTree root;
    for (const auto& info : network.infos()) {
        const std::vector<std::string> path = split(info.name, '.');
        ModuleTree* place = &root;
        for (std::size_t i = 0; i + 1 < path.size(); ++i)
            place = &place->children[path[i]];
        place->own.emplace_back(path.back(), &info);
    }
    return root;
}

/// Children are complete before they are registered: a module's type is fixed by what it holds.
torch::jit::Module scriptModule(const ModuleTree& tree, const std::string& typeName, Network& network,
                                const std::shared_ptr<torch::jit::CompilationUnit>& unit) {
    torch::jit::Module module(c10::QualifiedName("__torch__.flambeau." + typeName), unit, /*shouldMangle=*/true);
    module.register_attribute("training", c10::BoolType::get(), false);
    for (const auto& [name, info] : tree.own)
        module.register_parameter(name, network.tensor(info->name), info->buffer);
    for (const auto& [name, child] : tree.children)
        module.register_module(name, scriptModule(child, typeName + "_" + name, network, unit));
    return module;
}

std::string traced(Network& network) {
    const auto unit = std::make_shared<torch::jit::CompilationUnit>();
    torch::jit::Module module = scriptModule(treeOf(network), "Network", network, unit);
    const std::int64_t side = network.spec().imageSize;
    const at::Tensor example = at::zeros({2, 3, side, side});
    const auto forward = [&](torch::jit::Stack inputs) {
        return torch::jit::Stack{network.forward(inputs.at(0).toTensor(), Mode::Eval)};
    };
    const auto noName = [](const at::Tensor&) { return std::string(); };
    const auto [state, outputs] = torch::jit::tracer::trace({example}, forward, noName, /*strict=*/true,
                                                            /*force_outplace=*/false, &module, {"input"});
    auto* function = module._ivalue()->compilation_unit()->create_function(
        c10::QualifiedName(*module.type()->name(), "forward"), state->graph);
    module.type()->addMethod(function);
    std::ostringstream bytes;
    module.save(bytes);
    return bytes.str();
}

}  // namespace

Status writeTorchScript(Network& network, const fs::path& path) {
    at::NoGradGuard noGradient;
    network.setTracing(true);
    std::string bytes;
    try {
        bytes = traced(network);
    } catch (const std::exception& error) {
        network.setTracing(false);
        return Error{ErrorCode::Failed, "model.ts cannot be written", {}, error.what()};
    }
    network.setTracing(false);
    return writeFileAtomic(path, bytes);
}

}  // namespace flambeau::trainer
