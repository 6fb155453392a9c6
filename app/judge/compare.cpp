// SPDX-License-Identifier: GPL-3.0-or-later
#include "compare.h"

#include <algorithm>
#include <cmath>

namespace flambeau::judge {
namespace {

constexpr double kTolerance = 1e-4;

}  // namespace

std::vector<double> softmax(const float* logits, std::size_t classes) {
    const double top = *std::max_element(logits, logits + classes);
    std::vector<double> values(classes);
    double sum = 0;
    for (std::size_t i = 0; i < classes; ++i)
        sum += values[i] = std::exp(logits[i] - top);
    for (double& value : values)
        value /= sum;
    return values;
}

Comparison::Comparison(const std::vector<float>& expected, std::size_t classes, bool probabilities)
    : m_classes(classes) {
    m_expected.reserve(expected.size());
    for (std::size_t row = 0; row + classes <= expected.size(); row += classes) {
        if (probabilities) {
            const auto values = softmax(expected.data() + row, classes);
            m_expected.insert(m_expected.end(), values.begin(), values.end());
        } else {
            m_expected.insert(m_expected.end(), expected.begin() + static_cast<std::ptrdiff_t>(row),
                              expected.begin() + static_cast<std::ptrdiff_t>(row + classes));
        }
    }
    for (const double value : m_expected)
        m_largest = std::max(m_largest, std::abs(value));
    m_tolerance = kTolerance * std::max(1.0, m_largest);
}

void Comparison::add(const std::vector<float>& rows, std::size_t firstRow) {
    for (std::size_t row = 0; row * m_classes < rows.size(); ++row) {
        const float* ours = rows.data() + row * m_classes;
        const double* theirs = m_expected.data() + (firstRow + row) * m_classes;
        for (std::size_t i = 0; i < m_classes; ++i) {
            const double difference = std::abs(ours[i] - theirs[i]);
            m_finite = m_finite && std::isfinite(ours[i]);
            m_agrees = m_agrees && difference <= m_tolerance;  // false for NaN
            m_maxDifference = std::max(m_maxDifference, difference);
        }
        const auto ourTop = std::max_element(ours, ours + m_classes) - ours;
        const auto theirTop = std::max_element(theirs, theirs + m_classes) - theirs;
        m_sameTop += ourTop == theirTop;
        const bool tie = std::abs(theirs[ourTop] - theirs[theirTop]) < m_tolerance;
        m_agrees = m_agrees && (ourTop == theirTop || tie);
        ++m_rows;
    }
}

}  // namespace flambeau::judge
