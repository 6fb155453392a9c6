// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/session/dataset_service.h"

#include <algorithm>
#include <set>

#include <nlohmann/json.hpp>

#include "dataset_recipe.h"
#include "flambeau/base/clock.h"
#include "flambeau/base/strings.h"
#include "flambeau/base/subprocess.h"
#include "flambeau/dataset/import.h"
#include "flambeau/domain/this_machine.h"
#include "flambeau/session/paths.h"
#include "flambeau/session/workspace.h"
#include "flambeau/store/datasets.h"
#include "flambeau/store/settings.h"
#include "flambeau/store/workspace.h"

namespace flambeau::session {

namespace {

constexpr std::size_t kNearEnough = 3;  ///< edits between what was typed and what was meant

std::string dumpJson(const nlohmann::json& json) {
    return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

Result<domain::DatasetManifest> manifestFromText(const std::string& text) {
    const auto json = nlohmann::json::parse(text, nullptr, false);
    if (json.is_discarded())
        return Error{ErrorCode::Corrupt, "A dataset's manifest in the workspace is damaged.",
                     "`flambeau-cli workspace check` looks at the whole workspace; import the dataset again.", {}};
    return domain::datasetManifestFromJson(json);
}

std::int64_t mtimeNs(const fs::path& path, std::error_code& error) {
    const auto time = fs::last_write_time(path, error);
    if (error)
        return 0;
    return std::chrono::duration_cast<std::chrono::nanoseconds>(
               std::chrono::file_clock::to_sys(time).time_since_epoch())
        .count();
}

/// Every path that an earlier manifest speaks of, as the store's key, as the disk has it now.
std::vector<store::FileKey> keysOf(const domain::DatasetManifest& manifest) {
    std::vector<store::FileKey> keys;
    std::set<std::string> known;
    for (const domain::DatasetFile& file : manifest.files) {
        keys.push_back({(fs::path(manifest.root) / file.path).string(), file.bytes, file.mtimeNs});
        known.insert(file.path);
    }
    for (const domain::Finding& finding : manifest.findings) {
        for (const std::string& path : finding.files) {
            std::error_code error;
            const fs::path full = fs::path(manifest.root) / path;
            if (!isSafeRelativePath(path) || !known.insert(path).second || !fs::is_regular_file(full, error))
                continue;
            const std::uint64_t bytes = fs::file_size(full, error);
            const std::int64_t time = mtimeNs(full, error);
            if (!error)
                keys.push_back({full.string(), bytes, time});
        }
    }
    return keys;
}

using FactsByPath = std::map<std::string, dataset::FileFacts>;

/// What is known of the files under `source` from whatever dataset was imported from it before. Errors mean: nothing
/// is known, and everything is read again.
FactsByPath knownFacts(store::Workspace& store, const std::string& source) {
    FactsByPath facts;
    const store::Datasets datasets(store);
    const auto all = datasets.list();
    if (!all.ok())
        return facts;
    for (const store::DatasetVersion& version : *all) {
        if (version.source != source)
            continue;
        const auto text = datasets.manifest(version.name, version.version);
        if (!text.ok())
            continue;
        const auto manifest = manifestFromText(*text);
        if (!manifest.ok())
            continue;
        const auto cached = datasets.cachedFacts(keysOf(*manifest));
        if (!cached.ok())
            continue;
        for (const auto& [path, json] : *cached) {
            auto one = dataset::factsFromJson(nlohmann::json::parse(json, nullptr, false));
            if (one.ok())
                facts.insert_or_assign(one->path, std::move(*one));
        }
    }
    return facts;
}

/// What was found, for the next import. A failure costs time the next time and nothing else.
void rememberFacts(store::Workspace& store, const dataset::ImportOutcome& outcome) {
    std::vector<std::pair<store::FileKey, std::string>> facts;
    for (const dataset::FileFacts& one : outcome.facts) {
        if (one.sha256.empty())
            continue;
        facts.emplace_back(
            store::FileKey{(fs::path(outcome.manifest.place()) / one.path).string(), one.bytes, one.mtimeNs},
            dumpJson(dataset::toJson(one)));
    }
    static_cast<void>(store::Datasets(store).cacheFacts(facts).ok());
}

std::string settingOf(const std::string& name, int version) {
    return "dataset/" + name + "@" + std::to_string(version) + "/import";
}

}  // namespace

Result<DatasetReference> parseDatasetReference(std::string_view text) {
    DatasetReference reference;
    const auto at = text.find('@');
    reference.name = std::string(text.substr(0, at));
    if (at != std::string_view::npos) {
        const auto number = parseInt(text.substr(at + 1));
        if (!number || *number < 1 || *number > 1'000'000'000)
            return Error{ErrorCode::InvalidArgument, "'" + toPlainText(text) + "' names no dataset version.",
                         "Write NAME or NAME@2.", {}};
        reference.version = static_cast<int>(*number);
    }
    if (!isValidName(reference.name))
        return Error{ErrorCode::InvalidArgument, "'" + toPlainText(reference.name) + "' is no dataset's name.",
                     "Names are made of letters, digits, '.', '_' and '-'.", {}};
    return reference;
}

nlohmann::json describeDataset(const domain::DatasetManifest& manifest) {
    nlohmann::json splits = nlohmann::json::object();
    for (const auto& [split, classes] : manifest.counts()) {
        std::int64_t images = 0;
        for (const auto& [name, count] : classes)
            images += count;
        splits[split] = {{"images", images}, {"classes", classes}};
    }
    nlohmann::json findings = nlohmann::json::array();
    for (const domain::Finding& finding : manifest.findings)
        findings.push_back(domain::toJson(finding));
    return {{"name", manifest.name},
            {"version", manifest.version},
            {"fingerprint", manifest.fingerprint},
            {"on", manifest.on.empty() ? nlohmann::json() : nlohmann::json(manifest.on)},
            {"root", manifest.root},
            {"source", manifest.source},
            {"layout", manifest.layout},
            {"split_seed", manifest.splitSeed < 0 ? nlohmann::json() : nlohmann::json(manifest.splitSeed)},
            {"created", manifest.created},
            {"images", manifest.files.size()},
            {"bytes", manifest.totalBytes()},
            {"classes", manifest.classes},
            {"splits", splits},
            {"findings", findings}};
}

DatasetService::Recipe DatasetService::recipeOf(const std::string& name, int version) const {
    Recipe recipe;
    const auto text = store::Settings(m_workspace.store()).get(settingOf(name, version));
    if (text.ok() && *text)
        recipe.read(**text);
    recipe.options.name = name;
    return recipe;
}

std::string DatasetService::nearestName(const std::string& name) const {
    std::string nearest;
    std::size_t distance = kNearEnough + 1;
    const auto all = store::Datasets(m_workspace.store()).list();
    if (!all.ok())
        return nearest;
    for (const store::DatasetVersion& version : *all) {
        const std::size_t edits = editDistance(toLowerAscii(name), toLowerAscii(version.name));
        if (edits < distance) {
            distance = edits;
            nearest = version.name;
        }
    }
    return nearest;
}

Result<AddResult> DatasetService::keep(const Recipe& recipe, domain::DatasetManifest manifest) {
    const store::Datasets datasets(m_workspace.store());
    AddResult result;
    const auto newest = datasets.get(manifest.name);
    if (!newest.ok() && newest.error().code != ErrorCode::NotFound)
        return newest.error();
    // The same content in the same place is the same version; its times and findings may be newer.
    const std::string source = manifest.on.empty() ? manifest.source : manifest.on + ":" + manifest.source;
    result.unchanged = newest.ok() && newest->fingerprint == manifest.fingerprint &&
                       newest->root == manifest.place() && newest->source == source;
    if (result.unchanged) {
        manifest.version = newest->version;
        manifest.created = newest->imported;
        FLAMBEAU_CHECK(datasets.updateManifest(manifest.name, manifest.version, dumpJson(domain::toJson(manifest))));
    } else {
        FLAMBEAU_TRY(manifest.version, datasets.nextVersion(manifest.name));
        store::NewDatasetVersion added;
        added.name = manifest.name;
        added.fingerprint = manifest.fingerprint;
        added.root = manifest.place();
        added.source = source;
        added.files = static_cast<std::int64_t>(manifest.files.size());
        added.bytes = manifest.totalBytes();
        added.imported = manifest.created;
        added.manifest = dumpJson(domain::toJson(manifest));
        FLAMBEAU_TRY(const store::DatasetVersion kept, datasets.add(added, manifest.version));
        manifest.version = kept.version;
    }
    FLAMBEAU_CHECK(store::Settings(m_workspace.store())
                       .set(settingOf(manifest.name, manifest.version), recipe.text()));
    result.manifest = std::move(manifest);
    return result;
}

Result<AddResult> DatasetService::import(const Recipe& recipe, std::stop_token stop, const ProgressCallback& progress) {
    dataset::ImportRequest request;
    FLAMBEAU_TRY(request.scanProgram, findProgram(Program::Scan));
    const FactsByPath known = recipe.options.readAll
                                  ? FactsByPath{}
                                  : knownFacts(m_workspace.store(), recipe.options.source.string());
    request.cached = [&known](const std::string& path, std::uint64_t bytes,
                              std::int64_t time) -> std::optional<dataset::FileFacts> {
        const auto found = known.find(path);
        if (found == known.end() || found->second.bytes != bytes || found->second.mtimeNs != time)
            return std::nullopt;
        return found->second;
    };
    return importWith(recipe, std::move(request), stop, progress);
}

/// `request` says where the folder lies and what is known of it; the rest is the recipe's.
Result<AddResult> DatasetService::importWith(const Recipe& recipe, dataset::ImportRequest request,
                                             std::stop_token stop, const ProgressCallback& progress) {
    const AddOptions& options = recipe.options;
    request.source = options.source;
    request.name = options.name;
    request.unpackDir = m_workspace.paths().datasets();
    request.workers = options.workers;
    request.splitSeed = options.seed;
    request.valFraction = options.valFraction;
    request.labels = {options.csv, options.fileColumn, options.labelColumn, options.header};
    for (const auto& [path, leaveOut] : recipe.decisions)
        request.decisions[path] = leaveOut ? dataset::Decision::LeaveOut : dataset::Decision::Keep;
    request.relabelled = recipe.relabelled;
    const auto told = [&progress](const dataset::ImportProgress& now) {
        if (progress)
            progress(now.what, static_cast<std::uint64_t>(now.done), static_cast<std::uint64_t>(now.total));
    };
    FLAMBEAU_TRY(dataset::ImportOutcome outcome, dataset::importDataset(request, told, stop));
    rememberFacts(m_workspace.store(), outcome);
    FLAMBEAU_TRY(AddResult result, keep(recipe, std::move(outcome.manifest)));
    result.scanned = outcome.scanned;
    result.reused = outcome.reused;
    result.seconds = outcome.seconds;
    summarize(result);
    return result;
}

Status DatasetService::checkOptions(const AddOptions& options, const std::string& name) const {
    if (!isValidName(name))
        return Error{ErrorCode::InvalidArgument, "'" + toPlainText(options.name) + "' cannot be a dataset's name.",
                     "Use letters, digits, '.', '_' and '-', for example " + toValidName(options.name) + ".", {}};
    if (!(options.valFraction > 0 && options.valFraction < 1))
        return Error{ErrorCode::InvalidArgument, "The part for validation must lie between 0 and 1.",
                     "0.2 takes a fifth of the pictures.", {}};
    return {};
}

/// What was decided about the same folder before.
void DatasetService::carryOver(Recipe& recipe) const {
    const auto newest = store::Datasets(m_workspace.store()).get(recipe.options.name);
    if (!newest.ok() || recipe.options.forgetDecisions)
        return;
    const Recipe before = recipeOf(newest->name, newest->version);
    if (before.options.source != recipe.options.source || before.options.on != recipe.options.on)
        return;
    recipe.decisions = before.decisions;
    recipe.relabelled = before.relabelled;
}

Result<AddResult> DatasetService::add(const AddOptions& options, std::stop_token stop,
                                      const ProgressCallback& progress) {
    Recipe recipe;
    recipe.options = options;
    std::error_code error;
    const bool there = !domain::isThisMachine(options.on);
    if (!there)
        recipe.options.on.clear();
    recipe.options.source = (there ? options.source : fs::absolute(options.source, error)).lexically_normal();
    if (!recipe.options.source.has_filename())
        recipe.options.source = recipe.options.source.parent_path();  // "folder/" is "folder"
    if (!there && !fs::exists(recipe.options.source, error))
        return Error{ErrorCode::NotFound, "There is nothing at " + toPlainText(recipe.options.source.string()) + ".",
                     "Give the folder that holds the pictures, or a zip or tar archive of it.", {}};
    if (options.name.empty())
        recipe.options.name =
            toValidName((there ? recipe.options.source.filename() : recipe.options.source.stem()).string());
    FLAMBEAU_CHECK(checkOptions(options, recipe.options.name));
    if (there)
        return addThere(std::move(recipe), stop, progress);
    carryOver(recipe);
    return import(recipe, stop, progress);
}

Result<std::vector<DatasetEntry>> DatasetService::list(bool trash) {
    const store::Datasets datasets(m_workspace.store());
    FLAMBEAU_TRY(const auto versions, datasets.list(trash));
    std::vector<DatasetEntry> entries;
    for (const store::DatasetVersion& version : versions) {
        entries.push_back(entryOf(version));
    }
    return entries;
}

Result<domain::DatasetManifest> DatasetService::find(const std::string& text) {
    FLAMBEAU_TRY(const DatasetReference reference, parseDatasetReference(text));
    const store::Datasets datasets(m_workspace.store());
    const auto version = datasets.get(reference.name, reference.version);
    if (!version.ok()) {
        Error error = version.error();
        if (error.code == ErrorCode::NotFound) {
            const auto others = datasets.versions(reference.name);
            const std::string nearest = nearestName(reference.name);
            error.message = "There is no dataset " + text + " in this workspace.";
            error.hint = "`flambeau-cli dataset list` names them; `dataset add PATH --name " + reference.name +
                         "` imports one.";
            if (others.ok() && !others->empty()) {
                std::vector<std::string> known;
                for (const store::DatasetVersion& other : *others)
                    known.push_back(other.name + "@" + std::to_string(other.version));
                known.resize(std::min<std::size_t>(known.size(), 10));
                error.hint = "It has the versions " + join(known, ", ") + ".";
            }
            if ((!others.ok() || others->empty()) && !nearest.empty())
                error.hint = "Did you mean " + nearest + "? " + error.hint;
        }
        return error;
    }
    FLAMBEAU_TRY(const std::string manifest, datasets.manifest(version->name, version->version));
    return manifestFromText(manifest);
}

Result<int> DatasetService::remove(const std::string& text) {
    FLAMBEAU_TRY(const DatasetReference reference, parseDatasetReference(text));
    FLAMBEAU_TRY(const domain::DatasetManifest manifest, find(text));
    const store::Datasets datasets(m_workspace.store());
    FLAMBEAU_TRY(const auto versions, datasets.versions(manifest.name));
    FLAMBEAU_CHECK(datasets.moveToTrash(reference.name, reference.version));
    return reference.version == 0 ? static_cast<int>(versions.size()) : 1;
}

Status DatasetService::restore(const std::string& text) {
    FLAMBEAU_TRY(const DatasetReference reference, parseDatasetReference(text));
    return store::Datasets(m_workspace.store()).restore(reference.name, reference.version);
}

}  // namespace flambeau::session
