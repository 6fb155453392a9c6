// SPDX-License-Identifier: GPL-3.0-or-later
#include "model_text.h"

#include <cstdio>

#include "context.h"
#include "flambeau/base/clock.h"
#include "flambeau/base/strings.h"

namespace flambeau::cli {

namespace {

std::string textAt(const nlohmann::json& json, const char* key) {
    if (!json.is_object() || !json.contains(key) || !json[key].is_string())
        return {};
    return escapeControls(json[key].get<std::string>());
}

std::string numberAt(const nlohmann::json& json, const char* key) {
    if (!json.is_object() || !json.contains(key) || !json[key].is_number())
        return {};
    if (json[key].is_number_integer())
        return std::to_string(json[key].get<std::int64_t>());
    char text[32];
    std::snprintf(text, sizeof text, "%.2g", json[key].get<double>());
    return text;
}

std::string percent(double part) {
    std::string text = formatDouble(static_cast<double>(static_cast<long long>(part * 10000 + 0.5)) / 100);
    return text + " %";
}

std::string accuracy(const session::ModelVersion& version) {
    const nlohmann::json& metrics = version.metrics;
    if (!metrics.is_object() || !metrics.contains("val/acc") || !metrics["val/acc"].is_number())
        return "";
    return percent(metrics["val/acc"].get<double>());
}

bool verified(const nlohmann::json& onnx) {
    return !textAt(onnx, "verified_by").empty() && onnx.contains("agrees") && onnx["agrees"] == true;
}

}  // namespace

std::string verdictText(const nlohmann::json& onnx) {
    if (!onnx.is_object())
        return "not written yet";
    const std::string note = textAt(onnx, "note");
    std::string text;
    if (verified(onnx)) {
        text = "verified by " + textAt(onnx, "verified_by") + " on " + numberAt(onnx, "pictures") +
               " pictures, largest difference " + numberAt(onnx, "max_abs_diff");
    } else if (!textAt(onnx, "judged_by").empty()) {
        text = "NOT verified: " + textAt(onnx, "judged_by") + " computes something else than the trainer did (largest difference " +
               numberAt(onnx, "max_abs_diff") + ")";
    } else {
        text = "not verified";
    }
    return note.empty() ? text : text + ". " + note;
}

std::vector<std::string> modelRow(const session::ModelVersion& version) {
    const std::string dataset =
        version.dataset.name.empty() ? "" : version.dataset.name + "@" + std::to_string(version.dataset.version);
    const std::string onnx = !version.onnx.is_object() ? "" : verified(version.onnx) ? "verified" : "not verified";
    return {version.reference(), join(version.aliases, ", "), accuracy(version), textAt(version.parameters, "arch"),
            dataset,             onnx,                        formatLocalTime(version.created)};
}

std::string modelText(const session::ModelVersion& version) {
    std::string text = version.reference();
    if (!version.aliases.empty())
        text += " (" + join(version.aliases, ", ") + ")";
    const auto line = [&text](const char* name, const std::string& value) {
        if (!value.empty())
            text += "\n  " + std::string(name) + std::string(13 - std::string_view(name).size(), ' ') + escapeControls(value);
    };
    line("description", version.description);
    line("tags", join(version.tags, ", "));
    line("from", version.source);
    if (!version.dataset.name.empty())
        line("dataset", version.dataset.name + "@" + std::to_string(version.dataset.version) + "  " +
                            version.dataset.fingerprint.substr(0, 16));
    line("arch", textAt(version.parameters, "arch"));
    line("classes", join(version.classes, ", "));
    line("val/acc", accuracy(version));
    line("registered", formatLocalTime(version.created));
    line("ONNX", verdictText(version.onnx));
    line("note", version.note());
    text += "\n";
    Table files({"file", "size", "sha256"}, {1});
    for (const session::ModelFileEntry& file : version.files)
        files.add({file.path, formatBytes(file.bytes), file.sha256.substr(0, 16)});
    return text + "\n" + files.text();
}

}  // namespace flambeau::cli
