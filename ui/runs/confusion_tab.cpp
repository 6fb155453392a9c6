// SPDX-License-Identifier: GPL-3.0-or-later
#include "confusion_tab.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QMenu>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "flambeau/ui/common/empty_state.h"
#include "flambeau/ui/common/format.h"
#include "flambeau/ui/common/page.h"
#include "flambeau/ui/common/table.h"
#include "flambeau/ui/common/widgets.h"
#include "flambeau/ui/pictures/picture_grid.h"
#include "flambeau/ui/pictures/picture_viewer.h"
#include "run_texts.h"

namespace flambeau::ui::runs {
namespace {

constexpr std::size_t kMostTable = 64u << 20;
const std::string kConfusion = "outputs/tables/confusion.json", kPerClass = "outputs/tables/per_class.json";

const session::RunOutputFile* fileOf(const RunFacts& facts, const std::string& path) {
    const auto found =
        std::find_if(facts.outputs.begin(), facts.outputs.end(), [&](const auto& file) { return file.path == path; });
    return found == facts.outputs.end() ? nullptr : &*found;
}

QStandardItem* cell(const QString& text, double value = -1) {
    auto* item = new QStandardItem(text);
    item->setEditable(false);
    if (value >= 0)
        item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    return item;
}

}  // namespace

ConfusionTab::ConfusionTab(PageHost& host, session::Desk& desk, QWidget* parent)
    : QWidget(parent), m_host(host), m_desk(desk), m_stack(new QStackedWidget) {
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(m_stack);
    m_empty = new EmptyState("datasets", tr("No confusion matrix yet"), {});
    m_stack->addWidget(m_empty);
    auto* page = new QWidget;
    auto* row = new QHBoxLayout(page);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme().size("gap"));
    for (QWidget* half : {makeMatrix(), makePictures()}) {
        row->addWidget(half, 1);
    }
    m_stack->addWidget(page);
    clear();
}

QWidget* ConfusionTab::makeMatrix() {
    auto* left = new QWidget;
    auto* column = new QVBoxLayout(left);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme().size("gap"));
    m_matrixCard = new Card(tr("Confusion matrix"));
    m_matrix = new ConfusionView;
    m_matrixCard->body()->addWidget(m_matrix);
    column->addWidget(m_matrixCard, 3);
    auto* classes = new Card(tr("Classes"));
    classes->setWide();
    m_classModel = new QStandardItemModel(this);
    m_classes = new TableView;
    m_classes->setModel(m_classModel);
    m_classes->setAccessibleName(tr("Quality of each class"));
    m_classes->setSortingEnabled(true);
    m_classes->setMinimumHeight(150);
    m_classModel->setSortRole(SortRole);
    classes->body()->addWidget(m_classes);
    column->addWidget(classes, 2);
    connect(m_matrix, &ConfusionView::chosen, this, &ConfusionTab::showCell);
    return left;
}

QWidget* ConfusionTab::makePictures() {
    m_picturesCard = new Card(tr("Pictures"));
    m_right = new Button(tr("Put right"));
    m_right->setSmall(true);
    m_right->setIconName("pencil");
    m_right->setMenuMark(true);
    m_right->setAccessibleName(tr("Put the labels of the chosen pictures right"));
    m_right->setToolTip(m_right->accessibleName());
    m_picturesCard->addHeaderWidget(m_right);
    m_grid = new pictures::PictureGrid(pictures::ThumbnailSource::of(m_desk));
    m_pictures = new pictures::PictureModel(this);
    m_grid->setModel(m_pictures);
    m_grid->setAccessibleName(tr("Pictures of the cell"));
    m_grid->setCaptionLines(1);
    pictures::PictureViewer::serve(m_grid, pictures::ThumbnailSource::of(m_desk));
    m_grid->setEmptyState(new EmptyState("image", tr("Choose a cell"), tr("Its pictures are shown here.")));
    m_picturesCard->body()->addWidget(m_grid, 1);
    connect(m_right, &QPushButton::clicked, this, &ConfusionTab::showClassMenu);
    return m_picturesCard;
}

