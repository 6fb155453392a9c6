// SPDX-License-Identifier: GPL-3.0-or-later
// A control of the form under its name, with a remark below that gives way to what is wrong with it. Owned by its
// parent, GUI thread.
#pragma once

#include <QComboBox>
#include <QLineEdit>
#include <QWidget>

#include "flambeau/ui/common/widgets.h"

class QGridLayout;

namespace flambeau::ui::newrun {

class Field : public QWidget {
    Q_OBJECT
public:
    Field(const QString& label, QWidget* control, QWidget* parent = nullptr);
    void setLabel(const QString& label);
    void setHint(const QString& hint);
    /// Empty: nothing is wrong.
    void setProblem(const QString& problem);
    QString problem() const { return m_problemText; }
    QString hint() const { return m_hintText; }
    QWidget* control() const { return m_control; }

private:
    void show();

    ElidedLabel* m_label;
    QWidget* m_control;
    QLabel* m_hint;
    QLabel* m_problem = nullptr;  // made when it is first needed
    QString m_hintText, m_problemText;
};

/// A line edit with a unit at its right end.
class UnitEdit : public QLineEdit {
    Q_OBJECT
public:
    explicit UnitEdit(const QString& unit = {}, QWidget* parent = nullptr);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_unit;
};

/// A combo box that gives way: long entries never make the page wider.
QComboBox* comboBox(bool editable = false);
/// Three columns of one width.
QGridLayout* threeColumns();
/// Chooses the entry with this data without telling anybody; false where there is none.
bool choose(QComboBox* box, const QString& data);

}  // namespace flambeau::ui::newrun
