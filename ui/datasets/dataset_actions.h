// SPDX-License-Identifier: GPL-3.0-or-later
// What changes datasets from the window, each with its way back on the undo stack. Functions for the GUI thread; the
// work is done on the desk's lanes, and `context` going away drops the answers. Host and desk must outlive the stack's
// commands, which hold `context` weakly and do nothing once it has gone.
#pragma once

#include <functional>

#include <QObject>
#include <QString>
#include <QStringList>

#include "flambeau/session/desk.h"
#include "flambeau/ui/common/page.h"

namespace flambeau::ui::datasets {

/// Something that was done already and can be undone; unlike doWithUndo() it neither does it nor says it.
void pushDone(PageHost& host, const QString& text, std::function<void()> undo, std::function<void()> redo);

/// "NAME@2" each; no undo of their own.
void moveToTrash(PageHost& host, session::Desk& desk, QObject* context, const QStringList& references);
void takeFromTrash(PageHost& host, session::Desk& desk, QObject* context, const QStringList& references);

/// A version ("NAME@2") or all of a dataset's ("NAME"), with undo.
void removeDataset(PageHost& host, session::Desk& desk, QObject* context, const QString& reference);

/// Makes the version that follows from `change`, says what `done` tells, and can be undone. `finished` is called
/// whatever comes of it, with the new reference or nothing.
void changeDataset(PageHost& host, session::Desk& desk, QObject* context, const QString& reference,
                   const session::DatasetChange& change, const QString& done,
                   std::function<void(const QString& reference)> finished = {},
                   session::ProgressCallback progress = {});

/// A kind of finding is out of the way, or back.
void acknowledgeFinding(PageHost& host, session::Desk& desk, QObject* context, const QString& name, const QString& kind,
                        bool seen);

}  // namespace flambeau::ui::datasets
