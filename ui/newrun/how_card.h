// SPDX-License-Identifier: GPL-3.0-or-later
// How it is trained: four settings in sight, the expert ones folded, all of the recipe's own table. Shows a form and
// says what was typed. Owned by the page, GUI thread.
#pragma once

#include <map>

#include "field.h"
#include "known.h"

class QGridLayout;

namespace flambeau::ui::newrun {

class HowCard : public Card {
    Q_OBJECT
public:
    explicit HowCard(QWidget* parent = nullptr);
    void show(const Form& form, const std::map<std::string, domain::Problem>& problems);
    bool unfolded() const { return m_unfolded; }
    void setUnfolded(bool on);
    /// Null for one that is nowhere on this card, or folded and never shown.
    Field* field(const std::string& parameter) const;
    Button* foldButton() const { return m_fold; }

signals:
    void edited(const QString& parameter, const QString& text);
    void resetExpert();
    void folded();

private:
    Field* add(const domain::ParameterSpec& spec, const QString& title, const QString& unit = {});
    void makeExpert();
    void showExpert(const Form& form);

    std::map<std::string, Field*> m_fields;
    std::map<std::string, domain::ParameterSpec> m_specs;
    Button* m_fold;
    ElidedLabel* m_summary;
    Button* m_reset;
    QWidget* m_expert = nullptr;  // made when it is first unfolded
    bool m_unfolded = false;
    QString m_recipe;
};

}  // namespace flambeau::ui::newrun
