// SPDX-License-Identifier: GPL-3.0-or-later
// How a run's page is made. What it shows of its run: run_page_facts.cpp.
#include "flambeau/ui/runs/run_page.h"

#include <QAction>
#include <QHBoxLayout>
#include <QJsonDocument>
#include <QJsonObject>
#include <QScrollArea>
#include <QScrollBar>
#include <QSlider>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "chart_board.h"
#include "confusion_tab.h"
#include "files_tab.h"
#include "flambeau/ui/common/empty_state.h"
#include "flambeau/ui/common/widgets.h"
#include "flambeau/ui/pictures/picture_viewer.h"
#include "lineage_tab.h"
#include "logs_tab.h"
#include "run_actions.h"
#include "run_facts.h"
#include "run_list.h"
#include "run_stages.h"
#include "side_column.h"

namespace flambeau::ui::runs {
namespace {
constexpr double kSmoothing = 0.6;
constexpr int kLogLines = 6, kFewestLines = 1;  // of the log below the charts, as there is room

QLabel* caption(const QString& text) {
    auto* label = new QLabel(text);
    label->setFont(ui::font(TextKind::Small));
    label->setForegroundRole(QPalette::PlaceholderText);
    return label;
}

/// Takes the room that is left, and no more than the page on top needs: those behind it do not make a low window
/// scroll.
class TabPages : public QStackedWidget {
public:
    TabPages() { connect(this, &QStackedWidget::currentChanged, this, &QWidget::updateGeometry); }
    bool hasHeightForWidth() const override { return false; }
    QSize sizeHint() const override { return minimumSizeHint(); }
    QSize minimumSizeHint() const override {
        return currentWidget() != nullptr ? currentWidget()->minimumSizeHint() : QSize();
    }
};

/// In a low window the column at the side scrolls by itself, so that charts and log need not.
QScrollArea* scrolled(QWidget* column) {
    auto* area = new QScrollArea;
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setFocusPolicy(Qt::NoFocus);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->viewport()->setAutoFillBackground(false);
    area->setWidget(column);
    column->setAutoFillBackground(false);
    area->setFixedWidth(column->minimumWidth());
    area->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Ignored);
    // The bar stands beside the column, not on it.
    QScrollBar* bar = area->verticalScrollBar();
    QObject::connect(bar, &QScrollBar::rangeChanged, area, [area, bar, column](int, int most) {
        area->setFixedWidth(column->minimumWidth() + (most > 0 ? bar->sizeHint().width() : 0));
    });
    return area;
}
}  // namespace

RunPage::RunPage(PageHost& host, session::Desk& desk, QWidget* parent)
    : Page(parent),
      m_host(host),
      m_desk(desk),
      m_list(RunList::of(desk)),
      m_actions(RunActions::of(host, desk)),
      m_link(std::make_unique<metrics::ChartLink>()),
      m_systemLink(std::make_unique<metrics::ChartLink>()),
      m_feed(std::make_unique<LogFeed>()) {
    makeActions();
    const int margin = theme().size("pageMargin");
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(margin, 0, margin, margin);
    outer->setSpacing(0);
    m_gone = new EmptyState("runs", tr("This run is gone"), tr("It was deleted for good."));
    m_gone->addButton(tr("All runs"), Button::Kind::Plain, "list");
    connect(m_gone->findChild<Button*>(), &QPushButton::clicked, this, [this] { m_host.openPage("runs"); });
    m_gone->hide();
    outer->addWidget(m_gone, 1);
    m_body = new QWidget;
    outer->addWidget(m_body, 1);
    auto* column = new QVBoxLayout(m_body);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    m_stages = new StageStrip;
    column->addWidget(m_stages);
    column->addWidget(makeProgress());
    column->addWidget(makeFailure());
    column->addWidget(makeTabs());
    auto* row = new QHBoxLayout;
    row->setSpacing(theme().size("gap"));
    m_stack = new TabPages;
    makeTabPages();
    m_side = new SideColumn;
    row->addWidget(m_stack, 1);
    row->addWidget(scrolled(m_side));
    column->addSpacing(4);
    column->addLayout(row, 1);
    m_soon.setSingleShot(true);
    m_clock.setInterval(1000);
    setAxis(m_axis->current());
    listen();
}

RunPage::~RunPage() {
    // Charts look at the curves and the link until they are gone.
    m_board->setCurves(nullptr);
    m_system->setCurves(nullptr);
    delete m_body;
}

