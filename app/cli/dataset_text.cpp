// SPDX-License-Identifier: GPL-3.0-or-later
#include "dataset_text.h"

#include <algorithm>

#include "context.h"
#include "flambeau/base/strings.h"

namespace flambeau::cli {

namespace {

constexpr std::size_t kClassesShown = 40;
constexpr std::size_t kFindingsShown = 40;
constexpr std::size_t kFilesShown = 4;

std::string countsTable(const domain::DatasetManifest& manifest) {
    const auto counts = manifest.counts();
    std::vector<std::string> head = {"class"};
    std::vector<std::size_t> right;
    for (const char* split : {"train", "val", "test"}) {
        if (counts.contains(split)) {
            head.emplace_back(split);
            right.push_back(head.size() - 1);
        }
    }
    Table table(head, right);
    std::vector<std::int64_t> sums(head.size(), 0);
    for (std::size_t i = 0; i < manifest.classes.size(); ++i) {
        std::vector<std::string> row = {manifest.classes[i]};
        for (std::size_t column = 1; column < head.size(); ++column) {
            const std::int64_t count = counts.at(head[column]).at(manifest.classes[i]);
            sums[column] += count;
            row.push_back(formatCount(count));
        }
        if (i < kClassesShown)
            table.add(row);
    }
    if (manifest.classes.size() > kClassesShown)
        table.add({"… and " + std::to_string(manifest.classes.size() - kClassesShown) + " more"});
    std::vector<std::string> row = {"all"};
    for (std::size_t column = 1; column < head.size(); ++column)
        row.push_back(formatCount(sums[column]));
    table.add(row);
    return table.text();
}

const char* actionWord(const std::string& action) {
    if (action == "left_out")
        return "left out";
    if (action == "leave_out")
        return "better left out";
    return action == "kept" ? "kept" : "";
}

std::string findingText(const domain::Finding& finding) {
    std::string text = finding.severity == domain::Severity::Bad       ? "bad      "
                       : finding.severity == domain::Severity::Caution ? "caution  "
                                                                       : "note     ";
    text += escapeControls(finding.detail);
    const std::string action = actionWord(finding.action);
    if (!action.empty())
        text += " [" + action + "]";
    for (std::size_t i = 0; i < std::min(finding.files.size(), kFilesShown); ++i)
        text += "\n             " + escapeControls(finding.files[i]);
    if (finding.files.size() > kFilesShown)
        text += "\n             … and " + std::to_string(finding.files.size() - kFilesShown) + " more";
    return text;
}

}  // namespace

std::string datasetText(const domain::DatasetManifest& manifest) {
    std::string text = countsTable(manifest);
    text += "\n\n" + formatBytes(manifest.totalBytes()) + " in " + escapeControls(manifest.place()) + "\nfingerprint " +
            manifest.fingerprint;
    if (manifest.splitSeed >= 0)
        text += "\nThe split was made by Flambeau, seed " + std::to_string(manifest.splitSeed) + ".";
    if (manifest.findings.empty())
        return text + "\n\nNothing suspicious was found.";
    auto findings = manifest.findings;
    std::stable_sort(findings.begin(), findings.end(),
                     [](const auto& a, const auto& b) { return a.severity > b.severity; });
    text += "\n\nFound:";
    for (std::size_t i = 0; i < std::min(findings.size(), kFindingsShown); ++i)
        text += "\n  " + findingText(findings[i]);
    if (findings.size() > kFindingsShown)
        text += "\n  … and " + std::to_string(findings.size() - kFindingsShown) + " more: add --json for all of them";
    return text;
}

}  // namespace flambeau::cli
