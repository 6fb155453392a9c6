// SPDX-License-Identifier: GPL-3.0-or-later
// Writes the nodes and initializers of an onnx.GraphProto. Internal to core/onnx; one object on one thread.
// Names: a value is "<node>.out", an initializer has its parameter's name, so that the two cannot meet.
#pragma once

#include <array>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "flambeau/model/spec.h"
#include "flambeau/model/weights.h"
#include "flambeau/onnx/writer.h"
#include "proto.h"
#include "tensors.h"

namespace flambeau::onnx {

/// An attribute of a node: one integer, several, or a float.
struct Attribute {
    std::string name;
    enum class Kind { Int, Ints, Float } kind = Kind::Int;
    std::vector<std::int64_t> ints;
    float real = 0;

    static Attribute integer(std::string name, std::int64_t value) { return {std::move(name), Kind::Int, {value}}; }
    static Attribute integers(std::string name, std::vector<std::int64_t> values) {
        return {std::move(name), Kind::Ints, std::move(values)};
    }
    static Attribute number(std::string name, float value) { return {std::move(name), Kind::Float, {}, value}; }
};

class GraphWriter {
public:
    GraphWriter(const model::ModelFile& file, const model::Weights& weights, const ExportOptions& options);

    /// The whole GraphProto.
    Proto write();

private:
    void node(const char* op, const std::string& name, const std::vector<std::string>& inputs,
              const std::string& output, const std::vector<Attribute>& attributes = {});
    void floats(const std::string& name, const FloatTensor& tensor);
    void integers(const std::string& name, const std::vector<std::int64_t>& values);
    std::string outputOf(const model::Node& node) const;
    std::string input(const model::Node& node, std::size_t index = 0) const;

    void preprocessing();
    void lower(const model::Node& node);
    void convolution(const model::Node& node);
    void batchNorm(const model::Node& node);
    void linear(const model::Node& node);
    void maxPool(const model::Node& node);
    void relu6(const model::Node& node);
    void scale(const model::Node& node);
    void activation(const char* op, const model::Node& node, const std::vector<Attribute>& attributes = {});

    const model::ModelFile& m_file;
    const model::Weights& m_weights;
    const ExportOptions& m_options;
    std::map<std::string, std::array<std::int64_t, 3>> m_shapes;
    std::map<std::string, std::string> m_values;         ///< a node's name -> the ONNX value that holds it
    std::map<std::string, const model::Node*> m_folded;  ///< a convolution's name -> the batch norm that goes into it
    Proto m_nodes;
    Proto m_initializers;
};

}  // namespace flambeau::onnx