void RunPage::makeActions() {
    m_cancel = pageAction(this, tr("Cancel run"), "cancel", [this] { m_actions.cancel({m_run}); });
    m_resume = pageAction(this, tr("Resume"), "play", [this] { m_actions.resume(m_run); });
    m_againAction = pageAction(this, tr("Run again"), "refresh", [this] { m_actions.again(m_run); });
    m_clone = pageAction(this, tr("Clone and edit"), "copy", [this] { m_actions.cloneAndEdit(m_run); });
    m_delete = pageAction(this, tr("Delete"), "trash", [this] {
        m_actions.remove({m_run});
        m_host.openPage("runs");
    });
}

QWidget* RunPage::makeProgress() {
    m_progressRow = new QWidget;
    auto* row = new QHBoxLayout(m_progressRow);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme().size("gap"));
    m_progress = new ProgressLine;
    m_progress->setAccessibleName(tr("Progress"));
    m_epoch = new ElidedLabel({}, TextKind::Small, Token::Secondary);
    m_left = new ElidedLabel({}, TextKind::SmallMedium);
    for (ElidedLabel* label : {m_epoch, m_left})
        label->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    row->addWidget(m_progress, 1);
    row->addWidget(m_epoch);
    row->addWidget(m_left);
    m_progressRow->setFixedHeight(22);
    return m_progressRow;
}

QWidget* RunPage::makeFailure() {
    m_failure = new Card;
    m_failureReason = textLabel({}, TextKind::Strong, Token::Bad);
    m_failureReason->setTextFormat(Qt::PlainText);
    m_failureLine = new ElidedLabel({}, TextKind::Mono, Token::Text);
    auto* said = new QVBoxLayout;
    said->setSpacing(6);
    said->addWidget(m_failureReason);
    said->addWidget(m_failureLine);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addLayout(said, 1);
    row->addSpacing(8);
    auto* log = new Button(tr("Show in the log"));
    log->setIconName("script");
    auto* again = new Button(tr("Run again"));
    again->setIconName("refresh");
    auto* clone = new Button(tr("Clone and edit"));
    clone->setIconName("copy");
    for (Button* button : {log, again, clone}) {
        button->setSmall(true);
        row->addWidget(button, 0, Qt::AlignVCenter);
    }
    m_failure->body()->addLayout(row);
    m_failure->hide();
    connect(log, &QPushButton::clicked, this, [this] {
        showTab(Logs);
        if (!m_failingLine.isEmpty())
            m_logs->showText(m_failingLine);
    });
    connect(again, &QPushButton::clicked, m_againAction, &QAction::trigger);
    connect(clone, &QPushButton::clicked, m_clone, &QAction::trigger);
    return m_failure;
}

QWidget* RunPage::makeTabs() {
    auto* bar = new QWidget;
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme().size("gap"));
    m_tabs = new TabBar;
    for (const QString& name :
         {tr("Charts"), tr("Logs"), tr("Files"), tr("Confusion matrix"), tr("System"), tr("Lineage")})
        m_tabs->addTab(name);
    m_tabs->setAccessibleName(tr("Parts of the run"));
    row->addWidget(m_tabs, 1);
    m_axisBar = new QWidget;
    auto* axis = new QHBoxLayout(m_axisBar);
    axis->setContentsMargins(0, 0, 0, 0);
    axis->setSpacing(8);
    axis->addWidget(caption(tr("X axis")));
    m_axis = new Segmented({tr("Step"), tr("Epoch"), tr("Time"), tr("Clock")});
    m_axis->setAccessibleName(tr("X axis"));
    m_axis->setCurrent(1);
    axis->addWidget(m_axis);
    row->addWidget(m_axisBar);
    m_smoothBar = new QWidget;
    auto* smooth = new QHBoxLayout(m_smoothBar);
    smooth->setContentsMargins(0, 0, 0, 0);
    smooth->setSpacing(8);
    smooth->addWidget(caption(tr("Smoothing")));
    m_smoothing = new QSlider(Qt::Horizontal);
    m_smoothing->setRange(0, 99);
    m_smoothing->setFixedWidth(90);
    m_smoothing->setAccessibleName(tr("Smoothing"));
    smooth->addWidget(m_smoothing);
    row->addWidget(m_smoothBar);
    connect(m_axis, &Segmented::currentChanged, this, &RunPage::setAxis);
    connect(m_smoothing, &QSlider::valueChanged, this, [this](int value) {
        m_link->setSmoothing(value / 100.0);
        m_smoothing->setToolTip(value == 0 ? tr("No smoothing")
                                           : tr("%1, the values themselves behind").arg(value / 100.0));
    });
    m_smoothing->setValue(static_cast<int>(kSmoothing * 100));
    connect(m_tabs, &QTabBar::currentChanged, this, [this](int index) { showTab(static_cast<Tab>(index)); });
    return bar;
}

