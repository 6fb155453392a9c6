// SPDX-License-Identifier: GPL-3.0-or-later
#include "lineage_tab.h"

#include <QVBoxLayout>

#include "flambeau/ui/common/format.h"
#include "flambeau/ui/common/text.h"
#include "run_texts.h"

namespace flambeau::ui::runs {
namespace {

constexpr int kLeastWidth = 128;

using Box = LineageBar::Box;

Box runBox(const Relative& run, const QString& title) {
    Box box{"runs", title, text(run.name), "run", text(run.id), {}, {}};
    box.state = stateText(run.state);
    box.tone = stateTone(run.state);
    box.detail = run.fromStep > 0 ? say("from step %1").arg(format::count(run.fromStep))
                                  : say("begun %1").arg(format::date(dateOf(run.created)));
    return box;
}

LineageBar::Stack sourcesOf(const RunFacts& facts) {
    const session::RunView& view = facts.view;
    LineageBar::Stack boxes;
    if (!view.dataset.empty()) {
        Box box{"datasets", say("Dataset"), datasetText(view.dataset, view.datasetVersion), "datasets", {}, {}, {}};
        box.what = text(view.dataset) + '@' + QString::number(view.datasetVersion);
        if (!facts.fingerprint.empty())
            box.detail = format::shortHash(text(facts.fingerprint), 2);
        boxes << box;
    }
    const QString weights = text(facts.weights);
    if (weights.startsWith("model:"))
        boxes << Box{"models", say("First weights"), weights.mid(6), "models", weights.mid(6), {}, {}};
    else if (!weights.isEmpty() && weights != "none")
        boxes << Box{"models", say("First weights"), weights, {}, {}, {}, {}};
    return boxes;
}

LineageBar::Stack resultsOf(const RunFacts& facts) {
    LineageBar::Stack boxes;
    for (const std::string& model : facts.models)
        boxes << Box{"models", say("Model version"), text(model), "models", text(model), {}, {}};
    if (facts.models.empty() && !facts.registerAs.empty() && !domain::isFinal(facts.view.state)) {
        Box box{"models", say("Model version"), text(facts.registerAs), {}, {}, {}, {}};
        box.reason = box.detail = say("becomes one when it completes");
        boxes << box;
    }
    for (const Relative& run : facts.after)
        boxes << runBox(run, say("Resumed by"));
    return boxes;
}

}  // namespace

QVector<LineageBar::Stack> lineageOf(const RunFacts& facts) {
    const session::RunView& view = facts.view;
    QVector<LineageBar::Stack> line{sourcesOf(facts)};
    for (const Relative& run : facts.before)
        line << LineageBar::Stack{runBox(run, say("Goes on from"))};
    Box self = runBox({view.id.str(), view.name, view.state, view.created, view.resumedFrom ? view.resumedAtStep : 0},
                      say("This run"));
    self.self = true;
    line << LineageBar::Stack{self} << resultsOf(facts);
    line.removeIf([](const LineageBar::Stack& stack) { return stack.isEmpty(); });
    return line;
}

LineageTab::LineageTab(QWidget* parent) : QScrollArea(parent), m_bar(new LineageBar) {
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setFocusPolicy(Qt::NoFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setAutoFillBackground(false);
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    m_bar->setLeastWidth(kLeastWidth);
    m_bar->setAccessibleName(tr("Lineage"));
    column->addWidget(m_bar);
    column->addStretch(1);
    setWidget(content);
    content->setAutoFillBackground(false);
    connect(m_bar, &LineageBar::opened, this, &LineageTab::opened);
}

void LineageTab::setFacts(const RunFacts& facts) {
    m_bar->setStacks(lineageOf(facts));
}

}  // namespace flambeau::ui::runs
