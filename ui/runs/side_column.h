// SPDX-License-Identifier: GPL-3.0-or-later
// What stands beside a run's tabs: the best value so far, its settings, tags and notes. GUI thread, owned by its
// parent.
#pragma once

#include <QWidget>

#include "run_facts.h"

class QLabel;

namespace flambeau::ui {
class Button;
class Card;
class ElidedLabel;
class KeyValueList;
}  // namespace flambeau::ui

namespace flambeau::ui::runs {

class SideColumn : public QWidget {
    Q_OBJECT
public:
    explicit SideColumn(QWidget* parent = nullptr);
    void setFacts(const RunFacts& facts);
    /// Greys it with the reason; empty: it can be pressed.
    void setRegisterBlocked(const QString& reason);
    KeyValueList* settings() const { return m_settings; }
    QString bestText() const;
    const QString& bestMetric() const { return m_bestMetric; }
    std::int64_t bestStep() const { return m_bestStep; }
    /// NaN: not known.
    void setBestEpoch(double epoch);

signals:
    void registerWanted();
    void modelWanted(const QString& reference);
    void tagsWanted();
    void notesWanted();
    void copied(const QString& what);

private:
    QWidget* makeSettings();
    QWidget* makeNotes();
    void showBest(const RunFacts& facts);
    void showSettings();

    Card* m_best;
    ElidedLabel* m_value;
    ElidedLabel* m_where;
    Button* m_register;
    KeyValueList* m_settings;
    Button* m_all;
    ElidedLabel* m_tags;
    QLabel* m_notes;
    RunFacts m_facts;
    bool m_showAll = false;
    QString m_bestMetric;
    std::int64_t m_bestStep = 0;
};

/// The lines of the settings card; `all`: every parameter.
struct SettingLine {
    QString key, value, copied;
};
QVector<SettingLine> settingLines(const RunFacts& facts, bool all);

}  // namespace flambeau::ui::runs
