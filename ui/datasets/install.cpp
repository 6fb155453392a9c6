// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/ui/datasets/install.h"
#include "flambeau/ui/common/text.h"

#include <algorithm>

#include <QApplication>
#include <QFileDialog>
#include <QPointer>

#include "flambeau/ui/common/commands.h"
#include "flambeau/ui/common/drop.h"
#include "flambeau/ui/common/format.h"
#include "import_queue.h"

namespace flambeau::ui::datasets {
namespace {

constexpr int dropPriority = 10;

void choose(ImportQueue* queue, bool folder) {
    // Not exec(): the window goes on behind it.
    auto* dialog = new QFileDialog(QApplication::activeWindow(),
                                   folder ? say("Choose a folder of pictures") : say("Choose archives of pictures"));
    dialog->setObjectName("importDialog");
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(folder ? QFileDialog::Directory : QFileDialog::ExistingFiles);
    dialog->setOption(QFileDialog::ShowDirsOnly, folder);
    if (!folder)
        dialog->setNameFilter(say("Archives (*.zip *.tar *.tar.gz *.tgz *.tar.xz *.txz *.tar.zst *.tar.bz2)"));
    QObject::connect(dialog, &QFileDialog::filesSelected, queue, &ImportQueue::addPaths);
    dialog->open();
}

std::optional<DropOffer> offerOf(ImportQueue* queue, const QStringList& paths) {
    const auto plans = queue->plans(paths);
    if (plans.empty())
        return std::nullopt;
    DropOffer offer;
    offer.text = offerText(plans, static_cast<int>(paths.size() - static_cast<qsizetype>(plans.size())));
    offer.icon = QStringLiteral("datasets");
    offer.accept = [queue = QPointer(queue), plans] {
        if (!queue)
            return;
        for (const ImportPlan& plan : plans)
            queue->add(plan);
    };
    return offer;
}

void addCommands(PageHost& host, ImportQueue* queue, QObject* owner) {
    CommandRegistry& commands = host.commands();
    const QString group = say("Datasets");
    commands.add({"dataset.import",
                  say("Import a folder of pictures …"),
                  group,
                  "folder",
                  {QKeySequence(QStringLiteral("Ctrl+I"))},
                  [queue] { choose(queue, true); },
                  say("add dataset open load")},
                 owner);
    commands.add({"dataset.importArchive",
                  say("Import an archive of pictures …"),
                  group,
                  "folder",
                  {},
                  [queue] { choose(queue, false); },
                  say("add dataset zip tar open load")},
                 owner);
    commands.add({"dataset.importThere",
                  say("Add a folder that lies on a host …"),
                  group,
                  "compute",
                  {},
                  [queue, host = &host] {
                      if (queue->hosts().empty()) {
                          host->say(say("There is no host yet: add one on the page Compute"), say("Compute"),
                                    [host] { host->openPage(QStringLiteral("compute")); });
                          return;
                      }
                      ImportPlan plan;
                      plan.options.on = queue->hosts().front();
                      host->openPage(QStringLiteral("datasets"));
                      emit queue->optionsWanted(plan);
                  },
                  say("remote server ssh cluster path add dataset")},
                 owner);
    commands.add({"dataset.importOptions",
                  say("Import with options …"),
                  group,
                  "settings",
                  {},
                  [queue, host = &host] {
                      host->openPage(QStringLiteral("datasets"));
                      emit queue->optionsWanted({});
                  },
                  say("csv seed split validation columns")},
                 owner);
    commands.add({"dataset.sample",
                  say("Add the sample dataset"),
                  group,
                  "image",
                  {},
                  [queue] { queue->addSample(); },
                  say("example demo shapes try")},
                 owner);
}

}  // namespace

void install(PageHost& host, session::Desk& desk, QObject* owner) {
    ImportQueue* queue = &ImportQueue::of(host, desk, owner);
    addCommands(host, queue, owner);
    host.drops().add(dropPriority, [queue = QPointer(queue)](const QStringList& paths) -> std::optional<DropOffer> {
        return queue ? offerOf(queue, paths) : std::nullopt;
    });
    host.commands().addProvider(owner, [queue = QPointer(queue), host = &host](const QString& query, int limit) {
        std::vector<std::pair<int, SearchHit>> found;
        if (queue) {
            for (const auto& entry : queue->known()) {
                const QString name = QString::fromStdString(entry.name);
                const int score = fuzzyScore(query, name);
                if (score < 0)
                    continue;
                found.push_back({score,
                                 {name, say("Dataset, %1 images").arg(format::count(entry.images)), "datasets",
                                  [host, name] { host->openPage(QStringLiteral("datasets"), name); }}});
            }
        }
        std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
        std::vector<SearchHit> hits;
        for (auto& [score, hit] : found) {
            if (static_cast<int>(hits.size()) < limit)
                hits.push_back(std::move(hit));
        }
        return hits;
    });
}

}  // namespace flambeau::ui::datasets
