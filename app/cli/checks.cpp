// SPDX-License-Identifier: GPL-3.0-or-later
#include "checks.h"

#include <algorithm>

#include "flambeau/base/files.h"
#include "flambeau/base/strings.h"
#include "flambeau/session/dataset_service.h"
#include "flambeau/session/registry_service.h"

namespace flambeau::cli {

namespace {

template <class T>
std::string problemOf(const Result<T>& result) {
    return result.ok() ? std::string() : result.error().message + " " + result.error().hint;
}

}  // namespace

std::string checkName(const std::string& text) {
    if (isValidName(text))
        return {};
    return "'" + text + "' cannot be a name: use letters, digits, '.', '_' and '-', for example " + toValidName(text) +
           ".";
}

std::string checkDataset(const std::string& text) {
    return problemOf(session::parseDatasetReference(text));
}

std::string checkModel(const std::string& text) {
    return problemOf(session::parseModelReference(text));
}

std::string checkAlias(const std::string& text) {
    if (isValidName(text) && !parseInt(text) && text != "latest")
        return {};
    return "'" + text +
           "' cannot be an alias: it is a word of letters, digits, '.', '_' and '-', no number and not 'latest'.";
}

std::string checkTag(const std::string& text) {
    const bool control = std::any_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; });
    return trim(text).empty() || control ? "A tag cannot be empty or hold control characters." : "";
}

std::string checkPart(const std::string& text) {
    const auto part = parseDouble(text);
    return part && *part > 0 && *part < 1 ? "" : "'" + text + "' is no number between 0 and 1; 0.2 takes a fifth.";
}

std::string checkInside(const std::string& text) {
    return isSafeRelativePath(text) ? "" : "'" + text + "' is no path inside a run's outputs.";
}

}  // namespace flambeau::cli
