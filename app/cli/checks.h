// SPDX-License-Identifier: GPL-3.0-or-later
// What CLI11 asks of a value while it parses: a word that can mean nothing is wrong usage before anything is opened.
// Each gives "", or what is wrong. Pure functions.
#pragma once

#include <string>

namespace flambeau::cli {

/// Of a dataset, model, experiment.
std::string checkName(const std::string& text);
/// NAME or NAME@2.
std::string checkDataset(const std::string& text);
/// NAME, NAME@2 or NAME@ALIAS.
std::string checkModel(const std::string& text);
std::string checkAlias(const std::string& text);
std::string checkTag(const std::string& text);
/// A number between 0 and 1, both not included.
std::string checkPart(const std::string& text);
/// A path below a run's outputs.
std::string checkInside(const std::string& text);

}  // namespace flambeau::cli
