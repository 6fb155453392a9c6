// SPDX-License-Identifier: GPL-3.0-or-later
#include "run_stages.h"

#include <algorithm>

#include <QCoreApplication>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include "flambeau/ui/common/format.h"
#include "flambeau/ui/common/icons.h"
#include "flambeau/ui/common/paint.h"
#include "run_texts.h"

namespace flambeau::ui::runs {
namespace {
constexpr double kIcon = 14;
using domain::RunState;
}  // namespace

QVector<Stage> stagesOf(const session::RunView& view, double now) {
    const RunState order[] = {RunState::Preparing, RunState::Queued, RunState::Running, RunState::Finalizing};
    QVector<Stage> stages;
    for (const RunState state : order) {
        Stage stage;
        stage.name = stateText(state);
        stages << stage;
    }
    int last = -1;
    for (std::size_t i = 0; i < view.history.size(); ++i) {
        const auto& change = view.history[i];
        const auto* found = std::find(std::begin(order), std::end(order), change.state);
        if (found == std::end(order))
            continue;
        const auto at = static_cast<int>(found - std::begin(order));
        const bool isLast = i + 1 == view.history.size();
        const double end = isLast ? now : view.history[i + 1].since;
        Stage& stage = stages[at];
        stage.seconds = std::max(0.0, stage.seconds) + std::max(0.0, end - change.since);
        stage.how = isLast ? Stage::How::On : Stage::How::Done;
        if (!change.reason.empty())
            stage.reason = text(change.reason);
        last = std::max(last, at);
    }
    // A stage that was passed over in no time was passed all the same.
    for (int i = 0; i < last; ++i) {
        if (stages[i].how == Stage::How::Ahead)
            stages[i] = {stages[i].name, Stage::How::Done, 0, {}};
    }
    if (last >= 0 && domain::isFinal(view.state) && view.state != RunState::Completed) {
        stages[last].how = view.state == RunState::Canceled ? Stage::How::Left : Stage::How::Failed;
        if (!view.reason.empty())
            stages[last].reason = text(view.reason);
    }
    return stages;
}

StageStrip::StageStrip(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setAccessibleName(tr("Stages"));
}

void StageStrip::setStages(QVector<Stage> stages) {
    m_stages = std::move(stages);
    QStringList told;
    for (const Stage& stage : std::as_const(m_stages)) {
        if (stage.seconds >= 0)
            told << stage.name + ' ' + format::duration(stage.seconds) +
                        (stage.reason.isEmpty() ? QString() : ": " + stage.reason);
    }
    setAccessibleDescription(told.join(", "));
    update();
}

double StageStrip::partWidth() const {
    return m_stages.isEmpty() ? 0 : (width() - 150.0) / static_cast<double>(m_stages.size() - 1);
}

void StageStrip::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const double middle = height() / 2.0;
    for (int i = 0; i < m_stages.size(); ++i) {
        const Stage& stage = m_stages[i];
        const bool last = i + 1 == m_stages.size();
        const double end = last ? width() : (i + 1) * partWidth() - 14;
        double x = i * partWidth();
        const bool on = stage.how == Stage::How::On;
        const bool bad = stage.how == Stage::How::Failed;
        const QString icon = bad                                                ? "cross"
                             : stage.how == Stage::How::Done                    ? "check"
                             : stage.how == Stage::How::Left                    ? "cancel"
                             : on && stage.name == stateText(RunState::Running) ? "runs"
                                                                                : "clock";
        const Token ink = bad                             ? Token::Bad
                          : stage.how == Stage::How::Done ? Token::Good
                          : on                            ? Token::Info
                                                          : Token::Secondary;
        paintIcon(painter, {x, middle - kIcon / 2, kIcon, kIcon}, icon, color(ink));
        x += kIcon + 8;
        const auto part = [&](const QString& words, Token token, TextKind kind) {
            if (x < end - 12)
                x += paintText(painter, {x, 0, end - x, double(height())}, Qt::AlignLeft | Qt::AlignVCenter, words,
                               color(token), ui::font(kind));
        };
        part(stage.name,
             bad  ? Token::Bad
             : on ? Token::Text
                  : Token::Secondary,
             on || bad ? TextKind::Strong : TextKind::Body);
        x += 8;
        if (stage.seconds >= 0)
            part(format::duration(stage.seconds), Token::Faint, TextKind::Small);
        if (!stage.reason.isEmpty() && (on || stage.how == Stage::How::Left)) {
            x += 8;
            part(stage.reason, Token::Faint, TextKind::Small);
        }
        if (!last && x + 16 < end)
            paintLine(painter, {x + 10, middle}, {end, middle}, color(Token::Border));
    }
}

bool StageStrip::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip || m_stages.isEmpty())
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const auto at = std::clamp<int>(static_cast<int>(help->pos().x() / std::max(1.0, partWidth())), 0,
                                    static_cast<int>(m_stages.size()) - 1);
    const Stage& stage = m_stages[at];
    QString told = stage.name;
    if (stage.seconds >= 0)
        told += " · " + format::duration(stage.seconds);
    if (!stage.reason.isEmpty())
        told += "\n" + stage.reason;
    QToolTip::showText(help->globalPos(), told, this);
    return true;
}

}  // namespace flambeau::ui::runs
