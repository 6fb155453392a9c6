// SPDX-License-Identifier: GPL-3.0-or-later
// A model version in words: its main figure, what the judges said of its ONNX file, what its files are. Pure functions.
#pragma once

#include <vector>

#include <QString>

#include "flambeau/session/registry_service.h"
#include "flambeau/ui/common/paint.h"

namespace flambeau::ui::models {

QString text(const std::string& utf8);

/// The metric that versions are told apart by: val/acc where there is one, else what of validation comes first.
std::string mainMetric(const session::ModelVersion& version);
/// NaN where the version has no such value.
double metric(const session::ModelVersion& version, const std::string& name);
/// "95.4 %" of an accuracy, else "0.213"; "–" where there is none.
QString metricText(const std::string& name, double value);
/// "v5"
QString numberText(int version);
/// "version 5 · champion · 95.4 % on val"
QString subtitle(const session::ModelVersion& version);
/// The version with the best main figure; null where none has one.
const session::ModelVersion* best(const std::vector<std::shared_ptr<const session::ModelVersion>>& versions);

struct Figure {
    QString value, label;
    Tone tone = Tone::Neutral;
};
struct VerdictText {
    QString chip;
    Tone tone = Tone::Neutral;
    std::vector<Figure> figures;  ///< at most three
    QString sentence;             ///< what else is to be said: why it was not judged, what differs
    QString others;               ///< what other runtimes said
    bool judged = false;          ///< a runtime ran it
    bool verified = false;
};
/// Never calls verified what no runtime ran and found right, or what was said of another file.
VerdictText verdict(const session::ModelVersion& version);

/// "ONNX, opset 17", "weights", "TorchScript", "classes, preprocessing, training".
QString fileKind(const std::string& path);
/// Whether pictures can be shown to it; if not, why.
QString cannotTry(const session::ModelVersion& version);
QString cannotExport(const session::ModelVersion& version, const std::string& format);
/// "shapes-2.onnx"
QString exportName(const session::ModelVersion& version, const std::string& format);

}  // namespace flambeau::ui::models
