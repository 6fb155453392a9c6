// SPDX-License-Identifier: GPL-3.0-or-later
#include "predictions.h"

#include <cstdio>

#include <nlohmann/json.hpp>

#include "context.h"
#include "flambeau/base/strings.h"

namespace flambeau::cli {

namespace {

std::string percent(double probability) {
    char text[16];
    std::snprintf(text, sizeof text, "%.1f %%", 100 * probability);
    return text;
}

std::string textAt(const nlohmann::json& json, const char* key) {
    return json.is_object() && json.contains(key) && json[key].is_string() ? json[key].get<std::string>() : std::string();
}

double probabilityOf(const nlohmann::json& entry) {
    return entry.is_object() && entry.contains("probability") && entry["probability"].is_number()
               ? entry["probability"].get<double>()
               : 0;
}

std::string errorOf(const nlohmann::json& answer) {
    return answer.is_object() && answer.contains("error") ? textAt(answer["error"], "message") : std::string();
}

/// RFC 4180: quotes around what holds a comma, a quote or a line break.
std::string csvCell(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos)
        return text;
    std::string quoted = "\"";
    for (const char c : text)
        quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    return quoted + "\"";
}

const nlohmann::json& topOf(const nlohmann::json& answer) {
    static const nlohmann::json none = nlohmann::json::array();
    return answer.is_object() && answer.contains("top") && answer["top"].is_array() ? answer["top"] : none;
}

}  // namespace

std::string predictionsText(const nlohmann::json& answers) {
    Table table({"picture", "class", "probability", "then"}, {2});
    for (const nlohmann::json& answer : answers) {
        const nlohmann::json& top = topOf(answer);
        if (top.empty()) {
            table.add({textAt(answer, "path"), "—", "", errorOf(answer)});
            continue;
        }
        std::string others;
        for (std::size_t i = 1; i < top.size(); ++i)
            others += (i > 1 ? ", " : "") + textAt(top[i], "class") + " " + percent(probabilityOf(top[i]));
        table.add({textAt(answer, "path"), textAt(top[0], "class"), percent(probabilityOf(top[0])), others});
    }
    return table.text();
}

std::string predictionsCsv(const nlohmann::json& answers) {
    std::string csv = "path,rank,class,probability,error";
    for (const nlohmann::json& answer : answers) {
        const std::string path = csvCell(textAt(answer, "path"));
        const nlohmann::json& top = topOf(answer);
        if (top.empty())
            csv += "\n" + path + ",0,,," + csvCell(errorOf(answer));
        for (std::size_t i = 0; i < top.size(); ++i)
            csv += "\n" + path + "," + std::to_string(i + 1) + "," + csvCell(textAt(top[i], "class")) + "," +
                   formatDouble(probabilityOf(top[i])) + ",";
    }
    return csv;
}

}  // namespace flambeau::cli
