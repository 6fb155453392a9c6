// SPDX-License-Identifier: GPL-3.0-or-later
#include "dataset_recipe.h"

#include <nlohmann/json.hpp>

#include "flambeau/base/strings.h"

namespace flambeau::session {

namespace {

void take(const nlohmann::json& json, const char* key, std::string& to) {
    if (const auto found = json.find(key); found != json.end() && found->is_string())
        to = found->get<std::string>();
}

}  // namespace

std::string DatasetService::Recipe::text() const {
    // Of a host as DatasetManifest::place() has it: no folder of this machine, wherever the workspace goes.
    const std::string where = options.on.empty() ? "" : options.on + ":";
    nlohmann::json json = {{"source", where + options.source.string()},
                           {"seed", options.seed},
                           {"val_fraction", options.valFraction},
                           {"csv", options.csv.empty() || options.csv[0] != '/' ? options.csv : where + options.csv},
                           {"file_column", options.fileColumn},
                           {"label_column", options.labelColumn},
                           {"decisions", nlohmann::json::object()}};
    if (!relabelled.empty())
        json["relabelled"] = relabelled;
    if (options.header)
        json["header"] = *options.header;
    for (const auto& [path, leaveOut] : decisions)
        json["decisions"][path] = leaveOut ? "leave_out" : "keep";
    return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

void DatasetService::Recipe::read(const std::string& text) {
    const auto json = nlohmann::json::parse(text, nullptr, false);
    if (!json.is_object())
        return;
    std::string source;
    take(json, "source", source);
    const domain::DatasetPlace place = domain::datasetPlaceFrom(source);
    options.source = place.folder;
    options.on = place.on;
    take(json, "csv", options.csv);
    if (!options.on.empty() && startsWith(options.csv, options.on + ":/"))
        options.csv.erase(0, options.on.size() + 1);
    take(json, "file_column", options.fileColumn);
    take(json, "label_column", options.labelColumn);
    if (const auto seed = json.find("seed"); seed != json.end() && seed->is_number_integer())
        options.seed = seed->get<std::int64_t>();
    if (const auto part = json.find("val_fraction"); part != json.end() && part->is_number())
        options.valFraction = part->get<double>();
    if (const auto header = json.find("header"); header != json.end() && header->is_boolean())
        options.header = header->get<bool>();
    if (const auto list = json.find("decisions"); list != json.end() && list->is_object()) {
        for (const auto& [path, decision] : list->items())
            decisions[path] = decision == "leave_out";
    }
    if (const auto list = json.find("relabelled"); list != json.end() && list->is_object()) {
        for (const auto& [path, label] : list->items()) {
            if (label.is_string())
                relabelled[path] = label.get<std::string>();
        }
    }
}

}  // namespace flambeau::session
