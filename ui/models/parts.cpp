// SPDX-License-Identifier: GPL-3.0-or-later
#include "parts.h"

#include <algorithm>
#include <cmath>

#include <QHBoxLayout>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>


namespace flambeau::ui::models {

JobStrip::JobStrip(Shelf& shelf, std::function<bool(const Job&)> mine, QWidget* parent)
    : QWidget(parent), m_shelf(shelf), m_mine(std::move(mine)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    connect(&shelf, &Shelf::jobsChanged, this, &JobStrip::update);
    update();
}

JobStrip::Line JobStrip::makeLine(int job) {
    Line line;
    line.job = job;
    line.widget = new QWidget;
    auto* row = new QHBoxLayout(line.widget);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(12);
    line.text = new ElidedLabel({}, TextKind::Small, Token::Secondary);
    line.bar = new ProgressLine;
    line.bar->setMaximumWidth(220);
    auto* cancel = new Button(tr("Cancel"), Button::Kind::Quiet);
    cancel->setSmall(true);
    connect(cancel, &QPushButton::clicked, this, [this, job] { m_shelf.cancel(job); });
    row->addWidget(line.text, 1);
    row->addWidget(line.bar, 1);
    row->addWidget(cancel);
    layout()->addWidget(line.widget);
    return line;
}

void JobStrip::update() {
    std::vector<const Job*> shown;
    for (const Job* job : m_shelf.jobs()) {
        if (job->seen && m_mine(*job))
            shown.push_back(job);
    }
    std::erase_if(m_lines, [&](const Line& line) {
        const bool gone = std::none_of(shown.begin(), shown.end(), [&](const Job* job) { return job->id == line.job; });
        if (gone) {
            line.widget->hide();
            line.widget->deleteLater();
        }
        return gone;
    });
    for (const Job* job : shown) {
        auto at = std::find_if(m_lines.begin(), m_lines.end(), [&](const Line& line) { return line.job == job->id; });
        if (at == m_lines.end())
            at = m_lines.insert(m_lines.end(), makeLine(job->id));
        const QString said = job->doing.isEmpty() ? job->title : job->title + ": " + job->doing;
        if (at->text->text() != said)
            at->text->setText(said);
        at->bar->setShare(job->share);
    }
    setVisible(!m_lines.empty());
}

FigureView::FigureView(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void FigureView::set(const QString& value, const QString& label, Tone tone) {
    m_value = value;
    m_label = label;
    m_tone = tone;
    setAccessibleName(value + ", " + label);
    updateGeometry();
    QWidget::update();
}

QSize FigureView::sizeHint() const {
    const double value = QFontMetricsF(ui::font(TextKind::Title)).horizontalAdvance(m_value);
    const double label = QFontMetricsF(ui::font(TextKind::Small)).horizontalAdvance(m_label);
    return {static_cast<int>(std::ceil(std::max(value, label))) + 2, 46};
}

QSize FigureView::minimumSizeHint() const {
    return {std::min(sizeHint().width(), 90), 46};
}

void FigureView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintText(painter, QRectF(0, 0, width(), 26), Qt::AlignLeft | Qt::AlignVCenter, m_value,
              color(m_tone == Tone::Neutral ? Token::Text : toneToken(m_tone)), ui::font(TextKind::Title));
    paintText(painter, QRectF(0, 27, width(), 18), Qt::AlignLeft | Qt::AlignVCenter, m_label, color(Token::Secondary),
              ui::font(TextKind::Small));
}

bool FigureView::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        QToolTip::showText(static_cast<QHelpEvent*>(event)->globalPos(), m_value + "\n" + m_label, this);
        return true;
    }
    return QWidget::event(event);
}

}  // namespace flambeau::ui::models
