// SPDX-License-Identifier: GPL-3.0-or-later
// What stands beside the engines: the machine's GPU and what to do about it, the ONNX Runtime, what is built in. Owned
// by the page, GUI thread.
#pragma once

#include "engine_model.h"
#include "flambeau/ui/common/widgets.h"
#include "preparations.h"

namespace flambeau::ui::environments {

class GpuCard : public Card {
    Q_OBJECT
public:
    explicit GpuCard(QWidget* parent = nullptr);
    void show(const EnginesAnswer& answer, bool preparing);
    Button* prepareButton() const { return m_prepare; }

signals:
    void prepareWanted();

private:
    Chip* m_state;
    QLabel* m_text;
    QLabel* m_remark;
    Button* m_prepare;
};

class OnnxCard : public Card {
    Q_OBJECT
public:
    explicit OnnxCard(Preparations& preparations, QWidget* parent = nullptr);
    void show(const std::string& version);
    Button* prepareButton() const { return m_prepare; }

private:
    void showProgress();

    Preparations& m_preparations;
    std::string m_version;
    Chip* m_state;
    QLabel* m_text;
    ProgressLine* m_bar;
    ElidedLabel* m_doing;
    QLabel* m_failure;
    Button* m_prepare;
    Button* m_cancel;
};

/// Recipes and networks that need nothing more.
Card* builtInCard();

}  // namespace flambeau::ui::environments
