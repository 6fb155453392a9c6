// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/ui/common/text.h"
#include "flambeau/ui/models/install.h"

#include <algorithm>

#include <QFileInfo>

#include "flambeau/session/model_keep.h"
#include "flambeau/ui/common/commands.h"
#include "flambeau/ui/common/drop.h"
#include "flambeau/ui/models/models_page.h"
#include "model_text.h"
#include "shelf.h"
#include "try_card.h"

namespace flambeau::ui::models {

namespace {

constexpr int kModelPriority = 50, kPicturePriority = 5;

/// A stat, no more: the rule is asked while the mouse moves.
bool isModel(const QString& path) {
    const QFileInfo info(path);
    if (info.isDir())
        return QFileInfo(path + "/model.json").isFile();
    return info.isFile() && session::isModelFileName(pathOf(path));
}

/// The page, shown; null where the window has none.
ModelsPage* shownPage(PageHost& host) {
    host.openPage("models");
    if (auto* window = dynamic_cast<QWidget*>(&host))
        return window->findChild<ModelsPage*>();
    return nullptr;
}

std::optional<DropOffer> offerModels(PageHost& host, Shelf& shelf, const QStringList& paths) {
    if (paths.isEmpty() || !std::all_of(paths.begin(), paths.end(), isModel))
        return std::nullopt;
    DropOffer offer;
    offer.icon = "models";
    if (paths.size() == 1) {
        const QString name = text(session::modelNameFor(pathOf(paths.first())));
        const VersionPtr newest = shelf.catalog().find(name, 0);
        offer.text = newest ? say("Keep this model as the next version of '%1'").arg(name)
                            : say("Keep this model as '%1'").arg(name);
    } else {
        offer.text = say("Keep these %1 models").arg(paths.size());
    }
    offer.accept = [&host, &shelf, paths] {
        shelf.keep(paths);
        host.openPage("models");
    };
    return offer;
}

/// Which version pictures are shown to: the one on the page, else a champion, else the newest there is.
VersionPtr versionToTry(PageHost& host, Shelf& shelf) {
    if (auto* window = dynamic_cast<QWidget*>(&host)) {
        if (auto* page = window->findChild<ModelsPage*>(); page && page->shown() && cannotTry(*page->shown()).isEmpty())
            return page->shown();
    }
    VersionPtr found;
    for (const VersionPtr& one : shelf.catalog().versions) {
        const auto champion = [](const session::ModelVersion& version) {
            return std::find(version.aliases.begin(), version.aliases.end(), "champion") != version.aliases.end();
        };
        if (!cannotTry(*one).isEmpty())
            continue;
        if (!found || (champion(*one) && !champion(*found)) ||
            (champion(*one) == champion(*found) && one->created > found->created))
            found = one;
    }
    return found;
}

std::optional<DropOffer> offerPictures(PageHost& host, Shelf& shelf, const QStringList& paths) {
    if (paths.isEmpty() || !std::all_of(paths.begin(), paths.end(), isPictureName))
        return std::nullopt;
    const VersionPtr version = versionToTry(host, shelf);
    if (!version)
        return std::nullopt;
    const QString called = text(version->name) + ' ' + numberText(version->version);
    DropOffer offer;
    offer.icon = "image";
    offer.text = paths.size() == 1 ? say("Show this picture to %1").arg(called)
                                   : say("Show these %1 pictures to %2").arg(paths.size()).arg(called);
    offer.accept = [&host, version, paths] {
        if (ModelsPage* page = shownPage(host)) {
            page->open(text(version->reference()));
            page->tryPictures(paths);
        }
    };
    return offer;
}

std::vector<SearchHit> search(PageHost& host, Shelf& shelf, const QString& query, int limit) {
    std::vector<std::pair<int, SearchHit>> found;
    for (const VersionPtr& version : shelf.catalog().versions) {
        QString words = text(version->name) + ' ' + numberText(version->version);
        for (const std::string& alias : version->aliases)
            words += ' ' + text(alias);
        const int score = fuzzyScore(query, words);
        if (score < 0)
            continue;
        const QString reference = text(version->reference());
        found.push_back(
            {score, {words, subtitle(*version), "models", [&host, reference] { host.openPage("models", reference); }}});
    }
    std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
    std::vector<SearchHit> hits;
    for (auto& [score, hit] : found) {
        if (static_cast<int>(hits.size()) == limit)
            break;
        hits.push_back(std::move(hit));
    }
    return hits;
}

}  // namespace

void install(PageHost& host, session::Desk& desk, QObject* owner) {
    Shelf& shelf = Shelf::of(host, desk);
    host.drops().add(kModelPriority,
                     [&host, &shelf](const QStringList& paths) { return offerModels(host, shelf, paths); });
    host.drops().add(kPicturePriority,
                     [&host, &shelf](const QStringList& paths) { return offerPictures(host, shelf, paths); });
    host.commands().addProvider(
        owner, [&host, &shelf](const QString& query, int limit) { return search(host, shelf, query, limit); });
    const auto add = [&](const char* id, const QString& name, const char* icon, void (*run)(ModelsPage&),
                         const QString& words = {}) {
        host.commands().add({id,
                             name,
                             say("Models"),
                             icon,
                             {},
                             [&host, run] {
                                 if (ModelsPage* page = shownPage(host))
                                     run(*page);
                             },
                             words},
                            owner);
    };
    add(
        "model.export", say("Export the shown model as ONNX"), "download",
        [](ModelsPage& page) { page.exportShown("onnx"); }, say("save convert"));
    add("model.download", say("Download all files of the shown model"), "download",
        [](ModelsPage& page) { page.downloadShown(); });
    add(
        "model.judge", say("Judge the shown model's ONNX file again"), "check",
        [](ModelsPage& page) { page.judgeShown("opencv"); }, say("verify opencv"));
    add(
        "model.judge-onnxruntime", say("Judge the shown model with ONNX Runtime"), "check",
        [](ModelsPage& page) { page.judgeShown("onnxruntime"); }, say("verify"));
    add(
        "model.aliases", say("Aliases of the shown model"), "star", [](ModelsPage& page) { page.editAliases(); },
        say("champion name"));
    add("model.compare", say("Compare two versions of a model"), "list",
        [](ModelsPage& page) { page.compareSelected(); });
    add(
        "model.remove", say("Remove the shown model version"), "trash", [](ModelsPage& page) { page.removeSelected(); },
        say("delete trash"));
    add(
        "model.trash", say("Models in the trash"), "trash", [](ModelsPage& page) { page.showTrash(); }, say("restore"));
    add(
        "model.keep", say("Keep a model file"), "plus", [](ModelsPage& page) { page.chooseFile(); },
        say("import register add"));
}

}  // namespace flambeau::ui::models
