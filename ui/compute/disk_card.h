// SPDX-License-Identifier: GPL-3.0-or-later
// What the disk is used for, and cleaning up: first what would be freed, then, with consent, freeing it. Owned by the
// page, GUI thread.
#pragma once

#include <QCheckBox>

#include "flambeau/session/desk.h"
#include "flambeau/session/disk_use.h"
#include "flambeau/session/maintenance.h"
#include "flambeau/ui/common/key_value_list.h"
#include "flambeau/ui/common/page.h"
#include "flambeau/ui/common/widgets.h"

namespace flambeau::ui::compute {

class DiskCard : public Card {
    Q_OBJECT
public:
    DiskCard(PageHost& host, session::Desk& desk, QWidget* parent = nullptr);
    ~DiskCard() override;
    void ask();
    /// Closes the preview of a clean-up; false where none is open.
    bool closePreview();
    void preview();

    KeyValueList* list() const { return m_list; }
    Button* cleanButton() const { return m_clean; }
    Button* freeButton() const { return m_free; }
    QCheckBox* trashBox() const { return m_trash; }
    QLabel* previewText() const { return m_text; }

private:
    void show(const session::DiskUse& use);
    void showPreview(const session::CleanResult& result, std::size_t trash);
    void apply();

    PageHost& m_host;
    session::Desk& m_desk;
    KeyValueList* m_list;
    ProgressLine* m_bar;
    Button* m_clean;
    QLabel* m_remark;
    QWidget* m_preview;
    QLabel* m_text;
    QCheckBox* m_trash;
    Button* m_free;
    Button* m_keep;
    session::TaskHandle m_task, m_cleaning;
};

}  // namespace flambeau::ui::compute
