// SPDX-License-Identifier: GPL-3.0-or-later
// The words for what a run is and does, and the values that lists and pages take from it. Pure functions.
#pragma once

#include <optional>

#include <QDateTime>
#include <QString>

#include "flambeau/session/run_table.h"
#include "flambeau/ui/common/run_state.h"
#include "flambeau/ui/common/text.h"

namespace flambeau::ui::runs {

/// "1 run", "18,440 runs"; likewise pictures.
QString runsText(qint64 count);
QString picturesText(qint64 count);
/// "this machine" for the one that the window runs on.
QString computeText(const std::string& compute);
/// "unreachable since 12:03, last known: Running, epoch 7"
QString unreachableText(double since, domain::RunState state, const QString& progress);
QDateTime dateOf(double seconds);
/// Seconds since 1970, to be compared with a run's.
double nowSeconds();
/// "hymenoptera v2"; empty without a dataset.
QString datasetText(const std::string& name, int version);
/// The program's own and the user's words of a parameter: "lr" -> "Learning rate"; an unknown one stays as it is.
QString parameterText(const QString& name);
/// As a table shows it: numbers without needless digits.
QString parameterValue(const domain::ParameterValue& value);
/// The better end of a metric as it is shown: a share in percent where its name says so.
QString metricText(const QString& metric, double value);
/// How long it has been going on, or went on; nothing before it began.
std::optional<double> runSeconds(double started, double ended, double now);
/// "Epoch 15 of 25", "Step 40 of 240"; empty where the run has said nothing.
QString progressText(const session::RunProgressInfo& progress, const domain::Parameters& parameters);
/// 0 to 1; negative: not known.
double progressShare(const session::RunProgressInfo& progress);
/// The metric that says how good a run is: val/acc where there is one, else another of validation, else any.
QString leadingMetric(const std::vector<session::MetricSummary>& metrics);

}  // namespace flambeau::ui::runs
