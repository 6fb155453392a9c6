// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QVBoxLayout>

#include "flambeau/ui/common/icons.h"
#include "parts.h"

namespace flambeau::ui::models {

namespace {
constexpr int kHeight = 24, kGap = 6, kCross = 10, kField = 150;
}

/// A word with a cross at its end. The whole is one button: its press, Delete or Backspace takes the word away.
class WordsEditor::WordChip : public QAbstractButton {
public:
    WordChip(const QString& word, QWidget* parent) : QAbstractButton(parent) {
        setText(word);
        setAccessibleName(WordsEditor::tr("Take '%1' away").arg(word));
        setToolTip(WordsEditor::tr("Take '%1' away").arg(word));
        setFocusPolicy(Qt::StrongFocus);
        setCursor(Qt::PointingHandCursor);
    }
    QSize sizeHint() const override {
        const double width = QFontMetricsF(ui::font(TextKind::SmallMedium)).horizontalAdvance(text());
        return {std::min(260, static_cast<int>(width) + 8 + 6 + kCross + 9), kHeight};
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        const QColor ink = color(underMouse() ? Token::Bad : Token::Accent);
        paintFrame(painter, rect(), 4, {}, ink);
        paintText(painter, QRectF(8, 0, width() - 8 - kCross - 14, height()), Qt::AlignLeft | Qt::AlignVCenter, text(),
                  ink, ui::font(TextKind::SmallMedium));
        paintIcon(painter, QRectF(width() - kCross - 7, (height() - kCross) / 2.0, kCross, kCross), "cross", ink);
    }
    void keyPressEvent(QKeyEvent* event) override {
        if (event->key() == Qt::Key_Delete || event->key() == Qt::Key_Backspace)
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
};

/// Lays its children out in lines, as words of a text.
class WordsEditor::Flow : public QWidget {
public:
    Flow() {
        QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Fixed);
        policy.setHeightForWidth(true);
        setSizePolicy(policy);
    }
    std::vector<QWidget*> items;

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override { return place(width, false); }
    QSize sizeHint() const override { return {200, place(std::max(width(), 120), false)}; }
    QSize minimumSizeHint() const override { return {120, place(std::max(width(), 120), false)}; }
    void again() {
        place(width(), true);
        updateGeometry();
    }

protected:
    void resizeEvent(QResizeEvent*) override { again(); }

private:
    int place(int width, bool move) const {
        int x = 0, y = 0;
        for (QWidget* item : items) {
            const int wide = std::min(width, item->sizeHint().width());
            if (x > 0 && x + wide > width) {
                x = 0;
                y += kHeight + kGap;
            }
            if (move)
                item->setGeometry(x, y, wide, kHeight);
            x += wide + kGap;
        }
        return y + kHeight;
    }
};

namespace {

class WordField : public QLineEdit {
public:
    QSize sizeHint() const override { return {kField, kHeight}; }
};

}  // namespace

WordsEditor::WordsEditor(const QString& name, const QString& placeholder, QWidget* parent)
    : QWidget(parent), m_name(name), m_field(new WordField), m_flow(new Flow) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_flow);
    m_field->setParent(m_flow);
    m_field->setStyleSheet("min-height: 0px; padding: 0 7px;");
    m_field->setPlaceholderText(placeholder);
    m_field->setAccessibleName(placeholder);
    m_field->setMaxLength(100);
    m_flow->items = {m_field};
    setAccessibleName(name);
    connect(m_field, &QLineEdit::returnPressed, this, [this] {
        const QString word = m_field->text().trimmed();
        if (word.isEmpty())
            return;
        m_field->clear();
        emit added(word);
    });
}

void WordsEditor::setWords(const QStringList& words) {
    if (words == m_words)
        return;
    m_words = words;
    for (QWidget* item : m_flow->items) {
        if (item != m_field) {
            item->hide();
            item->deleteLater();
        }
    }
    m_flow->items.clear();
    QWidget* before = nullptr;
    for (const QString& word : words) {
        auto* chip = new WordChip(word, m_flow);
        connect(chip, &QAbstractButton::clicked, this, [this, word] { emit removed(word); });
        chip->show();
        m_flow->items.push_back(chip);
        if (before)
            setTabOrder(before, chip);
        before = chip;
    }
    m_flow->items.push_back(m_field);
    if (before)
        setTabOrder(before, m_field);
    m_flow->again();
    setAccessibleDescription(words.join(", "));
}

void WordsEditor::focusField() {
    m_field->setFocus(Qt::ShortcutFocusReason);
}

}  // namespace flambeau::ui::models
