// SPDX-License-Identifier: GPL-3.0-or-later
// When an ONNX file agrees with its reference: every logit within 1e-4 x max(1, largest logit), and the same top class
// but for ties nearer than that. Plain value; one object on one thread.
#pragma once

#include <cstdint>
#include <vector>

namespace flambeau::judge {

/// Softmax in double precision.
std::vector<double> softmax(const float* logits, std::size_t classes);

class Comparison {
public:
    /// `expected` are the reference's rows that will be judged. With `probabilities` both sides are compared after
    /// softmax, the reference's in double precision.
    Comparison(const std::vector<float>& expected, std::size_t classes, bool probabilities);

    /// Rows of the runtime for the reference's rows from `firstRow` on.
    void add(const std::vector<float>& rows, std::size_t firstRow);

    bool agrees() const { return m_rows > 0 && m_agrees; }
    double maxDifference() const { return m_maxDifference; }
    double largest() const { return m_largest; }
    /// The fraction of rows with the same top class, ties not excused.
    double topAgreement() const { return m_rows ? static_cast<double>(m_sameTop) / static_cast<double>(m_rows) : 0; }
    bool finite() const { return m_finite; }

private:
    std::vector<double> m_expected;
    std::size_t m_classes;
    double m_largest = 0;
    double m_tolerance = 0;
    double m_maxDifference = 0;
    std::int64_t m_rows = 0, m_sameTop = 0;
    bool m_agrees = true;
    bool m_finite = true;
};

}  // namespace flambeau::judge
