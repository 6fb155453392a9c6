// SPDX-License-Identifier: GPL-3.0-or-later
#include "finding_groups.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "flambeau/base/strings.h"
#include "flambeau/ui/common/format.h"
#include "flambeau/ui/common/text.h"

namespace flambeau::ui::datasets {
namespace {

using domain::Finding;
using domain::Severity;

struct Words {
    const char *one, *many;  ///< the title of one and of several (%1)
    const char* detail;      ///< of several; null: the first finding's own
};

// long: a table, a line or two a kind
/// By kind. Counts are of files, but for pairs and groups of pictures, which are counted as such.
const std::map<std::string, Words>& wordsByKind() {
    static const std::map<std::string, Words> words{
        {"truncated",
         {QT_TRANSLATE_NOOP("flambeau", "1 picture ends too early"),
          QT_TRANSLATE_NOOP("flambeau", "%1 pictures end too early"), nullptr}},
        {"unreadable",
         {QT_TRANSLATE_NOOP("flambeau", "1 file cannot be opened"),
          QT_TRANSLATE_NOOP("flambeau", "%1 files cannot be opened"), nullptr}},
        {"not_an_image",
         {QT_TRANSLATE_NOOP("flambeau", "1 file is not a picture it can be trained on"),
          QT_TRANSLATE_NOOP("flambeau", "%1 files are not pictures it can be trained on"), nullptr}},
        {"unsupported_format",
         {QT_TRANSLATE_NOOP("flambeau", "1 picture is of a format that is not read"),
          QT_TRANSLATE_NOOP("flambeau", "%1 pictures are of formats that are not read"), nullptr}},
        {"absurd_dimensions",
         {QT_TRANSLATE_NOOP("flambeau", "1 picture is too large"),
          QT_TRANSLATE_NOOP("flambeau", "%1 pictures are too large"), nullptr}},
        {"empty_file",
         {QT_TRANSLATE_NOOP("flambeau", "1 file is empty"), QT_TRANSLATE_NOOP("flambeau", "%1 files are empty"),
          nullptr}},
        {"crashed_reader",
         {QT_TRANSLATE_NOOP("flambeau", "1 file ended the program that opened it"),
          QT_TRANSLATE_NOOP("flambeau", "%1 files ended the program that opened them"), nullptr}},
        {"took_too_long",
         {QT_TRANSLATE_NOOP("flambeau", "1 file took too long to open"),
          QT_TRANSLATE_NOOP("flambeau", "%1 files took too long to open"), nullptr}},
        {"changed",
         {QT_TRANSLATE_NOOP("flambeau", "1 file was changed while it was read"),
          QT_TRANSLATE_NOOP("flambeau", "%1 files were changed while they were read"), nullptr}},
        {"damaged",
         {QT_TRANSLATE_NOOP("flambeau", "1 picture is damaged"),
          QT_TRANSLATE_NOOP("flambeau", "%1 pictures are damaged"), nullptr}},
        {"wrong_extension",
         {QT_TRANSLATE_NOOP("flambeau", "1 picture has another format than its name says"),
          QT_TRANSLATE_NOOP("flambeau", "%1 pictures have other formats than their names say"),
          QT_TRANSLATE_NOOP("flambeau", "read by content")}},
        {"animated",
         {QT_TRANSLATE_NOOP("flambeau", "1 picture has several frames"),
          QT_TRANSLATE_NOOP("flambeau", "%1 pictures have several frames"),
          QT_TRANSLATE_NOOP("flambeau", "the first frame is used")}},
        {"cmyk",
         {QT_TRANSLATE_NOOP("flambeau", "1 picture is in CMYK"),
          QT_TRANSLATE_NOOP("flambeau", "%1 pictures are in CMYK"), QT_TRANSLATE_NOOP("flambeau", "converted to RGB")}},
        {"sixteen_bit",
         {QT_TRANSLATE_NOOP("flambeau", "1 picture has 16 bits a channel"),
          QT_TRANSLATE_NOOP("flambeau", "%1 pictures have 16 bits a channel"),
          QT_TRANSLATE_NOOP("flambeau", "the upper 8 bits are used")}},
        {"grey",
         {QT_TRANSLATE_NOOP("flambeau", "1 picture is grey"), QT_TRANSLATE_NOOP("flambeau", "%1 pictures are grey"),
          QT_TRANSLATE_NOOP("flambeau", "the value is used for red, green and blue")}},
        {"alpha",
         {QT_TRANSLATE_NOOP("flambeau", "1 picture is partly transparent"),
          QT_TRANSLATE_NOOP("flambeau", "%1 pictures are partly transparent"),
          QT_TRANSLATE_NOOP("flambeau", "transparency is ignored, what lies under it shows")}},
        {"exif_rotation",
         {QT_TRANSLATE_NOOP("flambeau", "1 picture carries a rotation"),
          QT_TRANSLATE_NOOP("flambeau", "%1 pictures carry a rotation"),
          QT_TRANSLATE_NOOP("flambeau", "EXIF orientation is honoured")}},
        {"exact_duplicate",
         {QT_TRANSLATE_NOOP("flambeau", "1 picture is there more than once"),
          QT_TRANSLATE_NOOP("flambeau", "%1 pictures are there more than once"),
          QT_TRANSLATE_NOOP("flambeau", "the same file, byte for byte")}},
        {"conflicting_labels",
         {QT_TRANSLATE_NOOP("flambeau", "1 picture stands in several classes"),
          QT_TRANSLATE_NOOP("flambeau", "%1 pictures stand in several classes"),
          QT_TRANSLATE_NOOP("flambeau", "the same file under different labels")}},
        {"leak",
         {QT_TRANSLATE_NOOP("flambeau", "1 picture stands in more than one split"),
          QT_TRANSLATE_NOOP("flambeau", "%1 pictures stand in more than one split"),
          QT_TRANSLATE_NOOP("flambeau", "the validation score would be too good")}},
        {"near_duplicate",
         {QT_TRANSLATE_NOOP("flambeau", "1 group of pictures looks alike"),
          QT_TRANSLATE_NOOP("flambeau", "%1 groups of pictures look alike"),
          QT_TRANSLATE_NOOP("flambeau", "the same motif, another size or a small change")}},
        {"decided",
         {QT_TRANSLATE_NOOP("flambeau", "You left out 1 picture"),
          QT_TRANSLATE_NOOP("flambeau", "You left out %1 pictures"),
          QT_TRANSLATE_NOOP("flambeau", "they stay where they are on disk")}},
        {"relabelled",
         {QT_TRANSLATE_NOOP("flambeau", "You put 1 picture in another class"),
          QT_TRANSLATE_NOOP("flambeau", "You put %1 pictures in another class"),
          QT_TRANSLATE_NOOP("flambeau", "they stay where they are on disk")}},
        {"hidden_file",
         {QT_TRANSLATE_NOOP("flambeau", "1 hidden file or folder"),
          QT_TRANSLATE_NOOP("flambeau", "%1 hidden files or folders"), QT_TRANSLATE_NOOP("flambeau", "skipped")}},
        {"bad_name",
         {QT_TRANSLATE_NOOP("flambeau", "1 file has a name that cannot be used"),
          QT_TRANSLATE_NOOP("flambeau", "%1 files have names that cannot be used"), nullptr}},
        {"link_loop",
         {QT_TRANSLATE_NOOP("flambeau", "1 folder leads back to itself"),
          QT_TRANSLATE_NOOP("flambeau", "%1 folders lead back to themselves"), nullptr}},
        {"unexpected_file",
         {QT_TRANSLATE_NOOP("flambeau", "1 file is something else"),
          QT_TRANSLATE_NOOP("flambeau", "%1 files are something else"), nullptr}},
        {"file_without_label",
         {QT_TRANSLATE_NOOP("flambeau", "1 picture has no label"),
          QT_TRANSLATE_NOOP("flambeau", "%1 pictures have no label"), nullptr}},
        {"label_without_file",
         {QT_TRANSLATE_NOOP("flambeau", "1 row of the table names no picture"),
          QT_TRANSLATE_NOOP("flambeau", "%1 rows of the table name no picture"), nullptr}},
        {"archive_entry",
         {QT_TRANSLATE_NOOP("flambeau", "1 entry of the archive was not unpacked"),
          QT_TRANSLATE_NOOP("flambeau", "%1 entries of the archive were not unpacked"), nullptr}},
        {"empty_class",
         {QT_TRANSLATE_NOOP("flambeau", "1 class has no picture"),
          QT_TRANSLATE_NOOP("flambeau", "%1 classes have no picture"), nullptr}},
        {"one_class",
         {QT_TRANSLATE_NOOP("flambeau", "There is only one class"),
          QT_TRANSLATE_NOOP("flambeau", "There is only one class"), nullptr}},
        {"class_missing_in_split",
         {QT_TRANSLATE_NOOP("flambeau", "1 class is missing in a split"),
          QT_TRANSLATE_NOOP("flambeau", "%1 classes are missing in a split"), nullptr}},
        {"few_images",
         {QT_TRANSLATE_NOOP("flambeau", "1 class has few pictures"),
          QT_TRANSLATE_NOOP("flambeau", "%1 classes have few pictures"), nullptr}},
        {"imbalance",
         {QT_TRANSLATE_NOOP("flambeau", "The classes differ much in size"),
          QT_TRANSLATE_NOOP("flambeau", "The classes differ much in size"), nullptr}},
    };
    return words;
}

bool countsGroups(const std::string& kind) {
    return kind == "exact_duplicate" || kind == "conflicting_labels" || kind == "leak" || kind == "near_duplicate";
}

/// What cannot be opened: nothing here mends it.
bool isBroken(const std::string& kind) {
    static const std::set<std::string> kinds{"truncated",         "unreadable", "not_an_image",   "unsupported_format",
                                             "absurd_dimensions", "empty_file", "crashed_reader", "took_too_long"};
    return kinds.contains(kind);
}

/// What is known of a manifest's files while groups are made.
struct Files {
    std::unordered_map<std::string, const domain::DatasetFile*> byPath;
    explicit Files(const domain::DatasetManifest& manifest) {
        for (const auto& file : manifest.files)
            byPath.emplace(file.path, &file);
    }
    const domain::DatasetFile* kept(const std::string& path) const {
        const auto at = byPath.find(path);
        return at == byPath.end() ? nullptr : at->second;
    }
};

int splitRank(const std::string& split) {
    return split == "test" ? 2 : split == "val" ? 1 : 0;
}

/// Of one finding: which files the action would leave out.
void chooseLeftOut(const Finding& finding, const Files& files, std::set<std::string>& out) {
    std::vector<const domain::DatasetFile*> kept;
    for (const auto& path : finding.files) {
        if (const auto* file = files.kept(path))
            kept.push_back(file);
    }
    if (finding.kind == "conflicting_labels" || finding.kind == "damaged") {
        for (const auto* file : kept)
            out.insert(file->path);
    } else if (finding.kind == "leak") {
        int best = 0;
        for (const auto* file : kept)
            best = std::max(best, splitRank(file->split));
        for (const auto* file : kept) {
            if (splitRank(file->split) < best)
                out.insert(file->path);
        }
    } else {
        // One of each is kept: in a split, since what lies in several is a leak and another finding.
        std::set<std::string> splits;
        for (const auto* file : kept) {
            if (!splits.insert(file->split).second)
                out.insert(file->path);
        }
    }
}

/// What the action of the group is; its findings are all of one kind, severity and fate.
void chooseAction(FindingGroup& group, const std::vector<const Finding*>& findings, const Files& files) {
    const std::string kind = group.kind.toStdString();
    const bool open = findings.front()->action == "leave_out";
    std::set<std::string> out;
    if (open || (kind == "damaged" && findings.front()->action == "kept")) {
        for (const Finding* finding : findings)
            chooseLeftOut(*finding, files, out);
    }
    if (!out.empty()) {
        group.action = FindingAction::LeaveOut;
        group.change.leaveOut.assign(out.begin(), out.end());
        group.actionText = kind == "leak"                 ? say("Keep in val only")
                           : kind == "conflicting_labels" ? say("Leave all out")
                           : kind == "damaged"            ? say("Leave out")
                                                          : say("Keep one of each");
        const auto count = static_cast<qint64>(out.size());
        group.done =
            count == 1 ? say("1 picture is left out") : say("%1 pictures are left out").arg(format::count(count));
    } else if (kind == "decided" || kind == "relabelled" || (kind == "exact_duplicate" && !open)) {
        group.action = FindingAction::TakeBack;
        group.actionText = say("Take back");
        group.done = say("The decision is taken back");
        for (const Finding* finding : findings)
            group.change.forget.insert(group.change.forget.end(), finding->files.begin(), finding->files.end());
    } else if (isBroken(kind) || kind == "bad_name" || kind == "empty_class" || kind == "one_class" ||
               (kind == "class_missing_in_split" && group.severity == Severity::Bad)) {
        group.action = FindingAction::OpenFolder;
        group.actionText = say("Show in folder");
    } else {
        group.action = FindingAction::Acknowledge;
        group.actionText = say("OK");
    }
}

QString detailOf(const std::string& kind, const std::vector<const Finding*>& findings) {
    const auto known = wordsByKind().find(kind);
    const Finding& first = *findings.front();
    const auto said = [](const std::string& words) { return QString::fromStdString(toPlainText(words)); };
    if (findings.size() == 1 && (known == wordsByKind().end() || known->second.detail == nullptr)) {
        const bool aboutFile = first.files.size() == 1 && first.files.front() == first.path;
        return aboutFile ? said(first.path) + ": " + said(first.detail) : said(first.detail);
    }
    if (known != wordsByKind().end() && known->second.detail != nullptr)
        return say(known->second.detail);
    const auto more = static_cast<qint64>(findings.size()) - 1;
    return say("%1 and %2 more").arg(said(first.path), format::count(more));
}

QString titleOf(const std::string& kind, qint64 count) {
    const auto known = wordsByKind().find(kind);
    if (known == wordsByKind().end()) {
        QString plain = QString::fromStdString(toPlainText(kind)).replace('_', ' ');
        return plain.left(1).toUpper() + plain.mid(1);
    }
    if (count == 1)
        return say(known->second.one);
    const QString many = say(known->second.many);
    return many.contains(QLatin1String("%1")) ? many.arg(format::count(count)) : many;
}

}  // namespace

std::vector<FindingGroup> findingGroups(const domain::DatasetManifest& manifest,
                                        const std::vector<std::string>& acknowledged) {
    // Kind, severity and whether something can still be done make a group; the order of the manifest is kept.
    std::map<std::tuple<std::string, Severity, std::string>, std::vector<const Finding*>> groups;
    std::vector<std::tuple<std::string, Severity, std::string>> order;
    for (const Finding& finding : manifest.findings) {
        auto key = std::make_tuple(finding.kind, finding.severity, finding.action);
        auto& group = groups[key];
        if (group.empty())
            order.push_back(key);
        group.push_back(&finding);
    }
    const Files files(manifest);
    std::vector<FindingGroup> answer;
    for (const auto& key : order) {
        const auto& findings = groups[key];
        FindingGroup group;
        const std::string& kind = std::get<0>(key);
        group.kind = QString::fromStdString(kind);
        group.severity = std::get<1>(key);
        for (const Finding* finding : findings)
            group.files.insert(group.files.end(), finding->files.begin(), finding->files.end());
        const bool groupsCount = countsGroups(kind) || group.files.empty();
        group.title = titleOf(kind, static_cast<qint64>(groupsCount ? findings.size() : group.files.size()));
        group.detail = detailOf(kind, findings);
        chooseAction(group, findings, files);
        group.seen = std::find(acknowledged.begin(), acknowledged.end(), kind) != acknowledged.end();
        answer.push_back(std::move(group));
    }
    std::stable_sort(answer.begin(), answer.end(), [](const FindingGroup& a, const FindingGroup& b) {
        return std::tuple(a.seen, -static_cast<int>(a.severity)) < std::tuple(b.seen, -static_cast<int>(b.severity));
    });
    return answer;
}

}  // namespace flambeau::ui::datasets
