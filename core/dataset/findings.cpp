// SPDX-License-Identifier: GPL-3.0-or-later
#include "findings.h"

#include <algorithm>
#include <array>
#include <set>

#include "flambeau/base/strings.h"

namespace flambeau::dataset {
namespace {

using domain::Finding;
using domain::Severity;

constexpr std::size_t mostOfKind = 300;
constexpr std::int64_t fewImages = 10;
constexpr std::int64_t imbalanced = 3;

std::string counted(std::size_t count, std::string_view one, std::string_view many) {
    return formatCount(static_cast<std::int64_t>(count)) + " " + std::string(count == 1 ? one : many);
}

std::string pictures(std::size_t count) {
    return counted(count, "picture", "pictures");
}

/// "a", "a and b", "a, b and 3 more"
std::string named(const std::vector<std::string>& names) {
    if (names.size() == 1)
        return names[0];
    if (names.size() == 2)
        return names[0] + " and " + names[1];
    return names[0] + ", " + names[1] + " and " + formatCount(static_cast<std::int64_t>(names.size() - 2)) + " more";
}

/// The format that a name promises, or "".
std::string promisedFormat(const std::string& path) {
    static const std::map<std::string, std::string> byExtension{{".jpg", "jpeg"}, {".jpeg", "jpeg"}, {".png", "png"},
                                                                {".ppm", "pnm"},  {".pgm", "pnm"},   {".bmp", "bmp"},
                                                                {".tif", "tiff"}, {".tiff", "tiff"}, {".webp", "webp"}};
    const auto found = byExtension.find(extensionOf(path));
    return found == byExtension.end() ? "" : found->second;
}

bool isPictureFormat(const std::string& format) {
    static const std::set<std::string> known{"jpeg", "png", "tiff", "webp", "bmp", "pnm"};
    return known.contains(format);
}

/// Files of one property, with whether all of them were left out.
class Shared {
public:
    void add(const Entry& entry) {
        m_paths.push_back(entry.facts.path);
        m_kept = m_kept || entry.keep;
    }
    std::size_t count() const { return m_paths.size(); }
    void report(std::string kind, Severity severity, const std::string& detail, FindingList& findings) {
        findings.aboutAll(std::move(kind), severity, std::move(m_paths), detail, m_kept ? "kept" : "left_out");
    }

private:
    std::vector<std::string> m_paths;
    bool m_kept = false;
};

void reportBroken(const Entry& entry, FindingList& findings) {
    const std::string& kind = entry.facts.error;
    const Severity severity = kind == "unsupported_format" ? Severity::Caution : Severity::Bad;
    findings.about(kind, severity, entry.facts.path, entry.facts.detail, "left_out");
}

bool changedSinceListing(const Entry& entry) {
    return entry.facts.bytes != entry.item.file.bytes || entry.facts.mtimeNs != entry.item.file.mtimeNs;
}

void reportProperties(const std::vector<Entry>& entries, FindingList& findings) {
    Shared animated, cmyk, sixteen, grey, alpha, rotated;
    std::map<std::pair<std::string, std::string>, Shared> misnamed;
    for (const Entry& entry : entries) {
        const FileFacts& facts = entry.facts;
        if (!facts.ok())
            continue;
        if (facts.frames > 1)
            animated.add(entry);
        if (facts.mode == "cmyk")
            cmyk.add(entry);
        if (facts.bits > 8)
            sixteen.add(entry);
        if (facts.mode == "grey" || facts.mode == "grey_alpha" || facts.mode == "bilevel")
            grey.add(entry);
        if (facts.alpha)
            alpha.add(entry);
        if (facts.orientation > 1)
            rotated.add(entry);
        if (const std::string promised = promisedFormat(facts.path); promised != facts.format)
            misnamed[{extensionOf(facts.path), facts.format}].add(entry);
    }
    for (auto& [what, shared] : misnamed)
        shared.report("wrong_extension", Severity::Info,
                      pictures(shared.count()) + " named " + what.first + " by content of the format " + what.second +
                          ": read by content.",
                      findings);
    animated.report("animated", Severity::Caution,
                    pictures(animated.count()) + " with several frames or pages: the first is used.", findings);
    cmyk.report("cmyk", Severity::Info, pictures(cmyk.count()) + " in CMYK: converted to RGB.", findings);
    sixteen.report("sixteen_bit", Severity::Info,
                   pictures(sixteen.count()) + " with 16 bits a channel: the upper 8 bits are used.", findings);
    grey.report("grey", Severity::Info, pictures(grey.count()) + " in grey: the value is used for red, green and blue.",
                findings);
    alpha.report("alpha", Severity::Info,
                 pictures(alpha.count()) + " with transparency: it is ignored, what lies under it shows.", findings);
    rotated.report("exif_rotation", Severity::Info,
                   pictures(rotated.count()) + " that the camera marked as rotated: turned upright.", findings);
}

struct GroupView {
    std::vector<std::string> paths;  ///< kept ones first
    std::vector<std::string> classes;
    std::set<std::string> splits;  ///< of the kept ones
    std::size_t kept = 0;
    bool twiceInSplit = false;
    bool decidedKeep = false;
};

GroupView viewOf(const std::vector<Entry>& entries, const std::vector<std::size_t>& members,
                 const Decisions& decisions) {
    GroupView view;
    std::set<std::string> classes;
    std::map<std::string, int> perSplit;
    std::vector<std::string> out;
    for (const std::size_t i : members) {
        const Entry& entry = entries[i];
        const auto decision = decisions.find(entry.facts.path);
        view.decidedKeep = view.decidedKeep || (decision != decisions.end() && decision->second == Decision::Keep);
        (entry.keep ? view.paths : out).push_back(entry.facts.path);
        if (!entry.keep)
            continue;
        ++view.kept;
        classes.insert(entry.item.className);
        view.splits.insert(entry.item.split);
        view.twiceInSplit = view.twiceInSplit || ++perSplit[entry.item.split] > 1;
    }
    view.paths.insert(view.paths.end(), out.begin(), out.end());
    view.classes.assign(classes.begin(), classes.end());
    return view;
}

std::string actionOf(const GroupView& view) {
    return view.decidedKeep ? "kept" : "leave_out";
}

void reportEqual(const GroupView& view, FindingList& findings) {
    if (view.kept < 2) {
        findings.aboutAll(
            "exact_duplicate", Severity::Info, view.paths,
            "The same picture " + counted(view.paths.size(), "time", "times") + ": the copies were left out.",
            "left_out");
        return;
    }
    if (view.classes.size() > 1)
        findings.aboutAll("conflicting_labels", Severity::Bad, view.paths,
                          "The same picture stands under the classes " + named(view.classes) + ".", actionOf(view));
    if (view.splits.size() > 1)
        findings.aboutAll("leak", Severity::Bad, view.paths,
                          "The same picture is in " + named({view.splits.begin(), view.splits.end()}) +
                              ": what is learned is also what is tested.",
                          actionOf(view));
    if (view.twiceInSplit)
        findings.aboutAll("exact_duplicate", Severity::Caution, view.paths,
                          "The same picture " + counted(view.kept, "time", "times") + ", byte for byte.",
                          actionOf(view));
}

void reportSimilar(const GroupView& view, FindingList& findings) {
    if (view.kept < 2)
        return;
    if (view.splits.size() > 1)
        findings.aboutAll(
            "leak", Severity::Caution, view.paths,
            pictures(view.kept) + " that look alike lie in " + named({view.splits.begin(), view.splits.end()}) + ".",
            actionOf(view));
    findings.aboutAll("near_duplicate", Severity::Info, view.paths, pictures(view.kept) + " that look alike.",
                      actionOf(view));
}

/// The groups as indices of entries.
std::vector<std::size_t> mapped(const std::vector<std::size_t>& group, const std::vector<std::size_t>& pictures) {
    std::vector<std::size_t> members;
    for (const std::size_t i : group)
        members.push_back(pictures[i]);
    return members;
}

}  // namespace

void FindingList::add(Finding finding) {
    m_findings.push_back(std::move(finding));
}

void FindingList::about(std::string kind, Severity severity, const std::string& path, std::string detail,
                        std::string action) {
    if (m_perKind[kind]++ < mostOfKind) {
        add({std::move(kind), severity, path, std::move(detail), std::move(action), {path}});
        return;
    }
    Finding& rest = m_overflow[kind];
    if (rest.files.empty())
        rest = {std::move(kind), severity, path, {}, std::move(action), {}};
    rest.files.push_back(path);
}

void FindingList::aboutAll(std::string kind, Severity severity, std::vector<std::string> paths, std::string detail,
                           std::string action) {
    if (paths.empty())
        return;
    std::string first = paths.front();
    add({std::move(kind), severity, std::move(first), std::move(detail), std::move(action), std::move(paths)});
}

std::vector<Finding> FindingList::take() {
    for (auto& [kind, rest] : m_overflow) {
        rest.detail = counted(rest.files.size(), "more file", "more files") + " of the same kind.";
        m_findings.push_back(std::move(rest));
    }
    // The worst first; otherwise in the order in which they were found.
    std::stable_sort(m_findings.begin(), m_findings.end(),
                     [](const Finding& a, const Finding& b) { return a.severity > b.severity; });
    return std::move(m_findings);
}

void reportListing(const Listing& listing, FindingList& findings) {
    for (const auto& [name, paths] : listing.hidden)
        findings.aboutAll("hidden_file", Severity::Info, paths,
                          counted(paths.size(), "hidden file or folder", "hidden files or folders") + " named " + name +
                              ", skipped with all that is in it.",
                          "left_out");
    for (const auto& path : listing.badNames)
        findings.about("bad_name", Severity::Caution, path,
                       "Its name is not valid UTF-8 or holds control characters: rename it to use it.", "left_out");
    for (const auto& path : listing.loops)
        findings.about("link_loop", Severity::Caution, path,
                       "This folder leads back to a folder that it lies in; not entered again.", "left_out");
    for (const auto& path : listing.closed)
        findings.about("unreadable", Severity::Bad, path, "The system does not allow it to be opened.", "left_out");
    for (const auto& path : listing.special)
        findings.about("unexpected_file", Severity::Info, path,
                       "This is no file: a link to nothing, a pipe, a socket or a device.", "left_out");
}

void reportOutsiders(const std::vector<FileFacts>& facts, bool pictures, FindingList& findings) {
    for (const FileFacts& file : facts) {
        if (pictures && file.ok())
            findings.about("file_without_label", Severity::Caution, file.path,
                           "This picture has no label: it lies outside any class.", "left_out");
        else if (file.error == "unsupported_format" || file.error == "crashed_reader" || file.error == "took_too_long")
            findings.about(file.error, Severity::Caution, file.path, file.detail, "left_out");
        else if (pictures)
            findings.about(file.error, Severity::Caution, file.path, file.detail + " It also has no label.",
                           "left_out");
        else if (file.ok() || isPictureFormat(file.format))
            findings.about(
                "unexpected_file", Severity::Caution, file.path,
                "By content this is a picture (" + file.format + "), but not by its name: rename it to use it.",
                "left_out");
        else
            findings.about("unexpected_file", Severity::Info, file.path, "This is no picture, and is not used.",
                           "left_out");
    }
}

void reportEntries(const std::vector<Entry>& entries, FindingList& findings) {
    std::vector<std::string> decided, moved;
    for (const Entry& entry : entries) {
        if (!entry.facts.ok()) {
            reportBroken(entry, findings);
            continue;
        }
        if (entry.decidedOut)
            decided.push_back(entry.facts.path);
        else if (entry.movedClass)
            moved.push_back(entry.facts.path);
        if (changedSinceListing(entry))
            findings.about("changed", Severity::Caution, entry.facts.path,
                           "It was changed while the folder was being read; what it holds now counts.",
                           entry.keep ? "kept" : "left_out");
        for (const auto& note : entry.facts.notes)
            findings.about("damaged", Severity::Caution, entry.facts.path, note + ".",
                           entry.keep ? "kept" : "left_out");
    }
    const std::string detail = "You chose to leave out " + pictures(decided.size()) + ".";
    findings.aboutAll("decided", Severity::Info, std::move(decided), detail, "left_out");
    const std::string labels = "You put " + pictures(moved.size()) + " in another class.";
    findings.aboutAll("relabelled", Severity::Info, std::move(moved), labels, "kept");
    reportProperties(entries, findings);
}

void reportGroups(const std::vector<Entry>& entries, const std::vector<std::size_t>& pictures, const Groups& equal,
                  const Groups& similar, const Decisions& decisions, FindingList& findings) {
    for (const auto& group : equal)
        reportEqual(viewOf(entries, mapped(group, pictures), decisions), findings);
    for (const auto& group : similar)
        reportSimilar(viewOf(entries, mapped(group, pictures), decisions), findings);
}

void reportClasses(const domain::DatasetManifest& manifest, const std::set<std::string>& folders,
                   FindingList& findings) {
    const std::set<std::string> used(manifest.classes.begin(), manifest.classes.end());
    for (const auto& name : folders) {
        if (!used.contains(name))
            findings.add({"empty_class",
                          Severity::Caution,
                          name,
                          "The class " + name + " has no picture: it is left out.",
                          "left_out",
                          {}});
    }
    if (manifest.classes.size() == 1)
        findings.add({"one_class",
                      Severity::Bad,
                      manifest.classes.front(),
                      "There is only the class " + manifest.classes.front() + ": nothing can be told apart.",
                      "none",
                      {}});
    const auto counts = manifest.counts();
    for (const auto& [split, classes] : counts) {
        for (const auto& [name, count] : classes) {
            if (count == 0)
                findings.add({"class_missing_in_split",
                              split == "train" ? Severity::Bad : Severity::Caution,
                              name,
                              "The class " + name + " has no picture in " + split + ".",
                              "none",
                              {}});
            else if (split == "train" && count < fewImages)
                findings.add({"few_images",
                              Severity::Caution,
                              name,
                              "The class " + name + " has only " + dataset::pictures(static_cast<std::size_t>(count)) +
                                  " to learn from.",
                              "none",
                              {}});
        }
    }
    const auto train = counts.find("train");
    if (train == counts.end() || train->second.size() < 2)
        return;
    const auto [least, most] = std::minmax_element(train->second.begin(), train->second.end(),
                                                   [](const auto& a, const auto& b) { return a.second < b.second; });
    if (least->second > 0 && most->second > imbalanced * least->second)
        findings.add({"imbalance",
                      Severity::Caution,
                      least->first,
                      "The class " + most->first + " has " + formatCount(most->second) + " pictures to learn from, " +
                          least->first + " only " + formatCount(least->second) + ": balanced class weights help.",
                      "none",
                      {}});
}

}  // namespace flambeau::dataset