void ConfusionTab::clear() {
    m_facts.reset();
    m_read.clear();
    m_actual = m_predicted = -1;
    m_matrix->setConfusion({});
    m_classModel->clear();
    m_pictures->setItems({});
    m_picturesCard->setTitle(tr("Pictures"));
    m_right->setBlocked(tr("Choose a cell first"));
    m_stack->setCurrentIndex(0);
}

void ConfusionTab::setFacts(const RunFacts& facts) {
    m_facts = std::make_unique<RunFacts>(facts);
    const bool over = domain::isFinal(facts.view.state);
    if (fileOf(facts, kConfusion) == nullptr) {
        m_empty->setTitle(over ? tr("No confusion matrix") : tr("No confusion matrix yet"));
        m_empty->setSentence(over ? tr("The run wrote none.")
                                  : tr("The run writes it at its end, over the validation pictures."));
    }
}

void ConfusionTab::activate() {
    const auto* table = m_facts ? fileOf(*m_facts, kConfusion) : nullptr;
    if (table == nullptr)
        return;
    const std::string stamp = m_facts->view.id.str() + table->path + std::to_string(table->bytes) + table->sha256;
    if (stamp == m_read)
        return;
    m_read = stamp;
    using Both = std::pair<Result<std::string>, Result<std::string>>;
    const auto* perClass = fileOf(*m_facts, kPerClass);
    m_desk.ask(
        session::Lane::Read, this,
        [view = m_facts->view, confusion = *table,
         classes = perClass == nullptr ? session::RunOutputFile{} : *perClass](session::Services& services,
                                                                               const session::Work&) -> Result<Both> {
            return Both{readOutput(services, view, confusion, kMostTable),
                        classes.path.empty() ? Result<std::string>(std::string())
                                             : readOutput(services, view, classes, kMostTable)};
        },
        [this, stamp](Result<Both> both) {
            if (stamp != m_read)
                return;
            if (both)
                take(std::move(both->first), std::move(both->second));
            else
                m_host.showError(both.error());
        });
}

void ConfusionTab::take(Result<std::string> confusionText, Result<std::string> classText) {
    auto confusion = confusionText ? parseConfusion(*confusionText) : Result<Confusion>(confusionText.error());
    if (!confusion) {
        m_empty->setTitle(text(confusion.error().message));
        m_empty->setSentence(text(confusion.error().hint));
        m_stack->setCurrentIndex(0);
        return;
    }
    std::int64_t all = 0, right = 0;
    for (const auto& [at, one] : confusion->cells) {
        all += one.count;
        right += at.first == at.second ? one.count : 0;
    }
    m_matrixCard->setNote(all == 0 ? QString()
                                   : tr("%1 of %2 right, %3")
                                         .arg(format::count(right), format::count(all),
                                              format::percent(static_cast<double>(right) / static_cast<double>(all))));
    // The worst confusion is what one looks for.
    std::pair<int, int> worst{-1, -1};
    std::int64_t most = 0;
    for (const auto& [at, one] : confusion->cells) {
        if (at.first != at.second && one.count > most) {
            most = one.count;
            worst = at;
        }
    }
    m_matrix->setConfusion(std::move(confusion).value());
    m_stack->setCurrentIndex(1);
    if (classText && !classText->empty()) {
        if (const auto classes = parsePerClass(*classText))
            showClasses(*classes);
    }
    if (worst.first >= 0)
        m_matrix->choose(worst.first, worst.second);
}

void ConfusionTab::showClasses(const std::vector<ClassQuality>& classes) {
    m_classModel->clear();
    m_classModel->setHorizontalHeaderLabels({tr("Class"), tr("Pictures"), tr("Precision"), tr("Recall"), tr("F1")});
    for (int column = 1; column < 5; ++column)
        m_classModel->horizontalHeaderItem(column)->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    for (const ClassQuality& one : classes) {
        QList<QStandardItem*> row{cell(text(one.name)), cell(format::count(one.pictures), 0),
                                  cell(format::percent(one.precision), 0), cell(format::percent(one.recall), 0),
                                  cell(format::percent(one.f1), 0)};
        row[0]->setData(text(one.name), SortRole);
        row[1]->setData(static_cast<qlonglong>(one.pictures), SortRole);
        row[2]->setData(one.precision, SortRole);
        row[3]->setData(one.recall, SortRole);
        row[4]->setData(one.f1, SortRole);
        m_classModel->appendRow(row);
    }
    m_classes->horizontalHeader()->setStretchLastSection(false);
    for (int column = 0; const int width : {90, 80, 86, 76, 76})
        m_classes->setColumnWidth(column++, width);
    m_classes->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_classes->sortByColumn(4, Qt::AscendingOrder);
}

