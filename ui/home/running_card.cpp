// SPDX-License-Identifier: GPL-3.0-or-later
#include "running_card.h"

#include <cmath>

#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

#include <nlohmann/json.hpp>

#include "curve_sketch.h"
#include "flambeau/ui/common/commands.h"
#include "flambeau/ui/common/empty_state.h"
#include "flambeau/ui/common/format.h"
#include "flambeau/ui/common/text.h"

namespace flambeau::ui::home {
namespace {

constexpr int kOthers = 3, kStateWidth = 84;

double shareOf(const session::RunView& run) {
    if (run.progress.time <= 0 || run.progress.total <= 0)
        return -1;
    return std::clamp(static_cast<double>(run.progress.done) / static_cast<double>(run.progress.total), 0., 1.);
}

double epochsOf(const session::RunView& run) {
    const auto definition = nlohmann::json::parse(run.definition, nullptr, false);
    const auto pointer = nlohmann::json::json_pointer("/parameters/epochs");
    return definition.is_object() && definition.contains(pointer) && definition[pointer].is_number()
               ? definition[pointer].get<double>()
               : 0;
}

/// As the run's own page counts: the epoch that it is in. What has no epochs says it in its own words.
QString progressOf(const session::RunView& run) {
    const auto all = static_cast<std::int64_t>(epochsOf(run));
    const auto& progress = run.progress;
    if (all > 0 && progress.time > 0 && progress.total >= all) {
        const double each = static_cast<double>(progress.total) / static_cast<double>(all);
        const auto now = static_cast<std::int64_t>(std::floor(static_cast<double>(progress.done) / each)) + 1;
        return say("Epoch %1 of %2").arg(format::count(std::clamp<qint64>(now, 1, all)), format::count(all));
    }
    QString made = text(progress.what);
    if (!made.isEmpty())
        made[0] = made[0].toUpper();
    return made;
}

}  // namespace

/// A further run: name, state, how far; a press opens it.
class RunLine : public QPushButton {
public:
    explicit RunLine(PageHost& host) {
        setCursor(Qt::PointingHandCursor);
        setFixedHeight(26);
        setFlat(true);
        connect(this, &QPushButton::clicked, this, [this, &host] { host.openPage("run", m_run); });
    }
    void set(const session::RunView& run) {
        m_run = QString::fromStdString(run.id.str());
        m_name = QString::fromStdString(run.name);
        m_state = stateText(run.state);
        m_share = shareOf(run);
        setAccessibleName(m_name + ", " + m_state);
        update();
    }
    QSize sizeHint() const override { return {200, 26}; }
    QSize minimumSizeHint() const override { return {120, 26}; }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        const double half = width() / 2;
        paintText(painter, {0, 0, half - 8, 26}, Qt::AlignLeft | Qt::AlignVCenter, m_name,
                  color(underMouse() ? Token::Accent : Token::Text), ui::font(TextKind::BodyMedium));
        paintText(painter, {half, 0, kStateWidth, 26}, Qt::AlignLeft | Qt::AlignVCenter, m_state,
                  color(Token::Secondary), ui::font(TextKind::Small));
        if (m_share >= 0)
            paintBar(painter, {half + kStateWidth + 8, 10, width() - half - kStateWidth - 8, 6}, m_share,
                     color(Token::Accent));
    }

private:
    QString m_run, m_name, m_state;
    double m_share = -1;
};

