// SPDX-License-Identifier: GPL-3.0-or-later
// Datasets that lie on a host: looked at there, linked, never copied. The import's logic is the same as for a folder of
// this machine; what it would ask the disk and flambeau-scan, it asks the host, or what the host said before.
#include <algorithm>
#include <cerrno>
#include <fstream>
#include <set>
#include <unordered_map>

#include <nlohmann/json.hpp>

#include "dataset_recipe.h"
#include "dataset_survey.h"
#include "flambeau/base/strings.h"
#include "flambeau/dataset/import.h"
#include "flambeau/dataset/thumbnails.h"
#include "flambeau/remote/host_store.h"
#include "flambeau/session/hosts.h"
#include "flambeau/session/paths.h"
#include "flambeau/session/workspace.h"
#include "flambeau/store/datasets.h"
#include "host_probe.h"
#include "scratch_dir.h"

namespace flambeau::session {

namespace {

using FactsByPath = std::unordered_map<std::string, dataset::FileFacts>;

/// What earlier looks found about these files.
FactsByPath knownThere(store::Workspace& store, const std::string& place, const dataset::Listing& listing) {
    std::vector<store::FileKey> keys;
    keys.reserve(listing.files.size());
    for (const auto& file : listing.files)
        keys.push_back({(fs::path(place) / file.path).string(), file.bytes, file.mtimeNs});
    FactsByPath facts;
    const std::size_t base = (fs::path(place) / "").string().size();
    const auto cached = store::Datasets(store).cachedFacts(keys);
    if (!cached.ok())
        return facts;
    for (const auto& [path, text] : *cached) {
        auto one = dataset::factsFromJson(nlohmann::json::parse(text, nullptr, false));
        if (!one.ok())
            continue;
        // The facts may come from a look at a folder above or below this one: the key tells where the file is.
        one->path = path.substr(base);
        facts.insert_or_assign(one->path, std::move(*one));
    }
    return facts;
}

Error mustBeAsked(const std::string& on) {
    return {ErrorCode::Unavailable,
            "What " + on + " said of this dataset's folder is not known here any more.",
            "Connect to " + on + " and add the dataset again (`dataset add`); then decide.",
            {}};
}

Result<std::string> folderThere(const AddOptions& options, HostProbe& probe) {
    std::string given = options.source.string();
    if (given == "~" || startsWith(given, "~/")) {
        FLAMBEAU_TRY(const std::string home, probe.home());
        given.replace(0, 1, home == "/" && given != "~" ? "" : home);
    }
    if (!startsWith(given, "/") || given.find('\n') != std::string::npos || toValidUtf8(given) != given)
        return Error{ErrorCode::InvalidArgument,
                     "'" + toPlainText(given) + "' is no folder's path on " + options.on + ".",
                     "Name it from the root there (/data/birds) or from the home there ('~/birds').",
                     {}};
    return given;
}

}  // namespace

Result<std::unique_ptr<HostProbe>> DatasetService::probe(const std::string& on, std::stop_token stop,
                                                         const ProgressCallback& progress) const {
    if (m_hosts == nullptr)
        return Error{
            ErrorCode::Unavailable, "The dataset lies on " + on + ", which cannot be reached from here.", {}, {}};
    if (progress)
        progress("connecting to " + on, 0, 0);
    auto place = m_hosts->place(on, stop);
    if (!place && place.error().code == ErrorCode::NotFound)
        return Error{ErrorCode::NotFound, "There is no compute target " + toPlainText(on) + " (any more).",
                     "`flambeau-cli compute list` names them; `compute add USER@HOST --name " + toValidName(on) +
                         "` brings it back.",
                     place.error().message};
    if (!place)
        return place.error();
    return HostProbe::place(*place, stop, progress);
}

/// With a probe the host is asked about what is not known; without, what is not known cannot be had.
Result<AddResult> DatasetService::importThere(const Recipe& recipe, Survey survey, HostProbe* probe,
                                              std::stop_token stop, const ProgressCallback& progress) {
    const AddOptions& options = recipe.options;
    const std::string place = options.on + ":" + survey.root;
    FactsByPath known =
        options.readAll && probe ? FactsByPath{} : knownThere(m_workspace.store(), place, survey.listing);
    const std::vector<dataset::FileFacts> unread = std::move(survey.unread);
    survey.unread.clear();
    dataset::ImportRequest request;
    request.cached = [&known](const std::string& path, std::uint64_t, std::int64_t) {
        const auto found = known.find(path);
        return found == known.end() ? std::nullopt : std::optional(found->second);
    };
    request.elsewhere.emplace();
    request.elsewhere->on = options.on;
    request.elsewhere->list = [&survey](const auto&) -> Result<dataset::Elsewhere::Listed> {
        return dataset::Elsewhere::Listed{survey.root, survey.listing};
    };
    request.elsewhere->scan = [&](const std::string& root, const std::vector<std::string>& paths,
                                  const dataset::Elsewhere::Told& told) -> Result<std::vector<dataset::FileFacts>> {
        std::vector<dataset::FileFacts> found;
        if (probe) {
            FLAMBEAU_TRY(found, probe->scan(root, paths, options.workers, told));
        } else {
            std::unordered_map<std::string, const dataset::FileFacts*> kept;
            for (const auto& facts : unread)
                kept.emplace(facts.path, &facts);
            for (const std::string& path : paths) {
                if (!kept.contains(path))
                    return mustBeAsked(options.on);
                found.push_back(*kept.at(path));
            }
        }
        std::copy_if(found.begin(), found.end(), std::back_inserter(survey.unread),
                     [](const auto& facts) { return facts.sha256.empty(); });
        return found;
    };
    request.elsewhere->table = [&](const std::string& path) -> Result<std::string> {
        if (probe) {
            FLAMBEAU_TRY(survey.tables[path], probe->table(path));
        }
        const auto kept = survey.tables.find(path);
        return kept == survey.tables.end() ? Result<std::string>(mustBeAsked(options.on)) : kept->second;
    };
    FLAMBEAU_TRY(auto result, importWith(recipe, std::move(request), stop, progress));
    // Without it a decision has to wait for the host, and that is all.
    (void)survey.save(Survey::fileOf(m_workspace, place, options.csv));
    return result;
}

Result<AddResult> DatasetService::addThere(Recipe recipe, std::stop_token stop, const ProgressCallback& progress) {
    FLAMBEAU_TRY(const auto helper, probe(recipe.options.on, stop, progress));
    FLAMBEAU_TRY(const std::string folder, folderThere(recipe.options, *helper));
    const auto told = [&progress](std::int64_t count) {
        if (progress)
            progress("listing", static_cast<std::uint64_t>(count), 0);
    };
    told(0);
    FLAMBEAU_TRY(auto listed, helper->walk(folder, told));
    recipe.options.source = listed.root;
    carryOver(recipe);
    Survey survey;
    survey.root = listed.root;
    survey.listing = std::move(listed.listing);
    return importThere(recipe, std::move(survey), helper.get(), stop, progress);
}

Result<AddResult> DatasetService::changeThere(const Recipe& recipe, std::stop_token stop,
                                              const ProgressCallback& progress) {
    const std::string place = recipe.options.on + ":" + recipe.options.source.string();
    auto survey = Survey::load(Survey::fileOf(m_workspace, place, recipe.options.csv));
    if (survey && survey->root == recipe.options.source) {
        auto changed = importThere(recipe, std::move(*survey), nullptr, stop, progress);
        if (changed || changed.error().code != ErrorCode::Unavailable)
            return changed;
    }
    FLAMBEAU_TRY(const auto helper, probe(recipe.options.on, stop, progress));
    FLAMBEAU_TRY(auto listed, helper->walk(recipe.options.source.string(), {}));
    Survey fresh;
    fresh.root = listed.root;
    fresh.listing = std::move(listed.listing);
    return importThere(recipe, std::move(fresh), helper.get(), stop, progress);
}

Status DatasetService::drawThere(const domain::DatasetPlace& place, const std::vector<PictureContent>& pictures,
                                 std::stop_token stop, const ProgressCallback& progress) {
    std::vector<PictureContent> missing;
    std::set<std::string> seen;
    std::error_code ignored;
    for (const auto& picture : pictures) {
        if (isSafeRelativePath(picture.path) && !thumbnailFile(picture.sha256).empty() &&
            !fs::exists(thumbnailFile(picture.sha256), ignored) && seen.insert(picture.sha256).second)
            missing.push_back(picture);
    }
    if (missing.empty())
        return {};
    FLAMBEAU_TRY(const auto helper, probe(place.on, stop, progress));
    dataset::ThumbnailRequest request;
    request.folder = m_workspace.paths().thumbnails();
    FLAMBEAU_TRY(request.scanProgram, findProgram(Program::Scan));
    constexpr std::size_t kAtOnce = 200;  // what lies in the scratch folder at a time
    for (std::size_t begin = 0; begin < missing.size(); begin += kAtOnce) {
        if (progress)
            progress("thumbnails", begin, missing.size());
        FLAMBEAU_TRY(const ScratchDir scratch, ScratchDir::make(m_workspace.paths().root));
        request.root = scratch.path();
        request.pictures.clear();
        std::vector<std::string> paths;
        for (std::size_t i = begin; i < std::min(begin + kAtOnce, missing.size()); ++i)
            paths.push_back(missing[i].path);
        FLAMBEAU_CHECK(helper->small(place.folder, paths, [&](std::size_t index, const std::string& jpeg) -> Status {
            const std::string& sha256 = missing[begin + index].sha256;
            request.pictures.push_back({sha256 + ".jpg", sha256});
            std::ofstream file(scratch.path() / (sha256 + ".jpg"), std::ios::binary);
            file << jpeg;
            file.close();
            return file ? Status() : Status(systemError(errno, "Cannot write into " + scratch.path().string()));
        }));
        // Drawn anew here: the window opens no picture that a foreign program wrote.
        FLAMBEAU_CHECK(dataset::ensureThumbnails(request, {}, stop));
    }
    return {};
}

Result<DatasetService::Fetched> DatasetService::fetch(const domain::DatasetManifest& manifest,
                                                      const std::vector<std::string>& paths, const fs::path& folder,
                                                      std::stop_token stop, const ProgressCallback& progress) {
    if (m_hosts == nullptr || manifest.on.empty())
        return Error{ErrorCode::Unavailable, "The pictures of " + manifest.name + " cannot be fetched.", {}, {}};
    FLAMBEAU_TRY(const HostPlace place, m_hosts->place(manifest.on, stop));
    std::unordered_map<std::string, const domain::DatasetFile*> files;
    for (const auto& file : manifest.files)
        files.emplace(file.path, &file);
    std::vector<remote::FetchItem> items;
    for (const std::string& path : paths) {
        const auto found = files.find(path);
        if (found == files.end())
            return Error{
                ErrorCode::NotFound, "The dataset " + manifest.name + " keeps no picture '" + path + "'", {}, {}};
        items.push_back({path, found->second->bytes, found->second->sha256});
    }
    remote::HostStore store(*place.transport, place.folder);
    const auto told = [&](const remote::TransferProgress& at) {
        if (progress)
            progress("fetching pictures from " + manifest.on, at.bytes, at.bytesTotal);
    };
    FLAMBEAU_TRY(const auto report, store.get(manifest.root, items, folder, {}, told, stop));
    Fetched fetched;
    fetched.problem = report.error;
    for (std::size_t i = 0; i < items.size(); ++i) {
        const auto state = report.states[i];
        if (state == remote::FetchState::Fetched || state == remote::FetchState::Had)
            ++fetched.pictures;
        else if (!fetched.problem)
            fetched.problem = Error{ErrorCode::Conflict,
                                    items[i].path + " on " + manifest.on +
                                        (state == remote::FetchState::Missing   ? " is not there any more"
                                         : state == remote::FetchState::Changed ? " has changed since the import"
                                                                                : " cannot be fetched"),
                                    "Add the dataset again (`dataset add`).",
                                    {}};
    }
    return fetched;
}

Result<std::vector<std::string>> DatasetService::lyingOn(const std::string& compute) {
    FLAMBEAU_TRY(const auto all, store::Datasets(m_workspace.store()).list());
    std::vector<std::string> names;
    for (const auto& version : all) {
        if (domain::datasetPlaceFrom(version.root).on == compute)
            names.push_back(version.name);
    }
    return names;
}

namespace {

bool looksLikePicture(std::string_view path) {
    const std::string extension = dataset::extensionOf(path);
    return dataset::hasPictureExtension(path) || extension == ".gif" || extension == ".heic";
}

}  // namespace

Result<DatasetCheck> compareThere(HostProbe& probe, domain::DatasetManifest& manifest, bool full,
                                  const ProgressCallback& progress) {
    const std::string what = "comparing with the disk of " + probe.host();
    const auto told = [&](std::uint64_t done, std::uint64_t total) {
        if (progress)
            progress(what, done, total);
    };
    told(0, manifest.files.size());
    FLAMBEAU_TRY(const auto listed, probe.walk(manifest.root, [&](std::int64_t) {}));
    std::unordered_map<std::string, const dataset::ListedFile*> there;
    for (const auto& file : listed.listing.files)
        there.emplace(file.path, &file);
    DatasetCheck found;
    std::vector<std::string> open;
    std::unordered_map<std::string, domain::DatasetFile*> byPath;
    std::set<std::string> known;
    for (auto& file : manifest.files) {
        known.insert(file.path);
        const auto now = there.find(file.path);
        if (now == there.end())
            found.missing.push_back(file.path);
        else if (now->second->bytes != file.bytes)
            found.changed.push_back(file.path);
        else if (full || now->second->mtimeNs != file.mtimeNs) {
            open.push_back(file.path);
            byPath.emplace(file.path, &file);
        }
    }
    if (!open.empty()) {
        FLAMBEAU_TRY(const auto facts, probe.scan(manifest.root, open, 0, [&](std::int64_t done) {
            told(static_cast<std::uint64_t>(done), open.size());
        }));
        for (std::size_t i = 0; i < open.size(); ++i) {
            domain::DatasetFile& file = *byPath.at(open[i]);
            if (facts[i].sha256 != file.sha256) {
                found.changed.push_back(open[i]);
            } else if (facts[i].mtimeNs != file.mtimeNs) {
                found.touched.push_back(open[i]);
                file.mtimeNs = facts[i].mtimeNs;
            }
        }
    }
    std::sort(found.changed.begin(), found.changed.end());
    for (const domain::Finding& finding : manifest.findings) {
        known.insert(finding.path);
        known.insert(finding.files.begin(), finding.files.end());
    }
    for (const auto& file : listed.listing.files) {
        if (looksLikePicture(file.path) && !known.contains(file.path))
            found.added.push_back(file.path);
    }
    return found;
}

Status checkContentThere(const HostPlace& place, domain::DatasetManifest& manifest, std::stop_token stop,
                         const ProgressCallback& progress) {
    FLAMBEAU_TRY(const auto helper, HostProbe::place(place, stop, progress));
    auto compared = compareThere(*helper, manifest, false, progress);
    if (!compared && compared.error().code == ErrorCode::NotFound)
        return Error{ErrorCode::Conflict, "The dataset's folder " + manifest.place() + " is not there any more",
                     "Bring it back, or add the dataset where it lies now (`dataset add`).", compared.error().message};
    FLAMBEAU_TRY(const DatasetCheck found, std::move(compared));
    std::map<std::string, const char*> wrong;
    for (const auto& path : found.missing)
        wrong.emplace(path, "is not there any more");
    for (const auto& path : found.changed)
        wrong.emplace(path, "has other content than at the import");
    if (wrong.empty())
        return {};
    Error error{ErrorCode::Conflict, "",
                "Add the folder again (`dataset add " + shellQuote(manifest.root) + " --on " + manifest.on +
                    " --name " + manifest.name + "`): that makes a new version.",
                ""};
    error.message = "The dataset changed since its import: " + manifest.place() + "/" + wrong.begin()->first + " " +
                    wrong.begin()->second;
    if (wrong.size() > 1)
        error.message += ", and " + formatCount(static_cast<std::int64_t>(wrong.size() - 1)) + " more files";
    std::size_t shown = 0;
    for (const auto& [path, problem] : wrong) {
        if (++shown <= 100)
            error.detail += path + " " + problem + "\n";
    }
    return error;
}

}  // namespace flambeau::session
