// SPDX-License-Identifier: GPL-3.0-or-later
// What a host's last test found, in words: a row for each thing that matters, and what is missing for what. Pure
// functions over the facts that ComputeService keeps; what a host said is plain text by then and stays text.
#pragma once

#include <vector>

#include <QString>

#include "flambeau/session/compute_service.h"

namespace flambeau::ui::compute {

struct TestRow {
    enum class State { Good, Lacks, Caution };
    State state = State::Good;
    QString name, value;
    QString full;  ///< what `value` is short for; empty: it is all
};
std::vector<TestRow> testRows(const session::ComputeTarget& host);

struct MissingRow {
    QString what, purpose;
    QString mend;            ///< a command, or a sentence
    bool isCommand = false;  ///< it can be copied into a terminal
};
std::vector<MissingRow> missingRows(const session::ComputeTarget& host);

/// "2 × RTX 4090, 32 cores, 128 GB", "8 cores, 16 GB, no GPU"; empty: never tested.
QString summaryOf(const session::ComputeTarget& host);
/// "12 × A40" of all of them; empty: they have none.
QString gpuNamesOf(const std::vector<session::ComputeTarget>& hosts);
/// "RTX 4090" of "NVIDIA GeForce RTX 4090".
QString shortGpu(const QString& name);
/// All of it as text.
QString testText(const session::ComputeTarget& host);

}  // namespace flambeau::ui::compute