RunningCard::RunningCard(PageHost& host, session::Desk& desk, QWidget* parent)
    : Card(tr("Running now"), {}, parent),
      m_host(host),
      m_desk(desk),
      m_content(new QWidget),
      m_nothing(new QWidget),
      m_name(new ElidedLabel({}, TextKind::Strong)),
      m_state(new Chip),
      m_what(new ElidedLabel({}, TextKind::Small, Token::Secondary)),
      m_bar(new ProgressLine),
      m_done(new ElidedLabel({}, TextKind::Small, Token::Secondary)),
      m_left(new ElidedLabel({}, TextKind::SmallMedium)),
      m_open(new Button(tr("Open"))),
      m_cancel(new Button(tr("Cancel"), Button::Kind::Danger)),
      m_sketch(new CurveSketch) {
    auto* row = new QHBoxLayout(m_content);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(24);
    auto* left = new QVBoxLayout;
    left->setSpacing(6);
    auto* title = new QHBoxLayout;
    title->setSpacing(10);
    title->addWidget(m_name);
    title->addWidget(m_state);
    title->addStretch(1);
    left->addLayout(title);
    left->addWidget(m_what);
    left->addSpacing(4);
    left->addWidget(m_bar);
    auto* progress = new QHBoxLayout;
    progress->addWidget(m_done, 1);
    progress->addWidget(m_left);
    left->addLayout(progress);
    left->addSpacing(6);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    m_open->setSmall(true);
    m_cancel->setSmall(true);
    buttons->addWidget(m_open);
    buttons->addWidget(m_cancel);
    buttons->addStretch(1);
    left->addLayout(buttons);
    for (int i = 0; i < kOthers; ++i) {
        m_others << new RunLine(host);
        left->addWidget(m_others.last());
    }
    left->addStretch(1);
    row->addLayout(left, 1);
    row->addWidget(m_sketch, 1);
    body()->addWidget(m_content, 1);
    auto* nothing = new QVBoxLayout(m_nothing);
    nothing->setContentsMargins(0, 0, 0, 0);
    auto* state = new EmptyState("runs", tr("Nothing is running"), tr("A run that is started shows its curve here."));
    nothing->addWidget(state, 1);
    body()->addWidget(m_nothing, 1);
    connect(m_open, &QPushButton::clicked, this, [this] { m_host.openPage("run", m_run); });
    connect(m_cancel, &QPushButton::clicked, this, &RunningCard::cancel);
}

void RunningCard::show(const HomeFacts& facts) {
    const int running = facts.overview.running(), queued = facts.overview.queued();
    QStringList note;
    if (running > 0)
        note << tr("%1 running").arg(format::count(running));
    if (queued > 0)
        note << tr("%1 queued").arg(format::count(queued));
    setNote(note.join(", "));
    m_content->setVisible(!facts.unfinished.empty());
    m_nothing->setVisible(facts.unfinished.empty());
    if (facts.unfinished.empty()) {
        m_sketch->setCurves(nullptr, 0);
        m_curves.reset();
        m_run.clear();
        return;
    }
    showFirst(facts.unfinished.front());
    for (int i = 0; i < kOthers; ++i) {
        const auto at = static_cast<std::size_t>(i) + 1;
        m_others[i]->setVisible(at < facts.unfinished.size());
        if (at < facts.unfinished.size())
            m_others[i]->set(facts.unfinished[at]);
    }
}

void RunningCard::showFirst(const session::RunView& run) {
    const QString id = QString::fromStdString(run.id.str());
    if (id != m_run) {
        m_run = id;
        m_sketch->setCurves(nullptr, 0);
        m_curves = std::make_unique<metrics::LiveCurves>(m_desk, id);
    }
    m_sketch->setCurves(m_curves.get(), epochsOf(run));
    m_name->setText(QString::fromStdString(run.name));
    m_state->set(stateText(run.state), stateTone(run.state));
    m_what->setText(runLine(run));
    m_bar->setShare(shareOf(run));
    m_bar->setVisible(run.state == domain::RunState::Running || run.state == domain::RunState::Finalizing);
    m_bar->setAccessibleName(tr("Progress of %1").arg(QString::fromStdString(run.name)));
    const QString said = run.state == domain::RunState::Running ? progressOf(run) : QString::fromStdString(run.reason);
    m_done->setText(said.isEmpty() ? stateText(run.state) : said);
    m_left->setText(run.secondsLeft ? format::timeLeft(*run.secondsLeft) : QString());
    m_open->setAccessibleName(tr("Open %1").arg(QString::fromStdString(run.name)));
    m_cancel->setAccessibleName(tr("Cancel %1").arg(QString::fromStdString(run.name)));
    m_cancel->setBlocked(run.state == domain::RunState::Preparing ? tr("The run is still being prepared") : QString());
}

void RunningCard::cancel() {
    const RunId run(m_run.toStdString());
    m_cancel->setBlocked(tr("The run is being ended"));
    m_desk.ask(
        session::Lane::Start, this,
        [run](session::Services& services, const session::Work&) { return services.runs.cancel(run); },
        [this](const Status& done) {
            if (!done) {
                m_cancel->setBlocked({});
                m_host.showError(done.error());
            }
            m_desk.announce(session::Topic::Runs);
        });
}

}  // namespace flambeau::ui::home