QWidget* RunPage::makeCharts() {
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme().size("gap"));
    m_noCharts = new EmptyState("chart", tr("No point yet"),
                                tr("Curves appear here as soon as the run writes its first value."));
    column->addWidget(m_noCharts, 2);
    m_board = new ChartBoard(ChartBoard::What::Training, *m_link);
    column->addWidget(m_board, 2);
    m_logCard = new Card(tr("Log"));
    m_logCard->setWide();
    m_logTail = new LogView(*m_feed);
    m_logTail->setNumbers(false);
    m_logTail->setAccessibleName(tr("The log's last lines"));
    const int line = QFontMetrics(ui::font(TextKind::Mono)).height() + 3;
    m_logTail->setMinimumHeight(kFewestLines * line + 2);
    m_logTail->setMaximumHeight(kLogLines * line + 2);
    m_logTail->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Ignored);
    m_logTail->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_logTail->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* whole = new Button(tr("Whole log"), Button::Kind::Quiet);
    whole->setSmall(true);
    connect(whole, &QPushButton::clicked, this, [this] { showTab(Logs); });
    m_logCard->addHeaderWidget(whole);
    m_logCard->body()->addWidget(m_logTail);
    column->addWidget(m_logCard, 1);
    m_logCard->setMaximumHeight(m_logCard->sizeHint().height() + (kLogLines - kFewestLines) * line);
    connect(m_board, &ChartBoard::cardsChanged, this, [this] {
        m_noCharts->setVisible(m_board->cardCount() == 0);
        m_board->setVisible(m_board->cardCount() > 0);
    });
    m_board->hide();
    return page;
}

void RunPage::makeTabPages() {
    m_stack->addWidget(makeCharts());
    m_logs = new LogsTab(*m_feed);
    m_stack->addWidget(m_logs);
    m_files = new FilesTab(m_host, m_desk);
    m_stack->addWidget(m_files);
    m_confusion = new ConfusionTab(m_host, m_desk);
    m_stack->addWidget(m_confusion);
    auto* system = new QWidget;
    auto* column = new QVBoxLayout(system);
    column->setContentsMargins(0, 0, 0, 0);
    m_noSystem = new EmptyState("compute", tr("Nothing was measured yet"),
                                tr("Processor, memory and GPU are written while the run trains."));
    m_system = new ChartBoard(ChartBoard::What::System, *m_systemLink);
    m_systemLink->setMode(metrics::XMode::Elapsed);
    column->addWidget(m_noSystem, 1);
    column->addWidget(m_system, 1);
    m_system->hide();
    connect(m_system, &ChartBoard::cardsChanged, this, [this] {
        m_noSystem->setVisible(m_system->cardCount() == 0);
        m_system->setVisible(m_system->cardCount() > 0);
    });
    m_stack->addWidget(system);
    m_lineage = new LineageTab;
    m_stack->addWidget(m_lineage);
    for (ChartBoard* board : {m_board, m_system})
        connect(board, &ChartBoard::failed, this, [this](const Error& error) { m_host.showError(error); });
}

void RunPage::setAxis(int choice) {
    const metrics::XMode modes[] = {metrics::XMode::Step, metrics::XMode::Epoch, metrics::XMode::Elapsed,
                                    metrics::XMode::Clock};
    if (choice < 0)
        return;
    m_link->setMode(modes[choice]);
    showExpectedEnd();
}

void RunPage::showTab(Tab tab) {
    if (m_tabs->currentIndex() != tab) {
        m_tabs->setCurrentIndex(tab);
        return;
    }
    m_stack->setCurrentIndex(tab);
    m_axisBar->setVisible(tab == Charts);
    m_smoothBar->setVisible(tab == Charts);
    if (tab == Confusion)
        m_confusion->activate();
}

RunPage::Tab RunPage::tab() const {
    return static_cast<Tab>(m_tabs->currentIndex());
}

bool RunPage::closeTop() {
    return pictures::PictureViewer::closeOver(this) || (tab() == Logs && m_logs->closeTop());
}

QByteArray RunPage::saveLayout() const {
    return QJsonDocument(QJsonObject{{"axis", m_axis->current()},
                                     {"smoothing", m_smoothing->value()},
                                     {"tab", static_cast<int>(tab())},
                                     {"wrap", m_logs->view()->wrap()}})
        .toJson(QJsonDocument::Compact);
}

void RunPage::restoreLayout(const QByteArray& state) {
    const QJsonObject object = QJsonDocument::fromJson(state).object();
    if (object.isEmpty())
        return;
    m_axis->setCurrent(object["axis"].toInt(1));
    m_smoothing->setValue(object["smoothing"].toInt(static_cast<int>(kSmoothing * 100)));
    m_tabs->setCurrentIndex(std::clamp<int>(object["tab"].toInt(), Charts, Lineage));
}

}  // namespace flambeau::ui::runs
