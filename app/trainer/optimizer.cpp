// SPDX-License-Identifier: GPL-3.0-or-later
#include "optimizer.h"

#include <cmath>

namespace flambeau::trainer {
namespace {

constexpr double beta2 = 0.999;
constexpr double epsilon = 1e-8;

}  // namespace

Optimizer::Optimizer(OptimizerSettings settings, std::vector<std::pair<std::string, at::Tensor>> parameters)
    : m_settings(settings), m_first(parameters.size()), m_second(parameters.size()) {
    for (auto& [name, tensor] : parameters) {
        m_names.push_back(name);
        m_parameters.push_back(tensor);
    }
}

void Optimizer::zeroGrad() {
    for (auto& parameter : m_parameters)
        parameter.mutable_grad() = at::Tensor();
}

std::vector<at::Tensor> Optimizer::slots(std::vector<at::Tensor>& all, const std::vector<std::size_t>& which) {
    std::vector<at::Tensor> chosen;
    for (const std::size_t i : which) {
        if (!all[i].defined())
            all[i] = at::zeros_like(m_parameters[i]);
        chosen.push_back(all[i]);
    }
    return chosen;
}

void Optimizer::step(double lr) {
    at::NoGradGuard noGradient;
    std::vector<at::Tensor> parameters, gradients;
    std::vector<std::size_t> which;
    for (std::size_t i = 0; i < m_parameters.size(); ++i) {
        if (!m_parameters[i].grad().defined())
            continue;
        parameters.push_back(m_parameters[i]);
        gradients.push_back(m_parameters[i].grad());
        which.push_back(i);
    }
    ++m_steps;
    if (parameters.empty())
        return;
    if (m_settings.kind == OptimizerKind::Sgd)
        stepSgd(parameters, gradients, which, lr);
    else
        stepAdam(parameters, gradients, which, lr);
}

void Optimizer::stepSgd(std::vector<at::Tensor>& parameters, std::vector<at::Tensor>& gradients,
                        std::vector<std::size_t>& which, double lr) {
    if (m_settings.weightDecay != 0)
        at::_foreach_add_(gradients, parameters, m_settings.weightDecay);
    if (m_settings.momentum != 0) {
        // Zeros at the start: the first step's momentum is then the gradient itself, as torch's.
        std::vector<at::Tensor> momentum = slots(m_first, which);
        at::_foreach_mul_(momentum, m_settings.momentum);
        at::_foreach_add_(momentum, gradients, 1);
        at::_foreach_add_(parameters, momentum, -lr);
        return;
    }
    at::_foreach_add_(parameters, gradients, -lr);
}

void Optimizer::stepAdam(std::vector<at::Tensor>& parameters, std::vector<at::Tensor>& gradients,
                         std::vector<std::size_t>& which, double lr) {
    const double beta1 = m_settings.momentum;
    if (m_settings.weightDecay != 0) {
        if (m_settings.kind == OptimizerKind::AdamW)
            at::_foreach_mul_(parameters, 1 - lr * m_settings.weightDecay);
        else
            at::_foreach_add_(gradients, parameters, m_settings.weightDecay);
    }
    std::vector<at::Tensor> first = slots(m_first, which), second = slots(m_second, which);
    at::_foreach_mul_(first, beta1);
    at::_foreach_add_(first, gradients, 1 - beta1);
    at::_foreach_mul_(second, beta2);
    at::_foreach_addcmul_(second, gradients, gradients, 1 - beta2);
    const double correction1 = 1 - std::pow(beta1, static_cast<double>(m_steps));
    const double correction2 = std::sqrt(1 - std::pow(beta2, static_cast<double>(m_steps)));
    std::vector<at::Tensor> denominator = at::_foreach_sqrt(second);
    at::_foreach_div_(denominator, correction2);
    at::_foreach_add_(denominator, epsilon);
    at::_foreach_addcdiv_(parameters, first, denominator, -lr / correction1);
}

std::map<std::string, at::Tensor> Optimizer::state() const {
    std::map<std::string, at::Tensor> state{{"steps", at::full({1}, m_steps, at::kLong)}};
    for (std::size_t i = 0; i < m_names.size(); ++i) {
        if (m_first[i].defined())
            state.emplace("first." + m_names[i], m_first[i]);
        if (m_second[i].defined())
            state.emplace("second." + m_names[i], m_second[i]);
    }
    return state;
}

Status Optimizer::restore(const std::map<std::string, at::Tensor>& state) {
    const auto wrong = [](const std::string& what) {
        return Error{ErrorCode::Corrupt,
                     "The checkpoint's optimizer state does not fit: " + what,
                     "Resume with the same optimizer and freeze setting.",
                     {}};
    };
    const auto steps = state.find("steps");
    if (steps == state.end() || steps->second.numel() != 1 || steps->second.scalar_type() != at::kLong)
        return wrong("no step count");
    m_steps = steps->second.item<std::int64_t>();
    for (std::size_t i = 0; i < m_names.size(); ++i) {
        for (auto [prefix, slot] : {std::pair{"first.", &m_first[i]}, std::pair{"second.", &m_second[i]}}) {
            const auto it = state.find(prefix + m_names[i]);
            if (it == state.end())
                continue;
            if (it->second.sizes() != m_parameters[i].sizes())
                return wrong(m_names[i] + " has another shape");
            *slot = at::empty_like(m_parameters[i]);
            slot->copy_(it->second);
        }
    }
    return {};
}

}  // namespace flambeau::trainer
