// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/domain/dataset.h"

#include <algorithm>
#include <set>

#include "flambeau/base/files.h"
#include "flambeau/base/sha256.h"
#include "flambeau/base/strings.h"
#include "json_fields.h"

namespace flambeau::domain {
namespace {

constexpr int manifestVersion = 1;
constexpr std::size_t maxFiles = 20'000'000;
constexpr std::size_t maxClasses = 100'000;

nlohmann::json toJson(const DatasetFile& file) {
    return {{"path", file.path},   {"split", file.split},      {"label", file.label},
            {"bytes", file.bytes}, {"mtime_ns", file.mtimeNs}, {"sha256", file.sha256},
            {"width", file.width}, {"height", file.height},    {"orientation", file.orientation}};
}

Result<DatasetFile> fileFromJson(const nlohmann::json& json, std::size_t classes) {
    Fields fields(json, "A file of the manifest");
    DatasetFile file;
    file.path = fields.text("path", 8192);
    file.split = fields.text("split", 16);
    file.label = static_cast<int>(fields.integer("label", 0, static_cast<std::int64_t>(classes) - 1));
    file.bytes = static_cast<std::uint64_t>(fields.integer("bytes", 0, INT64_MAX));
    file.mtimeNs = fields.integer("mtime_ns", INT64_MIN, INT64_MAX);
    file.sha256 = fields.text("sha256", 64);
    file.width = static_cast<int>(fields.integer("width", 0, 1 << 20));
    file.height = static_cast<int>(fields.integer("height", 0, 1 << 20));
    file.orientation = static_cast<int>(fields.integer("orientation", 1, 8));
    if (!isSafeRelativePath(file.path))
        fields.fail("names a path outside the dataset");
    if (file.split != "train" && file.split != "val" && file.split != "test")
        fields.fail("is in no known split");
    if (!isSha256Hex(file.sha256))
        fields.fail("has no SHA-256");
    if (fields.error())
        return *fields.error();
    return file;
}

Result<std::vector<std::string>> textsFromJson(const nlohmann::json& list, const char* what) {
    std::vector<std::string> texts;
    for (const auto& entry : list) {
        if (!entry.is_string())
            return Error{ErrorCode::Corrupt, std::string(what) + " holds something that is no text", {}, {}};
        texts.push_back(entry.get<std::string>());
    }
    return texts;
}

Result<Finding> findingFromJson(const nlohmann::json& json) {
    Fields fields(json, "A finding of the manifest");
    Finding finding;
    finding.kind = fields.text("kind", 100);
    finding.path = fields.text("path");
    finding.detail = fields.text("detail");
    finding.action = fields.text("action", 100);
    const std::string severity = fields.textOr("severity", "info");
    finding.severity = severity == "bad" ? Severity::Bad : severity == "caution" ? Severity::Caution : Severity::Info;
    if (const auto* files = fields.list("files", maxFiles, true)) {
        FLAMBEAU_TRY(finding.files, textsFromJson(*files, "A finding's list of files"));
    }
    if (fields.error())
        return *fields.error();
    return finding;
}

}  // namespace

std::string_view toString(Severity severity) {
    switch (severity) {
        case Severity::Info:
            return "info";
        case Severity::Caution:
            return "caution";
        case Severity::Bad:
            return "bad";
    }
    return "info";
}

std::uint64_t DatasetManifest::totalBytes() const {
    std::uint64_t total = 0;
    for (const auto& file : files)
        total += file.bytes;
    return total;
}

std::string DatasetManifest::place() const {
    return on.empty() ? root : on + ":" + root;
}

DatasetPlace datasetPlaceFrom(std::string_view place) {
    // A target's name has no ':' in it, and a folder of this machine begins with '/'.
    const auto colon = place.find(":/");
    if (colon == std::string_view::npos || !isValidName(place.substr(0, colon)))
        return {"", std::string(place)};
    return {std::string(place.substr(0, colon)), std::string(place.substr(colon + 1))};
}

std::string DatasetManifest::locate(const DatasetFile& file) const {
    return store.empty() ? root + "/" + file.path : store + "/" + file.sha256.substr(0, 2) + "/" + file.sha256;
}

std::map<std::string, std::map<std::string, std::int64_t>> DatasetManifest::counts() const {
    std::map<std::string, std::map<std::string, std::int64_t>> counts;
    std::map<std::string, std::vector<std::int64_t>> byLabel;
    for (const auto& file : files) {
        auto& row = byLabel.try_emplace(file.split, classes.size(), 0).first->second;
        ++row[static_cast<std::size_t>(file.label)];
    }
    for (const auto& [split, row] : byLabel) {
        for (std::size_t i = 0; i < classes.size(); ++i)
            counts[split][classes[i]] = row[i];
    }
    return counts;
}

std::string datasetFingerprint(const DatasetManifest& manifest) {
    std::vector<std::string> lines;
    lines.reserve(manifest.files.size());
    for (const auto& file : manifest.files)
        lines.push_back(file.split + '\t' + manifest.classes[static_cast<std::size_t>(file.label)] + '\t' +
                        file.sha256 + '\n');
    std::sort(lines.begin(), lines.end());
    Sha256 hash;
    for (const auto& line : lines)
        hash.update(line);
    return hash.finishHex();
}

nlohmann::json toJson(const Finding& finding) {
    nlohmann::json json{{"kind", finding.kind},
                        {"severity", toString(finding.severity)},
                        {"path", finding.path},
                        {"detail", finding.detail},
                        {"action", finding.action}};
    json["files"] = finding.files;
    return json;
}

nlohmann::json toJson(const DatasetManifest& manifest) {
    nlohmann::json json{{"flambeau_manifest", manifestVersion},
                        {"name", manifest.name},
                        {"version", manifest.version},
                        {"root", manifest.root},
                        {"source", manifest.source},
                        {"layout", manifest.layout},
                        {"split_seed", manifest.splitSeed},
                        {"classes", manifest.classes},
                        {"fingerprint", manifest.fingerprint},
                        {"created", manifest.created}};
    if (!manifest.store.empty())
        json["store"] = manifest.store;
    if (!manifest.on.empty())
        json["on"] = manifest.on;
    auto& files = json["files"] = nlohmann::json::array();
    for (const auto& file : manifest.files)
        files.push_back(toJson(file));
    auto& findings = json["findings"] = nlohmann::json::array();
    for (const auto& finding : manifest.findings)
        findings.push_back(toJson(finding));
    return json;
}

Result<DatasetManifest> datasetManifestFromJson(const nlohmann::json& json) {
    Fields fields(json, "The dataset's manifest");
    DatasetManifest manifest;
    if (fields.integer("flambeau_manifest", 1, INT64_MAX) > manifestVersion)
        return Error{
            ErrorCode::Unsupported, "The dataset's manifest was written by a newer Flambeau", "Update Flambeau.", {}};
    manifest.name = fields.text("name", 200);
    manifest.version = static_cast<int>(fields.integer("version", 0, INT32_MAX));
    manifest.root = fields.text("root");
    manifest.store = fields.textOr("store", "");
    if (!manifest.store.empty() && manifest.store[0] != '/')
        fields.fail("has a store that is no absolute folder");
    manifest.on = fields.textOr("on", "");
    if (!manifest.on.empty() && (!isValidName(manifest.on) || manifest.root[0] != '/'))
        fields.fail("lies on a host, and names neither it nor a folder there");
    manifest.source = fields.textOr("source", manifest.root);
    manifest.layout = fields.textOr("layout", "classes");
    manifest.splitSeed = fields.find("split_seed") ? fields.integer("split_seed", -1, INT64_MAX) : -1;
    manifest.fingerprint = fields.text("fingerprint", 64);
    manifest.created = fields.find("created") ? fields.real("created") : 0;
    const auto* classes = fields.list("classes", maxClasses);
    const auto* files = fields.list("files", maxFiles);
    const auto* findings = fields.list("findings", maxFiles, true);
    if (fields.error())
        return *fields.error();
    FLAMBEAU_TRY(manifest.classes, textsFromJson(*classes, "The manifest's list of classes"));
    if (std::set<std::string>(manifest.classes.begin(), manifest.classes.end()).size() != manifest.classes.size())
        return Error{ErrorCode::Corrupt, "The dataset's manifest names a class twice", "Import the dataset again.", {}};
    manifest.files.reserve(files->size());
    for (const auto& entry : *files) {
        FLAMBEAU_TRY(auto file, fileFromJson(entry, manifest.classes.size()));
        manifest.files.push_back(std::move(file));
    }
    if (findings) {
        for (const auto& entry : *findings) {
            FLAMBEAU_TRY(auto finding, findingFromJson(entry));
            manifest.findings.push_back(std::move(finding));
        }
    }
    return manifest;
}

}  // namespace flambeau::domain
