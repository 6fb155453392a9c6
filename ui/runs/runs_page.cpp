// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/ui/runs/runs_page.h"

#include <QAction>
#include <QHBoxLayout>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLineEdit>
#include <QMenu>
#include <QTimer>
#include <QVBoxLayout>

#include "ask.h"
#include "flambeau/ui/common/commands.h"
#include "flambeau/ui/common/empty_state.h"
#include "flambeau/ui/common/format.h"
#include "flambeau/ui/common/icons.h"
#include "flambeau/ui/common/widgets.h"
#include "run_actions.h"
#include "run_list.h"
#include "run_texts.h"
#include "runs_model.h"
#include "runs_view.h"

namespace flambeau::ui::runs {

RunsPage::RunsPage(PageHost& host, session::Desk& desk, QWidget* parent)
    : Page(parent),
      m_host(host),
      m_list(RunList::of(desk)),
      m_actions(RunActions::of(host, desk)),
      m_model(new RunsModel(m_list, this)) {
    makeActions();
    const int margin = theme().size("pageMargin");
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(margin, 0, margin, margin);
    column->setSpacing(theme().size("gap"));
    column->addWidget(bar());
    auto* card = new Card;
    card->setWide();
    m_view = new RunsView(*m_model);
    card->body()->addWidget(m_view);
    column->addWidget(card, 1);
    m_empty = new EmptyState("runs", {}, {});
    m_empty->addButton(m_new->text(), Button::Kind::Primary, "play");
    connect(m_empty->findChild<Button*>(), &QPushButton::clicked, m_new, &QAction::trigger);
    m_view->setEmptyState(m_empty);
    setTabOrder(m_columns, m_view);

    connect(m_view, &TableView::opened, this, [this](const QModelIndex& index) {
        const QString run = m_model->runAt(index.row());
        if (!run.isEmpty())
            m_actions.openRun(run);
    });
    connect(m_view, &TableView::deleteRequested, this, &RunsPage::removeChosen);
    connect(m_view, &RunsView::selectionChangedTo, this, &RunsPage::chosen);
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_view, &QWidget::customContextMenuRequested, this, &RunsPage::showMenu);
    connect(m_model, &RunsModel::renamed, this,
            [this](const QString& run, const QString& name) { m_actions.rename(run, name); });
    connect(m_model, &RunsModel::countsChanged, this, &RunsPage::showCounts);
    connect(&m_list, &RunList::loadedChanged, this, [this] {
        updateEmptyState();
        emit headerChanged();
    });
    connect(&m_list, &RunList::failed, this, [this](const Error& error) {
        if (isVisible())
            m_host.showError(error);
    });
    updateEmptyState();
}

void RunsPage::makeActions() {
    m_new = pageAction(this, tr("New run"), "play", [this] { m_host.openPage("new-run"); });
    m_delete = pageAction(this, tr("Delete"), "trash", [this] { removeChosen(); });
    m_restore = pageAction(this, tr("Restore"), "undo", [this] { m_actions.restore(m_view->selectedRuns()); });
    setBlocked(m_delete, tr("Choose a run first"));
    setBlocked(m_restore, tr("Choose a run first"));
}

QWidget* RunsPage::bar() {
    auto* bar = new QWidget;
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme().size("gap"));
    m_query = new QLineEdit;
    m_query->setPlaceholderText(tr("Filter, such as  state:failed  val/acc>0.9  lr<0.01  tag:good"));
    m_query->setAccessibleName(tr("Filter of the runs"));
    m_query->setToolTip(tr("Words are looked for in names, notes and tags. Fields: %1; parameters and metrics by their "
                           "names. -tag:old leaves out.")
                            .arg(queryFields().join(", ")));
    m_query->addAction(icon("filter", Token::Secondary), QLineEdit::LeadingPosition);
    m_query->setClearButtonEnabled(true);
    m_query->setMinimumWidth(200);
    row->addWidget(m_query, 3);
    m_note = new ElidedLabel({}, TextKind::Small, Token::Secondary);
    row->addWidget(m_note, 1);
    m_group = new Segmented({tr("Flat"), tr("By experiment")});
    m_group->setAccessibleName(tr("Grouping"));
    row->addWidget(m_group);
    m_place = new Segmented({tr("Runs"), tr("Trash")});
    m_place->setAccessibleName(tr("Runs or trash"));
    row->addWidget(m_place);
    m_columns = new Button(tr("Columns"));
    m_columns->setMenuMark(true);
    row->addWidget(m_columns);
    auto* soon = new QTimer(this);
    soon->setSingleShot(true);
    soon->setInterval(120);
    connect(soon, &QTimer::timeout, this, &RunsPage::applyQuery);
    connect(m_query, &QLineEdit::textChanged, soon, qOverload<>(&QTimer::start));
    connect(m_query, &QLineEdit::returnPressed, this, [this] {
        applyQuery();
        m_view->setFocus(Qt::TabFocusReason);
    });
    connect(m_group, &Segmented::currentChanged, this, [this](int choice) { m_model->setGrouped(choice == 1); });
    connect(m_place, &Segmented::currentChanged, this, [this](int choice) {
        m_model->setTrash(choice == 1);
        m_delete->setText(choice == 1 ? tr("Delete for good") : tr("Delete"));
        updateEmptyState();
        chosen(m_view->selectedRuns());
        emit headerChanged();
    });
    connect(m_columns, &QPushButton::clicked, this, &RunsPage::showColumnsMenu);
    return bar;
}

