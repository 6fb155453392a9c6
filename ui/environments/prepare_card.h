// SPDX-License-Identifier: GPL-3.0-or-later
// Preparing an engine: which PyTorch, the button, and while it goes on what it does, its log and Cancel. Owned by the
// page, GUI thread.
#pragma once

#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>

#include "flambeau/ui/common/widgets.h"
#include "preparations.h"

namespace flambeau::ui::environments {

class PrepareCard : public Card {
    Q_OBJECT
public:
    explicit PrepareCard(Preparations& preparations, QWidget* parent = nullptr);
    QComboBox* source() const { return m_source; }
    QLineEdit* place() const { return m_place; }
    Button* prepareButton() const { return m_prepare; }
    Button* cancelButton() const { return m_cancel; }
    QPlainTextEdit* logView() const { return m_log; }
    /// As its button does.
    void prepare();

private:
    void showSource();
    void showProgress();
    void append(const QStringList& lines);
    void chooseFolder();

    Preparations& m_preparations;
    QComboBox* m_source;
    QLineEdit* m_place;
    Button* m_browse;
    QLabel* m_remark;
    Button* m_prepare;
    QWidget* m_running;
    ElidedLabel* m_doing;
    ProgressLine* m_bar;
    Button* m_cancel;
    QLabel* m_failure;
    QPlainTextEdit* m_log;
};

}  // namespace flambeau::ui::environments
