// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/onnx/writer.h"

#include <cmath>
#include <limits>
#include <random>
#include <set>

#include <onnx/checker.h>
#include <onnx/onnx_pb.h>
#include <onnx/shape_inference/implementation.h>

#include "test_support.h"

using namespace flambeau;
using flambeau::onnx::ExportOptions;
using flambeau::onnx::Form;
using flambeau::onnx::writeOnnx;
using nlohmann::json;
using test::must;

namespace {

model::ModelFile fileOf(const model::ModelSpec& spec) {
    model::ModelFile file;
    file.spec = spec;
    for (int i = 0; i < spec.numClasses; ++i)
        file.classes.push_back("class \"" + std::to_string(i) + "\" \u00e9");
    file.preprocessing = model::defaultPreprocessing(spec.imageSize);
    file.training = {{"run", "a-run"}, {"dataset", {{"fingerprint", "f00d"}}}};
    return file;
}

model::ModelFile fileOf(const char* arch, int size) {
    return fileOf(must(model::buildModelSpec(arch, 3, size)));
}

model::Weights randomWeights(const model::ModelSpec& spec) {
    std::mt19937 random(1);
    std::uniform_real_distribution<float> uniform(0.1f, 0.9f);
    model::Weights weights;
    for (const auto& p : model::parametersOf(spec)) {
        if (p.integer) {
            weights.tensors[p.name] = model::Tensor::fromInts({}, {1});
            continue;
        }
        model::Tensor shape{model::DType::F32, p.shape, {}};
        std::vector<float> values(static_cast<std::size_t>(shape.count()));
        for (float& value : values)
            value = uniform(random);
        weights.tensors[p.name] = model::Tensor::fromFloats(p.shape, values);
    }
    return weights;
}

::onnx::ModelProto parsed(const std::string& bytes) {
    ::onnx::ModelProto model;
    REQUIRE(model.ParseFromString(bytes));
    return model;
}

std::map<std::string, int> operators(const ::onnx::ModelProto& model) {
    std::map<std::string, int> counts;
    for (const auto& node : model.graph().node())
        ++counts[node.op_type()];
    return counts;
}

std::map<std::string, std::string> metadata(const ::onnx::ModelProto& model) {
    std::map<std::string, std::string> entries;
    for (const auto& entry : model.metadata_props())
        entries[entry.key()] = entry.value();
    return entries;
}

/// Every operator that a spec may hold, in a network of no use.
model::ModelFile everyOperator() {
    const json nodes = json::parse(R"([
        {"name":"a","op":"Conv2d","inputs":["input"],"attributes":{"in":3,"out":8,"kernel":3,"stride":2,"padding":2,"dilation":2,"groups":1,"bias":1}},
        {"name":"bn","op":"BatchNorm2d","inputs":["a"],"attributes":{"features":8}},
        {"name":"silu","op":"Silu","inputs":["bn"]},
        {"name":"pool","op":"MaxPool2d","inputs":["silu"],"attributes":{"kernel":3,"stride":2,"ceil_mode":1}},
        {"name":"gap","op":"GlobalAvgPool","inputs":["pool"]},
        {"name":"gate","op":"Conv2d","inputs":["gap"],"attributes":{"in":8,"out":8,"kernel":1,"bias":1,"groups":2}},
        {"name":"hs","op":"HardSigmoid","inputs":["gate"]},
        {"name":"se","op":"Scale","inputs":["pool","hs"]},
        {"name":"swish","op":"HardSwish","inputs":["se"]},
        {"name":"six","op":"Relu6","inputs":["se"]},
        {"name":"cat","op":"Concat","inputs":["swish","six","pool"]},
        {"name":"bn2","op":"BatchNorm2d","inputs":["cat"],"attributes":{"features":24}},
        {"name":"relu","op":"Relu","inputs":["bn2"]},
        {"name":"sum","op":"Add","inputs":["relu","cat"]},
        {"name":"flat","op":"Flatten","inputs":["sum"]},
        {"name":"drop","op":"Dropout","inputs":["flat"],"attributes":{"p":0.5}},
        {"name":"fc","op":"Linear","inputs":["drop"],"attributes":{"in":384,"out":3,"bias":0}},
        {"name":"last","op":"Dropout","inputs":["fc"],"attributes":{"p":0.5}}])");
    return fileOf(must(model::modelSpecFromJson(
        {{"arch", "every"}, {"image_size", 16}, {"num_classes", 3}, {"head", {"fc"}}, {"nodes", nodes}})));
}

void requireValid(const std::string& bytes) {
    ::onnx::ModelProto model = parsed(bytes);
    REQUIRE_NOTHROW(::onnx::checker::check_model(model));
    REQUIRE_NOTHROW(::onnx::shape_inference::InferShapes(model, ::onnx::OpSchemaRegistry::Instance(),
                                                         ::onnx::ShapeInferenceOptions{true, 1, false}));
}

}  // namespace

TEST_CASE("onnx's checker and its shape inference accept every architecture in every form") {
    for (const auto& info : model::architectures()) {
        const model::ModelFile file = fileOf(info.name.c_str(), 64);
        const model::Weights weights = randomWeights(file.spec);
        for (const ExportOptions& options : {ExportOptions{}, ExportOptions{true, true, true, Form::Portable, "1"},
                                             ExportOptions{false, true, false}}) {
            INFO(info.name << " " << options.softmax << options.preprocessing << options.foldBatchNorm);
            requireValid(must(writeOnnx(file, weights, options)));
        }
    }
    const model::ModelFile every = everyOperator();
    const model::Weights weights = randomWeights(every.spec);
    for (const Form form : {Form::Fast, Form::Portable})
        requireValid(must(writeOnnx(every, weights, {true, false, true, form, ""})));
    requireValid(must(writeOnnx(every, weights)));
}

