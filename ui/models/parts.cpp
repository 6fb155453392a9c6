// SPDX-License-Identifier: GPL-3.0-or-later
#include "parts.h"

#include <algorithm>
#include <cmath>

#include <QHBoxLayout>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include "flambeau/ui/common/icons.h"

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

/// An icon and a title, and the value below; on sunken ground.
class LineageBar::BoxButton : public QAbstractButton {
public:
    explicit BoxButton(QWidget* parent) : QAbstractButton(parent) {
        setFixedHeight(54);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        setMinimumWidth(90);
    }
    void set(const Box& box) {
        m_box = box;
        setAccessibleName(box.title + ": " + box.value);
        setToolTip(box.page.isEmpty() && !box.reason.isEmpty() ? box.reason : box.toolTip);
        const bool leads = !box.page.isEmpty();
        setFocusPolicy(leads ? Qt::StrongFocus : Qt::NoFocus);
        setCursor(leads ? Qt::PointingHandCursor : Qt::ArrowCursor);
        update();
    }
    const Box& box() const { return m_box; }
    QSize sizeHint() const override { return {150, 54}; }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        const bool leads = !m_box.page.isEmpty();
        // On a dark ground sunken is nearly the window's own colour.
        paintFrame(painter, rect(), theme().size("cardRadius"), color(theme().dark() ? Token::Surface : Token::Sunken),
                   leads && underMouse() ? color(Token::Border) : QColor());
        paintIcon(painter, {14, 10, 12, 12}, m_box.icon, color(Token::Secondary));
        paintText(painter, QRectF(32, 6, width() - 42, 20), Qt::AlignLeft | Qt::AlignVCenter, m_box.title,
                  color(Token::Secondary), ui::font(TextKind::Small));
        paintText(painter, QRectF(14, 26, width() - 24, 20), Qt::AlignLeft | Qt::AlignVCenter, m_box.value,
                  color(m_box.reason.isEmpty() ? Token::Text : Token::Secondary), ui::font(TextKind::Strong));
    }
    void enterEvent(QEnterEvent* event) override {
        QAbstractButton::enterEvent(event);
        update();
    }
    void leaveEvent(QEvent* event) override {
        QAbstractButton::leaveEvent(event);
        update();
    }

private:
    Box m_box;
};

namespace {

class Arrow : public QWidget {
public:
    Arrow() { setFixedSize(30, 54); }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        paintIcon(painter, {9, 21, 12, 12}, "chevron-right", color(Token::Secondary));
    }
};

}  // namespace

LineageBar::LineageBar(QWidget* parent) : QWidget(parent), m_row(new QHBoxLayout(this)) {
    m_row->setContentsMargins(0, 0, 0, 0);
    m_row->setSpacing(0);
}

void LineageBar::setBoxes(const QVector<Box>& boxes) {
    while (static_cast<qsizetype>(m_buttons.size()) < boxes.size()) {
        if (!m_buttons.empty()) {
            m_arrows.push_back(new Arrow);
            m_row->addWidget(m_arrows.back());
        }
        auto* button = new BoxButton(this);
        connect(button, &QAbstractButton::clicked, this, [this, button] {
            if (!button->box().page.isEmpty())
                emit opened(button->box().page, button->box().what);
        });
        m_row->addWidget(button, 1);
        m_buttons.push_back(button);
    }
    for (std::size_t i = 0; i < m_buttons.size(); ++i) {
        const bool shown = i < static_cast<std::size_t>(boxes.size());
        m_buttons[i]->setVisible(shown);
        if (i > 0)
            m_arrows[i - 1]->setVisible(shown);
        if (shown)
            m_buttons[i]->set(boxes[static_cast<qsizetype>(i)]);
    }
}

QString LineageBar::asText() const {
    QStringList parts;
    for (const BoxButton* button : m_buttons) {
        if (button->isHidden())
            continue;
        parts << button->box().title + ' ' + button->box().value;
    }
    return parts.join(" > ");
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
