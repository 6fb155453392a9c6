// SPDX-License-Identifier: GPL-3.0-or-later
// Which hosts take each other's place, under which name: a cluster is made, or another choice is kept for one that is
// there. Takes the place of the card that adds a host while it is open. Owned by the page, GUI thread.
#pragma once

#include <QLineEdit>
#include <QListWidget>

#include "error_block.h"
#include "flambeau/ui/common/widgets.h"
#include "host_work.h"

namespace flambeau::ui::compute {

class ClusterForm : public Card {
    Q_OBJECT
public:
    explicit ClusterForm(HostWork& work, QWidget* parent = nullptr);
    /// Of a new one, with these hosts chosen.
    void openNew(const QStringList& chosen);
    void openFor(const QString& cluster);
    /// False where it is not open.
    bool closeForm();
    bool isOpen() const { return m_open; }

    QLineEdit* name() const { return m_name; }
    QListWidget* hosts() const { return m_hosts; }
    Button* keepButton() const { return m_keep; }
    Button* upButton() const { return m_up; }
    Button* downButton() const { return m_down; }
    ErrorBlock* error() const { return m_error; }

signals:
    void toggled(bool open);

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void build();
    void fill(const std::vector<std::string>& chosen);
    std::vector<std::string> chosen() const;
    void move(int by);
    void keep();
    void showButtons();
    void setOpen(bool open);

    HostWork& m_work;
    QString m_editing;  ///< the cluster that is there; empty: a new one
    bool m_open = false, m_busy = false;
    QLineEdit* m_name;
    QListWidget* m_hosts;
    Button* m_up;
    Button* m_down;
    Button* m_keep;
    Button* m_cancel;
    ErrorBlock* m_error;
};

}  // namespace flambeau::ui::compute