PageHeader RunsPage::header() const {
    PageHeader header;
    header.title = tr("Runs");
    header.subtitle = m_model->trash() ? tr("trash · %1").arg(runsText(m_model->allRuns())) : QString();
    header.actions = m_model->trash() ? QList<QAction*>{m_restore, m_delete} : QList<QAction*>{m_delete, m_new};
    // Where there is no run, the button in the middle of the page is the one.
    header.primary = m_model->trash() ? m_restore : m_list.loaded() && m_list.rows().isEmpty() ? nullptr : m_new;
    return header;
}

void RunsPage::refresh() {
    m_list.refresh();
}

/// "trash", or conditions to begin with.
void RunsPage::open(const QString& what) {
    if (what == "trash")
        m_place->setCurrent(1);
    else if (!what.isEmpty())
        m_query->setText(what);
}

QString RunsPage::place() const {
    return m_model->trash() ? "trash" : QString();
}

bool RunsPage::closeTop() {
    if (m_query->text().isEmpty())
        return false;
    m_query->clear();
    applyQuery();
    return true;
}

void RunsPage::applyQuery() {
    const RunQuery query = RunQuery::parse(m_query->text());
    m_model->setQuery(query);
    QString problem = query.problem();
    if (problem.isEmpty() && m_list.loaded())
        problem = query.unknownNames(m_model->parameterNames() + m_model->metricNames());
    m_query->setProperty("invalid", !problem.isEmpty());
    m_query->setStyleSheet(m_query->styleSheet());  // the style looks at the property again
    m_note->setToken(problem.isEmpty() ? Token::Secondary : Token::Bad);
    m_note->setProperty("problem", problem);
    showCounts();
    updateEmptyState();
}

void RunsPage::showCounts() {
    const QString problem = m_note->property("problem").toString();
    const int shown = m_model->shownRuns(), all = m_model->allRuns();
    m_note->setText(!problem.isEmpty()          ? problem
                    : m_query->text().isEmpty() ? runsText(all)
                                                : tr("%1 of %2").arg(format::count(shown), runsText(all)));
    const bool none = m_list.rows().isEmpty();
    if (m_model->trash() || none != m_none) {
        m_none = none;
        emit headerChanged();
    }
}

void RunsPage::updateEmptyState() {
    Button* button = m_empty->findChild<Button*>();
    const bool filtered = !m_query->text().isEmpty();
    button->setVisible(m_list.loaded() && !filtered && !m_model->trash());
    if (!m_list.loaded()) {
        m_empty->setTitle(tr("Reading the runs"));
        m_empty->setSentence({});
    } else if (filtered) {
        m_empty->setTitle(tr("No run is like that"));
        m_empty->setSentence(tr("Esc takes the filter away."));
    } else if (m_model->trash()) {
        m_empty->setTitle(tr("The trash is empty"));
        m_empty->setSentence(tr("Deleted runs come here and can be restored."));
    } else {
        m_empty->setTitle(tr("No run yet"));
        m_empty->setSentence(tr("A run trains a model on a dataset. It goes on when this window is closed."));
    }
}

void RunsPage::chosen(const QStringList& runs) {
    const QString none = runs.isEmpty() ? tr("Choose a run first") : QString();
    setBlocked(m_restore, none);
    setBlocked(m_delete, m_model->trash() ? none : m_actions.cannotRemove(runs));
    if (!isVisible())
        return;
    m_actions.setCurrent(this, m_model->trash() ? QStringList() : runs);
    m_actions.setRenamer(this, [this] { m_view->renameCurrent(); });
}

