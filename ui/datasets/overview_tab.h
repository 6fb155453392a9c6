// SPDX-License-Identifier: GPL-3.0-or-later
// A version at one glance: classes, what a run records of it, what to look at before training, some pictures. GUI
// thread, owned by its parent.
#pragma once

#include <QWidget>

#include "dataset_detail.h"
#include "flambeau/ui/common/widgets.h"

class QComboBox;
class QScrollArea;

namespace flambeau::ui {
class KeyValueList;
}

namespace flambeau::ui::pictures {
class PictureGrid;
class PictureModel;
class ThumbnailSource;
}  // namespace flambeau::ui::pictures

namespace flambeau::ui::datasets {

class ClassBars;
class FindingRows;

class OverviewTab : public QWidget {
    Q_OBJECT
public:
    explicit OverviewTab(pictures::ThumbnailSource& source, QWidget* parent = nullptr);
    void setDetail(DetailPtr detail);
    FindingRows* findings() const { return m_findings; }
    pictures::PictureGrid* grid() const { return m_grid; }
    /// How the check against the disk goes: a share while it runs, then what it found.
    void showChecking(double share);
    void showCheck(const QString& text, Tone tone, bool importAgain);

signals:
    void checkWanted();
    void checkCanceled();
    void importAgainWanted();
    void allFindingsWanted();
    void classChosen(int label);
    /// A row of the manifest's files.
    void pictureChosen(quint32 row);
    void copied(const QString& text);

private:
    QWidget* facts();
    QWidget* preview();
    void fillPreview();
    void shuffle();

    DetailPtr m_detail;
    Card *m_classesCard, *m_findingsCard, *m_previewCard;
    ClassBars* m_bars;
    QScrollArea* m_barsScroll;
    KeyValueList* m_facts;
    FindingRows* m_findings;
    Button *m_all, *m_check, *m_again;
    ElidedLabel* m_checkText;
    ProgressLine* m_checkLine;
    QLabel* m_nothing;
    QComboBox* m_class;
    pictures::ThumbnailSource& m_source;
    pictures::PictureModel* m_model;
    pictures::PictureGrid* m_grid;
    std::vector<std::uint32_t> m_rows;
    unsigned m_shuffles = 0;
    bool m_checking = false;
};

}  // namespace flambeau::ui::datasets