TEST_CASE("The file says its opset, producer, shapes and what belongs to it") {
    const model::ModelFile file = fileOf("tiny", 32);
    const auto model = parsed(must(writeOnnx(file, randomWeights(file.spec), {.producerVersion = "9.9"})));
    REQUIRE(model.ir_version() == 8);
    REQUIRE(model.opset_import(0).version() == 17);
    REQUIRE(model.producer_name() == "Flambeau");
    REQUIRE(model.producer_version() == "9.9");
    const auto& input = model.graph().input(0);
    REQUIRE(input.name() == "input");
    REQUIRE(input.type().tensor_type().elem_type() == ::onnx::TensorProto::FLOAT);
    REQUIRE(input.type().tensor_type().shape().dim(0).dim_param() == "batch");
    REQUIRE(input.type().tensor_type().shape().dim(2).dim_value() == 32);
    REQUIRE(model.graph().output(0).name() == "logits");
    REQUIRE(model.graph().output(0).type().tensor_type().shape().dim(1).dim_value() == 3);
    const auto said = metadata(model);
    REQUIRE(json::parse(said.at("class_labels")).get<std::vector<std::string>>() == file.classes);
    REQUIRE(json::parse(said.at("preprocessing"))["resize"] == 37);
    REQUIRE(json::parse(said.at("preprocessing"))["in_graph"] == false);
    REQUIRE(said.at("arch") == "tiny");
    REQUIRE(said.at("run") == "a-run");
    REQUIRE(said.at("dataset_fingerprint") == "f00d");
}

TEST_CASE("With preprocessing and softmax the file takes bytes and gives probabilities") {
    const model::ModelFile file = fileOf("tiny", 32);
    const auto model =
        parsed(must(writeOnnx(file, randomWeights(file.spec), {.softmax = true, .preprocessing = true})));
    const auto& type = model.graph().input(0).type().tensor_type();
    REQUIRE(type.elem_type() == ::onnx::TensorProto::UINT8);
    REQUIRE(type.shape().dim(3).dim_value() == 3);
    REQUIRE(model.graph().output(0).name() == "probabilities");
    REQUIRE(json::parse(metadata(model).at("preprocessing"))["in_graph"] == true);
    REQUIRE(operators(model)["Softmax"] == 1);
}

TEST_CASE("The two forms differ in Relu6 alone") {
    const model::ModelFile file = fileOf("mobilenet_v2", 32);
    REQUIRE(flambeau::onnx::hasForms(file.spec));
    REQUIRE_FALSE(flambeau::onnx::hasForms(must(model::buildModelSpec("resnet18", 2, 64))));
    const model::Weights weights = randomWeights(file.spec);
    auto fast = operators(parsed(must(writeOnnx(file, weights, {.form = Form::Fast}))));
    auto portable = operators(parsed(must(writeOnnx(file, weights, {.form = Form::Portable}))));
    REQUIRE(fast["Clip"] == 35);
    REQUIRE(portable["Relu"] == 70);
    REQUIRE(portable["Sub"] == 70);
    fast.erase("Clip");
    for (const char* op : {"Relu", "Sub", "Clip"}) {
        fast.erase(op);
        portable.erase(op);
    }
    REQUIRE(fast == portable);
}

TEST_CASE("Folding leaves no batch norm behind a convolution and keeps every other") {
    const model::ModelFile resnet = fileOf("resnet18", 64);
    const model::Weights weights = randomWeights(resnet.spec);
    REQUIRE(operators(parsed(must(writeOnnx(resnet, weights)))).count("BatchNormalization") == 0);
    REQUIRE(operators(parsed(must(writeOnnx(resnet, weights, {.foldBatchNorm = false}))))["BatchNormalization"] == 20);
    const model::ModelFile every = everyOperator();
    REQUIRE(operators(parsed(must(writeOnnx(every, randomWeights(every.spec)))))["BatchNormalization"] == 1);
}

TEST_CASE("The same model gives the same bytes") {
    const model::ModelFile file = fileOf("tiny", 32);
    const model::Weights weights = randomWeights(file.spec);
    REQUIRE(must(writeOnnx(file, weights)) == must(writeOnnx(file, weights)));
}

TEST_CASE("Weights that are missing, of another shape or not finite are refused by name") {
    const model::ModelFile file = fileOf("tiny", 32);
    const model::Weights good = randomWeights(file.spec);
    model::Weights weights = good;
    weights.tensors.erase("stage2.bn1.running_var");
    REQUIRE(writeOnnx(file, weights).error().message.find("stage2.bn1.running_var") != std::string::npos);
    weights = good;
    weights.tensors["classifier.weight"] = model::Tensor::fromFloats({3, 2}, std::vector<float>(6));
    REQUIRE(writeOnnx(file, weights).error().message.find("[3,2]") != std::string::npos);
    for (const float value : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
        weights = good;
        std::vector<float> bias(3, 0.0f);
        bias[1] = value;
        weights.tensors["classifier.bias"] = model::Tensor::fromFloats({3}, bias);
        REQUIRE(writeOnnx(file, weights).error().code == ErrorCode::Corrupt);
    }
    weights = good;
    weights.tensors.erase("stem.bn.num_batches_tracked");
    REQUIRE(writeOnnx(file, weights).ok());
}
