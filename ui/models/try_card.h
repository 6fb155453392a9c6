// SPDX-License-Identifier: GPL-3.0-or-later
// Trying a version: pictures dropped on the card or chosen, what it says of each with its probabilities. The exported
// file answers, run by flambeau-judge. GUI thread, owned by its parent.
#pragma once

#include "flambeau/ui/common/widgets.h"
#include "shelf.h"

namespace flambeau::ui {
class EmptyState;
}

namespace flambeau::ui::pictures {
class PictureGrid;
class PictureModel;
}  // namespace flambeau::ui::pictures

namespace flambeau::ui::models {

/// Classes with bars and percentages, the best first.
class AnswerBars : public QWidget {
    Q_OBJECT
public:
    struct Answer {
        QString name;
        double share = 0;
    };
    explicit AnswerBars(QWidget* parent = nullptr);
    void set(const QVector<Answer>& answers);
    const QVector<Answer>& answers() const { return m_answers; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {120, sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent*) override;
    bool event(QEvent* event) override;

private:
    QVector<Answer> m_answers;
};

class TryCard : public Card {
    Q_OBJECT
public:
    explicit TryCard(Shelf& shelf, QWidget* parent = nullptr);
    void show(const VersionPtr& version);
    /// Files, or folders whose pictures are taken.
    void tryPictures(const QStringList& paths);
    const QVector<AnswerBars::Answer>& answers() const { return m_bars->answers(); }
    QString shownPath() const;
    int count() const { return static_cast<int>(m_answers.size()); }

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void dragMoveEvent(QDragMoveEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    class Preview;
    struct Answered {
        QString path, failed;
        QVector<AnswerBars::Answer> answers;
    };
    static Result<QVector<Answered>> ask(session::Services& services, const session::Work& how,
                                         const session::ModelVersion& version, const QStringList& paths);
    QWidget* makeResult();
    void choose();
    void take(QVector<Answered> answers);
    void select(int row);
    void showTried(int row);
    void fillGrid();

    Shelf& m_shelf;
    VersionPtr m_version;
    QVector<Answered> m_answers;
    int m_current = 0;
    session::TaskHandle m_task;
    EmptyState* m_empty;
    Button* m_choose = nullptr;
    Preview* m_preview = nullptr;
    ElidedLabel* m_name = nullptr;
    AnswerBars* m_bars = nullptr;
    QLabel* m_note = nullptr;
    pictures::PictureModel* m_tried = nullptr;
    pictures::PictureGrid* m_grid = nullptr;
    QWidget* m_result;  // after its parts: making it fills them in
    Button* m_more;
    QWidget* m_waiting;
};

/// .jpg, .png, .webp, …: by the name alone.
bool isPictureName(const QString& path);

}  // namespace flambeau::ui::models
