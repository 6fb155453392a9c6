// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/ui/common/lineage_bar.h"

#include <algorithm>

#include <QAbstractButton>
#include <QKeyEvent>
#include <QPainter>

#include "flambeau/ui/common/icons.h"
#include "flambeau/ui/common/theme.h"

namespace flambeau::ui {
namespace {
constexpr int kLow = 54, kHigh = 72;        // without and with a third line
constexpr int kArrow = 30, kBetween = 8;    // between stacks, and between the boxes of one
constexpr int kUsual = 150, kLineGap = 16;  // a box's width where there is room; between lines
}  // namespace

/// An icon and a title, the value below, and what else is to be said; on sunken ground.
class LineageBar::BoxButton : public QAbstractButton {
public:
    explicit BoxButton(QWidget* parent) : QAbstractButton(parent) {}
    void set(const Box& box) {
        m_box = box;
        QStringList told{box.title + ": " + box.value};
        for (const QString& more : {box.state, box.detail}) {
            if (!more.isEmpty())
                told << more;
        }
        setAccessibleName(told.join(", "));
        const QString tip = box.page.isEmpty() && !box.reason.isEmpty() ? box.reason : box.toolTip;
        setToolTip(tip.isEmpty() && told.size() > 1 ? told.join('\n') : tip);
        const bool leads = !box.page.isEmpty();
        setFocusPolicy(leads ? Qt::StrongFocus : Qt::NoFocus);
        setCursor(leads ? Qt::PointingHandCursor : Qt::ArrowCursor);
        update();
    }
    const Box& box() const { return m_box; }
    QSize sizeHint() const override { return {kUsual, kLow}; }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        const bool leads = !m_box.page.isEmpty();
        // On a dark ground sunken is nearly the window's own colour.
        paintFrame(painter, rect(), theme().size("cardRadius"), color(theme().dark() ? Token::Surface : Token::Sunken),
                   m_box.self              ? color(Token::Accent)
                   : leads && underMouse() ? color(Token::Border)
                                           : QColor());
        paintIcon(painter, {14, 10, 12, 12}, m_box.icon, color(Token::Secondary));
        const auto line = [&](double x, double y, const QString& words, Token token, TextKind kind) {
            return paintText(painter, QRectF(x, y, width() - 10 - x, 20), Qt::AlignLeft | Qt::AlignVCenter, words,
                             color(token), ui::font(kind));
        };
        line(32, 6, m_box.title, Token::Secondary, TextKind::Small);
        line(14, 26, m_box.value, m_box.reason.isEmpty() ? Token::Text : Token::Secondary, TextKind::Strong);
        double x = 14;
        if (!m_box.state.isEmpty())
            x += line(x, 46, m_box.state, toneToken(m_box.tone), TextKind::SmallMedium) + 6;
        if (!m_box.detail.isEmpty() && x + 20 < width())
            line(x, 46, m_box.detail, Token::Secondary, TextKind::Small);
    }
    void keyPressEvent(QKeyEvent* event) override {
        if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
            click();
        else
            QAbstractButton::keyPressEvent(event);
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

LineageBar::LineageBar(QWidget* parent) : QWidget(parent) {
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

LineageBar::~LineageBar() = default;

void LineageBar::setBoxes(const QVector<Box>& boxes) {
    QVector<Stack> stacks;
    for (const Box& box : boxes)
        stacks << Stack{box};
    setStacks(stacks);
}

void LineageBar::setStacks(const QVector<Stack>& stacks) {
    m_sizes.clear();
    std::size_t count = 0;
    for (const Stack& stack : stacks) {
        m_sizes.push_back(static_cast<int>(stack.size()));
        for (const Box& box : stack) {
            if (count == m_buttons.size()) {
                auto* button = new BoxButton(this);
                connect(button, &QAbstractButton::clicked, this, [this, button] {
                    if (!button->box().page.isEmpty())
                        emit opened(button->box().page, button->box().what);
                });
                m_buttons.push_back(button);
            }
            m_buttons[count]->set(box);
            m_buttons[count++]->show();
        }
    }
    for (std::size_t i = count; i < m_buttons.size(); ++i)
        m_buttons[i]->hide();
    lay(width(), true);
    updateGeometry();
    update();
}

void LineageBar::setLeastWidth(int width) {
    m_leastWidth = width;
    lay(this->width(), true);
    updateGeometry();
}

QString LineageBar::asText() const {
    QStringList stacks;
    std::size_t at = 0;
    for (const int size : m_sizes) {
        QStringList parts;
        for (int i = 0; i < size; ++i, ++at)
            parts << m_buttons[at]->box().title + ' ' + m_buttons[at]->box().value;
        stacks << parts.join(", ");
    }
    return stacks.join(" > ");
}

QList<QWidget*> LineageBar::boxes() const {
    QList<QWidget*> shown;
    for (BoxButton* button : m_buttons) {
        if (!button->isHidden())
            shown << button;
    }
    return shown;
}

int LineageBar::boxHeight() const {
    const bool high = std::any_of(m_buttons.begin(), m_buttons.end(), [](const BoxButton* button) {
        return !button->isHidden() && !(button->box().state.isEmpty() && button->box().detail.isEmpty());
    });
    return high ? kHigh : kLow;
}

QSize LineageBar::sizeHint() const {
    const int wide = std::max(m_leastWidth, kUsual), stacks = std::max(1, static_cast<int>(m_sizes.size()));
    const int width = stacks * wide + (stacks - 1) * kArrow;
    return {width, heightForWidth(width)};
}

int LineageBar::lay(int width, bool move) const {
    const int stacks = static_cast<int>(m_sizes.size());
    if (stacks == 0)
        return 0;
    int perLine = std::clamp((width + kArrow) / (m_leastWidth + kArrow), 1, stacks);
    // Lines of like length, so that what goes on below stands below.
    const int lines = (stacks + perLine - 1) / perLine;
    perLine = (stacks + lines - 1) / lines;
    // Where it goes on below, the last box of a line has an arrow too.
    const int arrows = lines > 1 ? perLine : perLine - 1;
    const double box = std::max(1.0, double(width - arrows * kArrow) / perLine);
    const int high = boxHeight();
    int top = 0, highest = 0;
    std::size_t button = 0;
    for (int i = 0; i < stacks; ++i) {
        const int column = i % perLine;
        if (column == 0 && i > 0) {
            top += highest + kLineGap;
            highest = 0;
        }
        const int left = qRound(column * (box + kArrow)), right = qRound(column * (box + kArrow) + box);
        for (int k = 0; k < m_sizes[static_cast<std::size_t>(i)]; ++k, ++button) {
            if (move)
                m_buttons[button]->setGeometry(left, top + k * (high + kBetween), right - left, high);
            highest = std::max(highest, k * (high + kBetween) + high);
        }
    }
    return top + highest;
}

void LineageBar::resizeEvent(QResizeEvent*) {
    lay(width(), true);
}

void LineageBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    std::size_t at = 0;
    for (std::size_t i = 0; i + 1 < m_sizes.size(); ++i) {
        const QRect box = m_buttons[at]->geometry();
        paintIcon(painter, {double(box.right()) + 10, box.center().y() - 5.0, 12, 12}, "chevron-right",
                  color(Token::Secondary));
        at += static_cast<std::size_t>(m_sizes[i]);
    }
}

}  // namespace flambeau::ui
