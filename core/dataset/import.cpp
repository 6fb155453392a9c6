// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/dataset/import.h"

#include <algorithm>
#include <chrono>
#include <mutex>
#include <set>

#include "archive.h"
#include "findings.h"
#include "flambeau/base/clock.h"
#include "flambeau/base/strings.h"
#include "flambeau/dataset/listing.h"
#include "flambeau/dataset/thumbnails.h"
#include "flambeau/dataset/workers.h"
#include "layout.h"
#include "similar.h"
#include "split.h"

namespace flambeau::dataset {
namespace {

using Progress = std::function<void(const ImportProgress&)>;

/// One import; its members are the steps, in order.
class Importer {
public:
    Importer(const ImportRequest& request, const Progress& progress, std::stop_token stop)
        : m_request(request), m_progress(progress), m_stop(std::move(stop)) {}

    Result<ImportOutcome> run() {
        const auto begin = std::chrono::steady_clock::now();
        FLAMBEAU_CHECK(checkRequest());
        FLAMBEAU_CHECK(list());
        FLAMBEAU_TRY(m_layout, detectLayout(m_listing, m_root, m_request.labels,
                                            m_request.elsewhere ? m_request.elsewhere->table : TableReader()));
        FLAMBEAU_CHECK(gatherFacts());
        FLAMBEAU_CHECK(judge());
        FLAMBEAU_CHECK(drawThumbnails());
        m_outcome.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
        return std::move(m_outcome);
    }

private:
    void tell(const char* what, std::int64_t done, std::int64_t total) {
        if (m_progress)
            m_progress({what, done, total});
    }

    Status checkRequest() {
        if (!isValidName(m_request.name))
            return Error{ErrorCode::InvalidArgument,
                         "\"" + toPlainText(m_request.name) + "\" is no name for a dataset",
                         "Use letters, digits, '.', '_' and '-', for example " + toValidName(m_request.name) + ".",
                         {}};
        if (!(m_request.valFraction > 0 && m_request.valFraction < 1))
            return Error{
                ErrorCode::InvalidArgument, "The share of validation pictures must lie between 0 and 1", {}, {}};
        return m_request.elsewhere ? Status() : checkProgram(m_request.scanProgram, m_stop);
    }

    Status list() {
        const auto told = [this](std::int64_t count) { tell("listing", count, 0); };
        if (m_request.elsewhere) {
            told(0);
            FLAMBEAU_TRY(auto listed, m_request.elsewhere->list(told));
            m_root = listed.root;
            m_listing = std::move(listed.listing);
            m_outcome.manifest.source = listed.root;
            m_outcome.manifest.on = m_request.elsewhere->on;
            return {};
        }
        FLAMBEAU_CHECK(findRoot());
        told(0);
        FLAMBEAU_TRY(m_listing, listFolder(m_root, told, m_stop));
        return {};
    }

    Status findRoot() {
        std::error_code problem;
        const fs::path source = fs::canonical(m_request.source, problem);
        if (problem)
            return systemError(problem.value(), "Cannot open " + m_request.source.string());
        m_outcome.manifest.source = source.string();
        if (fs::is_directory(source, problem)) {
            m_root = source;
        } else {
            FLAMBEAU_TRY(m_unpacked, unpackArchive(
                                         source, m_request.unpackDir, m_request.scanProgram,
                                         [this](const char* what, std::int64_t done, std::int64_t total) {
                                             tell(what, done, total);
                                         },
                                         m_stop));
            m_root = fs::canonical(m_unpacked.folder, problem);
        }
        const std::string root = m_root.string();
        if (toValidUtf8(root) != root)
            return Error{ErrorCode::InvalidArgument,
                         "The folder's path is not valid UTF-8: " + toValidUtf8(root),
                         "Rename the folder.",
                         {}};
        return {};
    }

