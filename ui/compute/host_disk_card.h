// SPDX-License-Identifier: GPL-3.0-or-later
// What Flambeau's folder on a host takes, and cleaning up there: first what would go, then, with consent, freeing it.
// Owned by the view of a host, GUI thread.
#pragma once

#include "error_block.h"
#include "flambeau/session/desk.h"
#include "flambeau/ui/common/key_value_list.h"
#include "flambeau/ui/common/page.h"
#include "flambeau/ui/common/widgets.h"

namespace flambeau::ui::compute {

class HostDiskCard : public Card {
    Q_OBJECT
public:
    HostDiskCard(PageHost& host, session::Desk& desk, QWidget* parent = nullptr);
    ~HostDiskCard() override;
    /// Forgets what was shown of another one.
    void setHost(const QString& name);
    void ask();
    void preview();
    /// False where no preview is open.
    bool closePreview();

    KeyValueList* list() const { return m_list; }
    Button* cleanButton() const { return m_clean; }
    Button* freeButton() const { return m_free; }
    QLabel* previewText() const { return m_text; }

private:
    void show(const session::HostDisk& disk);
    void showPlan(const session::HostCleanPlan& plan);
    void apply();

    PageHost& m_host;
    session::Desk& m_desk;
    QString m_name;
    KeyValueList* m_list;
    ProgressLine* m_bar;
    Button* m_clean;
    QLabel* m_remark;
    QWidget* m_preview;
    QLabel* m_text;
    Button* m_free;
    Button* m_keep;
    session::HostCleanPlan m_plan;
    session::TaskHandle m_task, m_cleaning;
};

}  // namespace flambeau::ui::compute
