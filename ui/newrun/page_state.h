// SPDX-License-Identifier: GPL-3.0-or-later
// What the page holds: the form, what is known, its cards and what it has asked for. Internal to ui/newrun.
#pragma once

#include <set>

#include <QElapsedTimer>
#include <QPointer>
#include <QTimer>

#include "after_card.h"
#include "flambeau/ui/newrun/new_run_page.h"
#include "form.h"
#include "how_card.h"
#include "known.h"
#include "run_limits.h"
#include "side_cards.h"
#include "what_card.h"
#include "where_card.h"

namespace flambeau::ui::newrun {

/// What tellChanges calls the place where it is the cause.
inline constexpr const char* kPlace = "compute";

struct NewRunPage::State {
    Form form;
    Known known;
    std::optional<Form> beforeDataset;  ///< as it was when a person chose another dataset, until what suits it is known
    int engineStep = -1;  ///< where in the undo stack the choice of an engine stands that is being looked at
    QString draft;        ///< the draft that the form was opened from or saved as
    QString copyOf;       ///< the name of the run that it is a copy of
    bool choicesKnown = false;
    QString weightsKey;  ///< what known.weights is the answer to

    WhatCard* what = nullptr;
    HowCard* how = nullptr;
    WhereCard* where = nullptr;
    Limits* limits = nullptr;
    AfterCard* after = nullptr;
    ReadyCard* ready = nullptr;
    TerminalCard* terminal = nullptr;
    DraftsCard* drafts = nullptr;
    QAction* saveAction = nullptr;
    QPointer<QAction> startCommand, saveCommand;

    QTimer soon;                               ///< after an edit: asks what depends on the form
    QTimer choicesSoon, runsSoon, engineSoon;  ///< news of others, a few times a second at most
    session::TaskHandle wholeTask, weightsTask, situationTask, choicesTask, engineTask;
    QTimer hostTick;  ///< the chosen host, or those of the cluster, are asked again while the page is shown
    std::set<std::string> asking;  ///< hosts, and trainers there, that are being asked for

    session::TaskHandle startTask;
    QTimer startShown, startLong;  ///< progress in place after half a second, in the status bar after ten
    QElapsedTimer startClock;
    QString startWhat;
    double startShare = -1;
};

}  // namespace flambeau::ui::newrun
