// SPDX-License-Identifier: GPL-3.0-or-later
// The part of the checklist that is about another machine, or a cluster of them: whether it answers and where a run of
// the cluster would go, the trainer there, what is sent, memory and disk. Pure functions, internal to ui/newrun.
#pragma once

#include "checklist.h"

namespace flambeau::ui::newrun {

CheckRow stopRow(const char* id, const QString& title, const Error& error);
/// What must hold of the place that the form names.
std::vector<CheckRow> placeRows(const Form& form, const Known& known);
/// Whether there is room for the run where it goes; nothing where that is not known.
std::vector<CheckRow> roomRows(const Form& form, const Known& known);
/// Who holds what a run that wants so many GPUs waits for: "ants-07 on GPU 0, anna: python on GPU 2".
QString whyWaits(const HostNow& now, int gpus);

}  // namespace flambeau::ui::newrun
