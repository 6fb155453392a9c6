// SPDX-License-Identifier: GPL-3.0-or-later
// What is typed above the table of runs: words, and conditions such as `state:failed val/acc>0.9 lr<=0,01 tag:good
// -tag:old`. All must hold; '-' turns one round; quotes keep spaces. Words are looked for in name, notes, tags,
// dataset, experiment and the id's beginning. Pure.
#pragma once

#include <optional>
#include <vector>

#include <QString>
#include <QStringList>

#include "flambeau/session/run_table.h"

namespace flambeau::ui::runs {

class RunQuery {
public:
    /// What is wrong is in `problem()`; the rest of the query still holds.
    static RunQuery parse(const QString& text);

    bool matches(const session::RunRow& run) const;
    bool empty() const { return m_terms.empty(); }
    /// What could not be understood, for a person; empty where all was.
    const QString& problem() const { return m_problem; }
    /// Names that were asked for and are neither a run's own field nor in `known` (parameters and metrics that any run
    /// has): a typing error, most likely, with the nearest name.
    QString unknownNames(const QStringList& known) const;

private:
    enum class Is { Word, Equal, NotEqual, Less, LessEqual, Greater, GreaterEqual };
    struct Term {
        Is is = Is::Word;
        bool turned = false;
        QString key, value;
        std::optional<double> number;
    };
    static bool holds(const Term& term, const session::RunRow& run);

    std::vector<Term> m_terms;
    QString m_problem;
};

/// The words that are no parameter and no metric: "state", "tag", …
QStringList queryFields();

}  // namespace flambeau::ui::runs