void ConfusionTab::showCell(int actual, int predicted) {
    if (!m_facts)
        return;
    m_actual = actual;
    m_predicted = predicted;
    const Confusion& confusion = m_matrix->confusion();
    const auto found = confusion.cells.find({actual, predicted});
    const QString is = text(confusion.classes[static_cast<std::size_t>(actual)]);
    const QString seen = text(confusion.classes[static_cast<std::size_t>(predicted)]);
    m_picturesCard->setTitle(actual == predicted ? tr("%1, seen as such").arg(is) : tr("%1 seen as %2").arg(is, seen));
    QVector<pictures::PictureItem> items;
    const QString dataset = text(m_facts->view.dataset) + '@' + QString::number(m_facts->view.datasetVersion);
    if (found != confusion.cells.end()) {
        for (const std::string& path : found->second.files) {
            pictures::PictureItem item;
            item.key = {dataset, pictures::pathText(path)};
            item.caption = item.key.path.section('/', -1);
            items.push_back(item);
        }
    }
    m_picturesCard->setTitle(m_picturesCard->title() + " · " + format::count(items.size()));
    m_pictures->setItems(items);
    m_right->setBlocked(items.isEmpty() ? tr("There is no picture in this cell")
                        : m_changing    ? tr("The last change is still being made")
                                        : QString());
}

QStringList ConfusionTab::chosenPaths() const {
    QStringList paths;
    for (const int row : m_grid->selectedRows())
        paths << m_pictures->item(row).key.path;
    return paths;
}

void ConfusionTab::showClassMenu() {
    const QStringList chosen = chosenPaths();
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (chosen.isEmpty())
        menu->addAction(tr("Choose the pictures that are labelled wrongly first"))->setEnabled(false);
    else
        menu->addSection(tr("%1 of the class").arg(picturesText(chosen.size())));
    for (int i = 0; i < static_cast<int>(m_matrix->confusion().classes.size()) && !chosen.isEmpty(); ++i) {
        const QString name = text(m_matrix->confusion().classes[static_cast<std::size_t>(i)]);
        if (i != m_actual)
            menu->addAction(name, this, [this, name] { putRight(name); });
    }
    menu->popup(m_right->mapToGlobal(QPoint(0, m_right->height() + 2)));
}

void ConfusionTab::putRight(const QString& className) {
    const QStringList paths = chosenPaths();
    if (paths.isEmpty() || !m_facts || m_changing)
        return;
    session::DatasetChange change;
    for (const QString& path : paths)
        change.classOf[pictures::pathBytes(path)] = className.toStdString();
    m_changing = true;
    m_right->setBlocked(tr("The change is being made"));
    // On the newest version: what was changed since the run stays.
    m_desk.ask(
        session::Lane::Import, this,
        [name = m_facts->view.dataset, change](session::Services& services, const session::Work& work) {
            return services.datasets.change(name, change, work.stop, work.progress);
        },
        [this, count = static_cast<int>(paths.size()), className](Result<session::AddResult> result) {
            m_changing = false;
            m_right->setBlocked({});
            if (!result) {
                m_host.showError(result.error());
                return;
            }
            m_desk.announce(session::Topic::Datasets);
            const QString reference = text(result->manifest.name) + '@' + QString::number(result->manifest.version);
            if (result->unchanged)
                m_host.say(tr("%1 has it so already").arg(reference));
            else
                m_host.say(tr("%1 put right to %2, in %3").arg(picturesText(count), className, reference),
                           tr("Train again"),
                           [this, reference] { m_host.openPage("new-run", "dataset:" + reference); });
        });
}

}  // namespace flambeau::ui::runs
