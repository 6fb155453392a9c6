// SPDX-License-Identifier: GPL-3.0-or-later
// What each operator of a ModelSpec may say: its inputs and its attributes with their ranges. Internal to core/model;
// immutable, safe on any thread.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "flambeau/model/spec.h"

namespace flambeau::model {

struct AttributeRule {
    std::string_view key;
    double min, max;
    bool integer = true;
    std::optional<double> otherwise;  ///< of an optional attribute; none: it must be there
};

struct OpRule {
    Op op;
    std::string_view name;
    int minInputs, maxInputs;
    std::vector<AttributeRule> attributes;
};

const OpRule& ruleOf(Op op);
/// Null for a name that is no operator's.
const OpRule* findRule(std::string_view name);

}  // namespace flambeau::model
