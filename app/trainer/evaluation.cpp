// SPDX-License-Identifier: GPL-3.0-or-later
#include "evaluation.h"

#include <nlohmann/json.hpp>

namespace flambeau::trainer {

Evaluation evaluate(at::Tensor logits, const std::vector<Sample>& samples) {
    at::NoGradGuard noGradient;
    Evaluation result;
    result.logits = logits.to(at::kCPU).to(at::kFloat).contiguous();
    std::vector<std::int64_t> labels;
    for (const auto& sample : samples)
        labels.push_back(sample.label);
    const at::Tensor expected = at::tensor(labels, at::kLong);
    result.loss = at::cross_entropy_loss(result.logits.to(at::kDouble), expected).item<double>();
    const at::Tensor top = result.logits.argmax(1);
    result.predicted.assign(top.data_ptr<std::int64_t>(), top.data_ptr<std::int64_t>() + top.numel());
    std::int64_t correct = 0;
    for (std::size_t i = 0; i < samples.size(); ++i)
        correct += result.predicted[i] == samples[i].label;
    result.accuracy = samples.empty() ? 0 : static_cast<double>(correct) / static_cast<double>(samples.size());
    return result;
}

nlohmann::json perClassTable(const Evaluation& evaluation, const std::vector<Sample>& samples,
                             const std::vector<std::string>& classes) {
    std::vector<std::int64_t> actual(classes.size()), predicted(classes.size()), hits(classes.size());
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const auto label = static_cast<std::size_t>(samples[i].label);
        ++actual[label];
        ++predicted[static_cast<std::size_t>(evaluation.predicted[i])];
        hits[label] += evaluation.predicted[i] == samples[i].label;
    }
    const auto ratio = [](std::int64_t part, std::int64_t whole) {
        return whole == 0 ? nlohmann::json() : nlohmann::json(static_cast<double>(part) / static_cast<double>(whole));
    };
    nlohmann::json rows = nlohmann::json::array();
    for (std::size_t c = 0; c < classes.size(); ++c)
        rows.push_back({classes[c], actual[c], ratio(hits[c], predicted[c]), ratio(hits[c], actual[c]),
                        ratio(2 * hits[c], actual[c] + predicted[c])});
    return {{"columns", {"class", "pictures", "precision", "recall", "f1"}}, {"rows", std::move(rows)}};
}

nlohmann::json confusionTable(const Evaluation& evaluation, const std::vector<Sample>& samples,
                              const std::vector<std::string>& classes) {
    const std::size_t n = classes.size();
    std::map<std::pair<std::size_t, std::size_t>, nlohmann::json> cells;
    for (std::size_t i = 0; i < samples.size(); ++i)
        cells[{static_cast<std::size_t>(samples[i].label), static_cast<std::size_t>(evaluation.predicted[i])}]
            .push_back(samples[i].path);
    nlohmann::json rows = nlohmann::json::array();
    // Of very many classes only the pairs that occur: the square of a thousand is a table that nobody reads.
    constexpr std::size_t fullUpTo = 50;
    for (std::size_t a = 0; a < n; ++a) {
        for (std::size_t p = 0; p < n; ++p) {
            const auto cell = cells.find({a, p});
            if (cell == cells.end() && n > fullUpTo)
                continue;
            nlohmann::json files = cell == cells.end() ? nlohmann::json::array() : cell->second;
            const std::size_t count = files.size();
            rows.push_back({classes[a], classes[p], count, std::move(files)});
        }
    }
    return {{"columns", {"actual", "predicted", "count", "files"}}, {"rows", std::move(rows)}};
}

}  // namespace flambeau::trainer
