// SPDX-License-Identifier: GPL-3.0-or-later
// A recipe's parameters: one table that the command line's --set, the window's form, validation and the trainer share.
// Plain values; the tables are immutable and safe on any thread.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "flambeau/base/result.h"

namespace flambeau::domain {

enum class ParameterType { Integer, Real, Choice, Text };

using ParameterValue = std::variant<std::int64_t, double, std::string>;
using Parameters = std::map<std::string, ParameterValue>;

struct ParameterSpec {
    std::string name;
    ParameterType type = ParameterType::Text;
    ParameterValue defaultValue;
    double min = 0, max = 0;           ///< inclusive; of Integer and Real
    std::vector<std::string> choices;  ///< of Choice; a choice ending in ":N" (cuda:N) stands for any number there
    std::string help;                  ///< one line, for a person
    bool expert = false;               ///< folded away in a form
};

/// A field's problem, by the field's name as the form and --set know it.
struct Problem {
    std::string field;
    std::string message;
    std::string hint;
};

/// In the order of a form. Empty for a recipe that is not there.
const std::vector<ParameterSpec>& recipeParameters(std::string_view recipe);
std::vector<std::string> recipeNames();

/// The typed value of `text`; a decimal comma is understood. The error names range or choices, and the nearest choice.
Result<ParameterValue> parseParameter(const ParameterSpec& spec, std::string_view text);
std::string formatParameter(const ParameterValue& value);

/// Every problem of `given` (unknown name with the nearest known one, wrong type, out of range, contradictions).
std::vector<Problem> validateParameters(std::string_view recipe, const Parameters& given);
/// `given` with every default filled in.
Parameters withDefaults(std::string_view recipe, const Parameters& given);

/// Typed access to completed parameters; the name must be in the recipe's table.
std::int64_t integerOf(const Parameters& parameters, const std::string& name);
double realOf(const Parameters& parameters, const std::string& name);
const std::string& textOf(const Parameters& parameters, const std::string& name);

}  // namespace flambeau::domain
