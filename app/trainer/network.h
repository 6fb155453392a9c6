// SPDX-License-Identifier: GPL-3.0-or-later
// A model::ModelSpec brought to life: the tensors under torchvision's names and the graph that runs over them.
// Owns its tensors. One object on one thread at a time.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "torch_headers.h"

#include "flambeau/base/result.h"
#include "flambeau/model/spec.h"

namespace flambeau::trainer {

enum class Mode { Train, Eval };

class Network {
public:
    /// Tensors are allocated on the CPU and left to `initialise` or to loaded weights.
    explicit Network(model::ModelSpec spec);

    const model::ModelSpec& spec() const { return m_spec; }

    /// [N,3,S,S] -> logits [N,C]. In Train mode batch norm uses and updates statistics and dropout is on, but for the
    /// backbone of a frozen network, which stays in Eval and needs no gradient.
    at::Tensor forward(const at::Tensor& input, Mode mode);

    /// Splits the graph before the head, at the one value that crosses (and before a dropout that feeds the head).
    /// False where more than one value crosses.
    bool canSplit() const { return m_split.has_value(); }
    /// What the head sees of `input`, by the backbone in Eval mode without gradient. Must be able to split.
    at::Tensor features(const at::Tensor& input);
    at::Tensor head(const at::Tensor& features, Mode mode);

    /// From now on only the head learns.
    void freezeBackbone();
    bool frozen() const { return m_frozen; }

    /// In torch's order of registration; num_batches_tracked is among them.
    const std::vector<model::ParameterInfo>& infos() const { return m_infos; }
    at::Tensor& tensor(const std::string& name) { return m_tensors.at(name); }
    const at::Tensor& tensor(const std::string& name) const { return m_tensors.at(name); }
    /// The names of what an optimizer step changes, in order; a frozen backbone's are left out.
    std::vector<std::string> trainable() const;
    /// trainable() and the buffers that training changes.
    std::vector<std::string> changing() const;

    void to(at::Device device);
    at::Device device() const { return m_device; }
    bool allFinite() const;

    /// Only operators that leave their input alone, as a trace needs. Off otherwise: it costs memory.
    void setTracing(bool on) { m_tracing = on; }

private:
    struct Split {
        std::size_t firstHeadNode = 0;
        std::string value;  ///< the node whose output crosses
    };
    using Values = std::map<std::string, at::Tensor>;

    std::optional<Split> findSplit() const;
    Mode modeOf(std::size_t index, Mode mode) const;
    at::Tensor run(Values values, std::size_t from, std::size_t to, Mode mode);
    at::Tensor apply(const model::Node& node, const std::vector<at::Tensor>& inputs, bool mayOverwrite, Mode mode);
    at::Tensor batchNorm(const model::Node& node, const at::Tensor& input, Mode mode);
    at::Tensor activation(const model::Node& node, at::Tensor input, bool mayOverwrite) const;
    const at::Tensor& parameter(const model::Node& node, const char* name) const;

    model::ModelSpec m_spec;
    std::vector<model::ParameterInfo> m_infos;
    std::map<std::string, at::Tensor> m_tensors;
    std::map<std::string, std::size_t> m_lastUse;  ///< value -> index of the node that reads it last
    std::set<std::string> m_fresh;                 ///< values that no other tensor shares memory with
    std::optional<Split> m_split;
    at::Device m_device = at::kCPU;
    bool m_frozen = false;
    bool m_tracing = false;
};

}  // namespace flambeau::trainer
