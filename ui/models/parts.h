// SPDX-License-Identifier: GPL-3.0-or-later
// Small parts of the models' page. Owned by their parents, GUI thread.
#pragma once

#include <QWidget>

#include "flambeau/ui/common/widgets.h"
#include "shelf.h"

namespace flambeau::ui::models {

/// What goes on: title, bar, Cancel, one line each; nothing where nothing does, or not yet for half a second.
class JobStrip : public QWidget {
    Q_OBJECT
public:
    /// Shows jobs that `mine` takes.
    JobStrip(Shelf& shelf, std::function<bool(const Job&)> mine, QWidget* parent = nullptr);
    void update();

private:
    struct Line {
        int job = 0;
        QWidget* widget = nullptr;
        ElidedLabel* text = nullptr;
        ProgressLine* bar = nullptr;
    };
    Line makeLine(int job);

    Shelf& m_shelf;
    std::function<bool(const Job&)> m_mine;
    std::vector<Line> m_lines;
};

/// Words as chips with a cross, and a field for one more.
class WordsEditor : public QWidget {
    Q_OBJECT
public:
    WordsEditor(const QString& name, const QString& placeholder, QWidget* parent = nullptr);
    void setWords(const QStringList& words);
    const QStringList& words() const { return m_words; }
    void focusField();

signals:
    void added(const QString& word);
    void removed(const QString& word);

private:
    class WordChip;
    class Flow;
    QStringList m_words;
    QString m_name;
    class QLineEdit* m_field;
    Flow* m_flow;
};

/// A figure and what it means below it.
class FigureView : public QWidget {
    Q_OBJECT
public:
    explicit FigureView(QWidget* parent = nullptr);
    void set(const QString& value, const QString& label, Tone tone);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent*) override;
    bool event(QEvent* event) override;

private:
    QString m_value, m_label;
    Tone m_tone = Tone::Neutral;
};

}  // namespace flambeau::ui::models
