// SPDX-License-Identifier: GPL-3.0-or-later
// Answers of flambeau-judge as a table and as CSV. Pure text; what is not as expected is left out.
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

namespace flambeau::cli {

std::string predictionsText(const nlohmann::json& answers);
/// path,rank,class,probability,error; a picture that could not be read has one line, with rank 0 and the error.
std::string predictionsCsv(const nlohmann::json& answers);

}  // namespace flambeau::cli
