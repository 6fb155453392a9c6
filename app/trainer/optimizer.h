// SPDX-License-Identifier: GPL-3.0-or-later
// SGD, Adam and AdamW by torch.optim's formulas (pytorch.org/docs/stable/optim.html), with their whole state as named
// tensors, so that a checkpoint is complete. One object on one thread; holds references to the network's tensors.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "flambeau/base/result.h"
#include "options.h"
#include "torch_headers.h"

namespace flambeau::trainer {

struct OptimizerSettings {
    OptimizerKind kind = OptimizerKind::Sgd;
    double momentum = 0;  ///< beta1 of Adam and AdamW
    double weightDecay = 0;
};

class Optimizer {
public:
    Optimizer(OptimizerSettings settings, std::vector<std::pair<std::string, at::Tensor>> parameters);

    void zeroGrad();
    /// One step with the gradients that are there; parameters without one are left alone.
    void step(double lr);

    /// "<slot>.<parameter>", and the number of steps done as "steps" (int64, one element).
    std::map<std::string, at::Tensor> state() const;
    Status restore(const std::map<std::string, at::Tensor>& state);

private:
    void stepSgd(std::vector<at::Tensor>& parameters, std::vector<at::Tensor>& gradients,
                 std::vector<std::size_t>& which, double lr);
    void stepAdam(std::vector<at::Tensor>& parameters, std::vector<at::Tensor>& gradients,
                  std::vector<std::size_t>& which, double lr);
    std::vector<at::Tensor> slots(std::vector<at::Tensor>& all, const std::vector<std::size_t>& which);

    OptimizerSettings m_settings;
    std::vector<std::string> m_names;
    std::vector<at::Tensor> m_parameters;
    std::vector<at::Tensor> m_first;   ///< SGD's momentum, Adam's first moment; undefined before the first step
    std::vector<at::Tensor> m_second;  ///< Adam's second moment
    std::int64_t m_steps = 0;
};

}  // namespace flambeau::trainer
