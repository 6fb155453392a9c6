// SPDX-License-Identifier: GPL-3.0-or-later
// When a run ends at the latest, whom it lets go first, and what becomes of it when its machine restarts: folded under
// where it is trained. Shows a form and says what was chosen. Owned by its parent, GUI thread.
#pragma once

#include "field.h"
#include "form.h"

namespace flambeau::ui::newrun {

class Limits : public QWidget {
    Q_OBJECT
public:
    explicit Limits(QWidget* parent = nullptr);
    void show(const Form& form, const std::map<std::string, domain::Problem>& problems);
    bool unfolded() const { return m_unfolded; }
    void setUnfolded(bool on);
    Button* foldButton() const { return m_fold; }
    QString summary() const { return m_summary->text(); }
    QLineEdit* time() const { return m_time; }
    QComboBox* priority() const { return m_priority; }
    QComboBox* resumes() const { return m_resumes; }

signals:
    void changed(const QString& minutes, int priority, int resumes);

private:
    void tell();
    void showNumber(QComboBox* box, int value, const QString& title);

    Button* m_fold;
    ElidedLabel* m_summary;
    QWidget* m_fields;
    UnitEdit* m_time;
    QComboBox* m_priority;
    QComboBox* m_resumes;
    Field* m_timeField;
    bool m_unfolded = false;
};

}  // namespace flambeau::ui::newrun