    Status gatherFacts() {
        std::vector<const ListedFile*> files;
        for (const Item& item : m_layout.items)
            files.push_back(&item.file);
        for (const ListedFile& file : m_layout.unlabelled)
            files.push_back(&file);
        for (const ListedFile& file : m_layout.others)
            files.push_back(&file);
        m_outcome.facts.resize(files.size());
        std::vector<std::size_t> open;
        for (std::size_t i = 0; i < files.size(); ++i) {
            if (!takeCached(*files[i], m_outcome.facts[i]))
                open.push_back(i);
        }
        std::vector<std::string> paths;
        for (const std::size_t i : open)
            paths.push_back(files[i]->path);
        const auto total = static_cast<std::int64_t>(files.size());
        m_outcome.scanned = static_cast<std::int64_t>(open.size());
        m_outcome.reused = total - m_outcome.scanned;
        tell("checking", m_outcome.reused, total);
        if (open.empty())
            return {};
        const auto told = [this, total](std::int64_t done) { tell("checking", m_outcome.reused + done, total); };
        FLAMBEAU_TRY(auto scanned, m_request.elsewhere ? m_request.elsewhere->scan(m_root.string(), paths, told)
                                                       : scanFiles(crew("checking", m_outcome.reused, total), paths));
        for (std::size_t k = 0; k < open.size(); ++k)
            m_outcome.facts[open[k]] = std::move(scanned[k]);
        return {};
    }

    bool takeCached(const ListedFile& file, FileFacts& facts) const {
        if (!m_request.cached)
            return false;
        auto known = m_request.cached(file.path, file.bytes, file.mtimeNs);
        if (!known || known->bytes != file.bytes || known->mtimeNs != file.mtimeNs ||
            known->error == "crashed_reader" || known->error == "took_too_long" || known->error == "changed")
            return false;
        facts = std::move(*known);
        facts.path = file.path;
        return true;
    }

    Crew crew(const char* what, std::int64_t before, std::int64_t total) {
        Crew crew;
        crew.program = m_request.scanProgram;
        crew.root = m_root;
        crew.workers = m_request.workers;
        crew.secondsPerFile = m_request.secondsPerFile;
        crew.progress = [this, what, before, total](std::int64_t done) { tell(what, before + done, total); };
        crew.stop = m_stop;
        return crew;
    }

    Status judge() {
        FindingList findings;
        const std::size_t items = m_layout.items.size(), loose = m_layout.unlabelled.size();
        const auto& facts = m_outcome.facts;
        const auto at = [&](std::size_t i) { return facts.begin() + static_cast<std::ptrdiff_t>(i); };
        takeEntries();
        if (std::none_of(m_entries.begin(), m_entries.end(), [](const Entry& entry) { return entry.keep; }))
            return nothingLeft();
        tell("comparing", 0, 0);
        const Groups equal = equalGroups(m_pictureFacts);
        const Groups similar = similarGroups(m_pictureFacts, m_stop);
        if (m_stop.stop_requested())
            return Error{ErrorCode::Canceled, "The import was stopped", {}, {}};
        makeSplit(equal, similar);
        fillManifest();
        if (m_outcome.manifest.counts()["train"].empty())
            return Error{
                ErrorCode::InvalidArgument, "No picture is left to train on", "See what the train folder holds.", {}};
        reportEntries(m_entries, findings);
        reportGroups(m_entries, m_pictures, equal, similar, m_request.decisions, findings);
        for (auto& finding : m_layout.findings)
            findings.add(std::move(finding));
        reportClasses(m_outcome.manifest, m_layout.classes, findings);
        reportOutsiders({at(items), at(items + loose)}, true, findings);
        reportOutsiders({at(items + loose), facts.end()}, false, findings);
        reportListing(m_listing, findings);
        for (const auto& [path, why] : m_unpacked.skipped)
            findings.about("archive_entry", domain::Severity::Caution, path, why, "left_out");
        m_outcome.manifest.findings = findings.take();
        return {};
    }

    void takeEntries() {
        m_entries.reserve(m_layout.items.size());
        for (std::size_t i = 0; i < m_layout.items.size(); ++i) {
            Entry entry{std::move(m_layout.items[i]), m_outcome.facts[i], m_outcome.facts[i].ok(), false};
            const auto decision = m_request.decisions.find(entry.facts.path);
            if (entry.keep && decision != m_request.decisions.end() && decision->second == Decision::LeaveOut) {
                entry.keep = false;
                entry.decidedOut = true;
            }
            const auto moved = m_request.relabelled.find(entry.facts.path);
            entry.movedClass = moved != m_request.relabelled.end() && moved->second != entry.item.className;
            if (entry.movedClass)
                entry.item.className = moved->second;
            m_entries.push_back(std::move(entry));
        }
        for (std::size_t i = 0; i < m_entries.size(); ++i) {
            if (m_entries[i].facts.ok()) {
                m_pictures.push_back(i);
                m_pictureFacts.push_back(&m_entries[i].facts);
            }
        }
    }

