// SPDX-License-Identifier: GPL-3.0-or-later
// Adding a host: one field that takes what people have, an ssh command; more options folded; progress, cancel and what
// went wrong in place. Shows HostWork and asks it. Owned by the page, GUI thread.
#pragma once

#include <QLineEdit>
#include <QStringListModel>

#include "error_block.h"
#include "flambeau/ui/common/widgets.h"
#include "host_work.h"

namespace flambeau::ui::compute {

class AddCard : public Card {
    Q_OBJECT
public:
    AddCard(HostWork& work, session::Desk& desk, QWidget* parent = nullptr);
    /// Names of ~/.ssh/config are asked for anew.
    void askKnown();
    void clear();
    QLineEdit* address() const { return m_address; }
    QLineEdit* name() const { return m_name; }
    QLineEdit* key() const { return m_key; }
    QLineEdit* jumps() const { return m_jumps; }
    QLineEdit* folder() const { return m_folder; }
    Button* connectButton() const { return m_connect; }
    Button* cancelButton() const { return m_cancel; }
    Button* moreButton() const { return m_more; }
    ErrorBlock* error() const { return m_error; }
    QString doing() const { return m_doing->text(); }

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    QLineEdit* option(const QString& label, const QString& placeholder);
    void buildOptions();
    void start();
    void show();

    HostWork& m_work;
    session::Desk& m_desk;
    QLineEdit* m_address;
    QStringListModel* m_known;
    QWidget* m_options;
    QLineEdit *m_name = nullptr, *m_key = nullptr, *m_jumps = nullptr, *m_folder = nullptr, *m_libtorch = nullptr;
    QLabel* m_remark;
    Button* m_connect;
    Button* m_more;
    QWidget* m_busy;
    ProgressLine* m_bar;
    ElidedLabel* m_doing;
    Button* m_cancel;
    ErrorBlock* m_error;
};

}  // namespace flambeau::ui::compute