void RunsPage::removeChosen() {
    const QStringList runs = m_view->selectedRuns();
    if (!m_model->trash()) {
        m_actions.remove(runs);
        return;
    }
    if (runs.isEmpty())
        return;
    Question question;
    question.title = tr("Delete %1 for good?").arg(runsText(runs.size()));
    question.label = tr("Points, log and files go. What a model version uses stays. This cannot be undone.");
    question.accept = tr("Delete");
    question.dangerous = true;
    question.answer = [this, runs](const QString&) { m_actions.purge(runs); };
    AskDialog::open(this, question);
}

void RunsPage::showMenu(const QPoint& at) {
    const QStringList runs = m_view->selectedRuns();
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto add = [&](const QString& text, const QString& reason, std::function<void()> run) {
        QAction* action = menu->addAction(text, this, run);
        setBlocked(action, reason);
        menu->setToolTipsVisible(true);
    };
    const QString none = runs.isEmpty() ? tr("Choose a run first") : QString();
    if (m_model->trash()) {
        add(tr("Restore"), none, [this, runs] { m_actions.restore(runs); });
        add(tr("Delete for good …"), none, [this] { removeChosen(); });
    } else {
        const QString one = runs.size() == 1 ? QString() : tr("Choose one run first");
        const QString run = runs.value(0);
        add(tr("Open"), one, [this, run] { m_actions.openRun(run); });
        add(tr("Rename"), one, [this] { m_view->renameCurrent(); });
        add(tr("Tags …"), none, [this, runs] { m_actions.askTags(runs, this); });
        add(tr("Notes …"), one, [this, run] { m_actions.askNotes(run, this); });
        menu->addSeparator();
        add(tr("Run again"), one, [this, run] { m_actions.again(run); });
        add(tr("Clone and edit"), one, [this, run] { m_actions.cloneAndEdit(run); });
        add(tr("Resume"), one.isEmpty() ? m_actions.cannotResume(run) : one, [this, run] { m_actions.resume(run); });
        add(tr("Register its model …"), one.isEmpty() ? m_actions.cannotRegister(run) : one,
            [this, run] { m_actions.askModel(run, this); });
        menu->addSeparator();
        add(tr("Cancel"), m_actions.cannotCancel(runs), [this, runs] { m_actions.cancel(runs); });
        add(tr("Delete"), m_actions.cannotRemove(runs), [this, runs] { m_actions.remove(runs); });
    }
    menu->popup(m_view->viewport()->mapToGlobal(at));
}

void RunsPage::showColumnsMenu() {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QMenu* parameters = new QMenu(tr("Parameters"), menu);
    QMenu* metrics = new QMenu(tr("Metrics"), menu);
    for (const QString& key : allColumns(m_model->parameterNames(), m_model->metricNames())) {
        if (key == "name")
            continue;
        QMenu* part = key.startsWith("param:") ? parameters : key.startsWith("metric:") ? metrics : menu;
        QAction* action = part->addAction(columnOf(key).title);
        action->setCheckable(true);
        action->setChecked(m_model->columns().contains(key));
        connect(action, &QAction::toggled, this, [this, key](bool on) {
            QStringList keys = m_model->columns();
            if (on)
                keys << key;
            else
                keys.removeAll(key);
            m_view->showColumns(keys);
        });
    }
    menu->addSeparator();
    menu->addMenu(metrics)->setEnabled(!metrics->isEmpty());
    menu->addMenu(parameters)->setEnabled(!parameters->isEmpty());
    menu->addSeparator();
    menu->addAction(tr("As it was at first"), this, [this] { m_view->showColumns(defaultColumns()); });
    menu->popup(m_columns->mapToGlobal(QPoint(0, m_columns->height() + 2)));
}

QByteArray RunsPage::saveLayout() const {
    QJsonObject object = QJsonDocument::fromJson(m_view->layoutState()).object();
    object["grouped"] = m_model->grouped();
    object["query"] = m_query->text();
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

void RunsPage::restoreLayout(const QByteArray& state) {
    const QJsonObject object = QJsonDocument::fromJson(state).object();
    if (object.isEmpty())
        return;
    m_view->restoreLayoutState(state);
    m_group->setCurrent(object["grouped"].toBool() ? 1 : 0);
    m_model->setGrouped(object["grouped"].toBool());
    m_query->setText(object["query"].toString());
    applyQuery();
}

void RunsPage::showEvent(QShowEvent* event) {
    Page::showEvent(event);
    m_list.watch(this);
    m_model->setActive(true);
    chosen(m_view->selectedRuns());
}

void RunsPage::hideEvent(QHideEvent* event) {
    Page::hideEvent(event);
    m_list.unwatch(this);
    m_model->setActive(false);
    m_actions.leave(this);
}

}  // namespace flambeau::ui::runs