    Error nothingLeft() const {
        std::string why;
        for (const Entry& entry : m_entries) {
            if (!entry.facts.ok()) {
                why = " The first, " + entry.facts.path + ": " + entry.facts.detail;
                break;
            }
        }
        return {ErrorCode::InvalidArgument,
                "None of " + formatCount(static_cast<std::int64_t>(m_entries.size())) +
                    " files is a picture that can be used." + why,
                "Check the files, or choose another folder.",
                {}};
    }

    /// Where the folders name no val, part of train becomes it.
    void makeSplit(const Groups& equal, const Groups& similar) {
        const bool hasVal =
            std::any_of(m_entries.begin(), m_entries.end(), [](const Entry& e) { return e.item.split == "val"; });
        if (hasVal)
            return;
        m_outcome.manifest.splitSeed = m_request.splitSeed;
        std::vector<SplitInput> inputs;
        std::vector<std::size_t> owners;                                // input -> entry
        std::vector<std::size_t> inputOf(m_pictures.size(), SIZE_MAX);  // picture -> input
        for (std::size_t p = 0; p < m_pictures.size(); ++p) {
            const Entry& entry = m_entries[m_pictures[p]];
            if (!entry.keep || entry.item.split == "test")
                continue;
            inputOf[p] = inputs.size();
            inputs.push_back({entry.item.className, entry.facts.sha256});
            owners.push_back(m_pictures[p]);
        }
        // Similar groups hold their equal files; equal groups of which nothing else is similar stand alone.
        Groups together;
        std::vector<bool> taken(inputs.size(), false);
        for (const Groups* groups : {&similar, &equal}) {
            for (const auto& group : *groups) {
                std::vector<std::size_t> members;
                for (const std::size_t p : group) {
                    if (inputOf[p] != SIZE_MAX && !taken[inputOf[p]])
                        members.push_back(inputOf[p]);
                }
                for (const std::size_t i : members)
                    taken[i] = true;
                if (!members.empty())
                    together.push_back(std::move(members));
            }
        }
        const auto val = chooseVal(inputs, together, m_request.valFraction, m_request.splitSeed);
        for (Entry& entry : m_entries) {
            if (entry.item.split.empty())
                entry.item.split = "train";
        }
        for (std::size_t i = 0; i < inputs.size(); ++i)
            m_entries[owners[i]].item.split = val[i] ? "val" : "train";
    }

    void fillManifest() {
        domain::DatasetManifest& manifest = m_outcome.manifest;
        manifest.name = m_request.name;
        manifest.root = m_root.string();
        manifest.layout = m_layout.kind;
        manifest.created = unixNow();
        std::set<std::string> used;
        for (const Entry& entry : m_entries) {
            if (entry.keep)
                used.insert(entry.item.className);
        }
        manifest.classes.assign(used.begin(), used.end());
        for (const Entry& entry : m_entries) {
            if (!entry.keep)
                continue;
            const auto label = std::lower_bound(manifest.classes.begin(), manifest.classes.end(), entry.item.className);
            const FileFacts& facts = entry.facts;
            manifest.files.push_back({facts.path, entry.item.split, static_cast<int>(label - manifest.classes.begin()),
                                      facts.bytes, facts.mtimeNs, facts.sha256, facts.width, facts.height,
                                      facts.orientation});
        }
        manifest.fingerprint = domain::datasetFingerprint(manifest);
    }

    Status drawThumbnails() {
        if (m_request.thumbnailsDir.empty() || m_request.elsewhere)
            return {};
        ThumbnailRequest thumbnails{
            m_root, m_request.thumbnailsDir, m_request.scanProgram, m_request.workers, m_request.secondsPerFile, {}};
        for (const auto& file : m_outcome.manifest.files)
            thumbnails.pictures.push_back({file.path, file.sha256});
        const auto drawn = ensureThumbnails(
            thumbnails, [this](std::int64_t done, std::int64_t total) { tell("thumbnails", done, total); }, m_stop);
        return drawn.ok() ? Status() : Status(drawn.error());
    }

    const ImportRequest& m_request;
    const Progress& m_progress;
    std::stop_token m_stop;
    fs::path m_root;
    Unpacked m_unpacked;
    Listing m_listing;
    Layout m_layout;
    std::vector<Entry> m_entries;
    std::vector<std::size_t> m_pictures;  ///< entries that decode
    std::vector<const FileFacts*> m_pictureFacts;
    ImportOutcome m_outcome;
};

}  // namespace

Result<ImportOutcome> importDataset(const ImportRequest& request, const Progress& progress, std::stop_token stop) {
    return Importer(request, progress, std::move(stop)).run();
}

}  // namespace flambeau::dataset
