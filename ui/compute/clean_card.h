// SPDX-License-Identifier: GPL-3.0-or-later
// What a disk is used for, and cleaning up: first what would be freed, then, with consent, freeing it. Who derives from
// it asks the desk; the card shows. Owned by the page, GUI thread.
#pragma once

#include <QCheckBox>

#include "flambeau/session/desk.h"
#include "flambeau/ui/common/key_value_list.h"
#include "flambeau/ui/common/page.h"
#include "flambeau/ui/common/widgets.h"

namespace flambeau::ui::compute {

class CleanCard : public Card {
    Q_OBJECT
public:
    CleanCard(const QString& title, PageHost& host, session::Desk& desk, QWidget* parent = nullptr);
    ~CleanCard() override;
    /// Looks what could go, and shows it.
    void preview();
    /// False where no preview is open.
    bool closePreview();

    KeyValueList* list() const { return m_list; }
    Button* cleanButton() const { return m_clean; }
    Button* freeButton() const { return m_free; }
    QLabel* previewText() const { return m_text; }
    QCheckBox* box() const { return m_box; }

protected:
    struct Preview {
        QStringList goes, stays;  ///< a line each
        qint64 bytes = 0;         ///< that would be freed
        QString box, boxRemark;   ///< what could go as well; empty: nothing
    };
    /// Both end with shown, cleaned or failed.
    virtual session::TaskHandle askPreview(bool boxToo) = 0;
    virtual session::TaskHandle askClean(bool boxToo) = 0;
    void shown(const Preview& preview);
    /// `left`: things that were to go and could not be removed.
    void cleaned(qint64 freed, std::size_t left = 0);
    void failed(const Error& error);
    void stopCleaning();

    PageHost& m_host;
    session::Desk& m_desk;

private:
    void build();
    void apply();
    bool busy() const { return m_cleaning && !m_cleaning->finished(); }

    KeyValueList* m_list;
    ProgressLine* m_bar;
    Button* m_clean;
    QLabel* m_remark;
    QWidget* m_preview;
    QLabel* m_text;
    QCheckBox* m_box;
    QLabel* m_boxRemark;
    Button* m_free;
    Button* m_keep;
    session::TaskHandle m_cleaning;
};

/// "a, b, c, 4 more"
QString someOf(const std::vector<std::string>& names);

}  // namespace flambeau::ui::compute
