// SPDX-License-Identifier: GPL-3.0-or-later
// What must hold before a run starts, as rows: told from the form and what is known, and painted. The telling is a pure
// function; the widget is owned by its parent, GUI thread.
#pragma once

#include <vector>

#include <QString>
#include <QWidget>

#include "form.h"
#include "known.h"

namespace flambeau::ui::newrun {

enum class CheckState { Waiting, Good, Caution, Stop };

struct CheckRow {
    QString id;  ///< "dataset", "host", "engine", "send", "weights", "settings", "memory", "disk", "validation"
    CheckState state = CheckState::Waiting;
    QString title, detail;
};

std::vector<CheckRow> checklist(const Form& form, const Known& known);
/// Why the run cannot start; empty: it can.
QString stopReason(const std::vector<CheckRow>& rows);

class ChecklistView : public QWidget {
    Q_OBJECT
public:
    explicit ChecklistView(QWidget* parent = nullptr);
    void setRows(std::vector<CheckRow> rows);
    const std::vector<CheckRow>& rows() const { return m_rows; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent*) override;

private:
    int lay(int width, class QPainter* painter) const;
    std::vector<CheckRow> m_rows;
};

}  // namespace flambeau::ui::newrun
