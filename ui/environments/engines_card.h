// SPDX-License-Identifier: GPL-3.0-or-later
// The table of engines with the facts of the chosen row and what can be done with it. Says what is wanted and does
// nothing itself. Owned by the page, GUI thread.
#pragma once

#include "engine_model.h"
#include "flambeau/ui/common/key_value_list.h"
#include "flambeau/ui/common/table.h"
#include "flambeau/ui/common/widgets.h"

namespace flambeau::ui::environments {

class EnginesCard : public Card {
    Q_OBJECT
public:
    explicit EnginesCard(QWidget* parent = nullptr);
    void show(const EnginesAnswer& answer);
    TableView* table() const { return m_table; }
    EngineModel* model() const { return m_model; }
    Button* useButton() const { return m_use; }
    Button* removeButton() const { return m_remove; }
    KeyValueList* facts() const { return m_facts; }
    /// Esc: an asked removal is taken back; false where none is.
    bool forgetRemoval();

signals:
    void useWanted(const QString& trainer);
    void removeWanted(const QString& folder);

private:
    void showRow();
    void pressRemove();
    const EngineRow* current() const;

    EngineModel* m_model;
    TableView* m_table;
    KeyValueList* m_facts;
    QLabel* m_problem;
    Button* m_use;
    Button* m_remove;
    Button* m_keep;
    bool m_overruled = false, m_asked = false;
};

}  // namespace flambeau::ui::environments
