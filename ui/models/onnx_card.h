// SPDX-License-Identifier: GPL-3.0-or-later
// A version's ONNX file: who ran it and what came out, its export, judging it again. GUI thread, owned by its parent.
#pragma once

#include "flambeau/ui/common/widgets.h"
#include "shelf.h"

class QMenu;

namespace flambeau::ui::models {

class FigureView;
class JobStrip;

class OnnxCard : public Card {
    Q_OBJECT
public:
    explicit OnnxCard(Shelf& shelf, QWidget* parent = nullptr);
    void show(const VersionPtr& version);
    /// Esc: puts away the question about ONNX Runtime.
    bool closeTop();
    /// With ONNX Runtime; where it is not prepared, asks first.
    void judgeWithRuntime();
    void judgeAgain(bool wholeSet);

signals:
    void exportAsked(const QString& format);

private:
    QWidget* makeFigures();
    QHBoxLayout* makeButtons();
    QWidget* makeQuestion();
    void makeMenu();
    void updateButtons();

    Shelf& m_shelf;
    VersionPtr m_version;
    Chip* m_chip;
    QLabel* m_about;
    std::vector<FigureView*> m_figures;
    QLabel* m_sentence;
    QWidget* m_question;
    Button* m_prepare = nullptr;
    Button* m_judge = nullptr;
    Button* m_export = nullptr;
    QMenu* m_menu = nullptr;
    QWidget* m_figureRow;
    JobStrip* m_jobs;
};

}  // namespace flambeau::ui::models
