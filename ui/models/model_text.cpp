// SPDX-License-Identifier: GPL-3.0-or-later
#include "model_text.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <QStringList>

#include "flambeau/base/strings.h"
#include "flambeau/domain/metric_name.h"
#include "flambeau/ui/common/format.h"
#include "flambeau/ui/common/text.h"

namespace flambeau::ui::models {

namespace {

using nlohmann::json;

constexpr const char* kOnnx = "model.onnx";

QString textAt(const json& object, const char* key) {
    const auto found = object.is_object() ? object.find(key) : object.end();
    return object.is_object() && found != object.end() && found->is_string()
               ? text(toPlainText(found->get<std::string>()))
               : QString();
}

double numberAt(const json& object, const char* key) {
    const auto found = object.is_object() ? object.find(key) : object.end();
    return object.is_object() && found != object.end() && found->is_number() ? found->get<double>()
                                                                             : std::numeric_limits<double>::quiet_NaN();
}

bool agrees(const json& judged) {
    return judged.is_object() && judged.contains("agrees") && judged["agrees"].is_boolean() &&
           judged["agrees"].get<bool>();
}

qint64 pictures(const json& judged) {
    const double count = numberAt(judged, "pictures");
    return std::isfinite(count) && count > 0 && count < 1e15 ? static_cast<qint64>(count) : 0;
}

/// "3.8e-6": as differences are written.
QString small(double value) {
    if (!std::isfinite(value))
        return QChar(0x2013);
    if (value == 0)
        return "0";
    QString shown = QString::number(value, 'e', 1);
    shown.replace("e-0", "e-").replace("e+0", "e").replace("e+", "e");
    return shown.endsWith("e0") ? shown.chopped(2) : shown;
}

QString nameOfRuntime(const json& judged, const QString& key) {
    const QString by = textAt(judged, "verified_by");
    const QString found = by.isEmpty() ? textAt(judged, "judged_by") : by;
    if (!found.isEmpty())
        return found;
    return key == "onnxruntime" ? QString("ONNX Runtime") : QString("OpenCV DNN");
}

QString agreement(const json& judged) {
    const qint64 count = pictures(judged);
    const double share = numberAt(judged, "top1_agreement");
    if (count == 0 || !std::isfinite(share))
        return QChar(0x2013);
    return say("%1 of %2").arg(format::count(std::llround(share * static_cast<double>(count))), format::count(count));
}

void takeFigures(const json& judged, VerdictText& said) {
    const Tone tone = said.verified ? Tone::Neutral : Tone::Bad;
    const bool few = pictures(judged) <= 16;
    said.figures.push_back({agreement(judged),
                            few ? say("same class as libtorch on the pictures that the run kept")
                                : say("same class as libtorch on the validation set"),
                            numberAt(judged, "top1_agreement") < 1 ? tone : Tone::Neutral});
    said.figures.push_back({small(numberAt(judged, "max_abs_diff")), say("largest difference of a logit"), tone});
    const double milliseconds = numberAt(judged, "ms_per_image");
    if (std::isfinite(milliseconds))
        said.figures.push_back({QString::number(milliseconds, 'f', milliseconds < 10 ? 1 : 0) + QChar(0xA0) + "ms",
                                say("an image here"), Tone::Neutral});
}

QString others(const json& onnx, const std::string& file) {
    QStringList lines;
    if (!onnx.contains("judges") || !onnx["judges"].is_object())
        return {};
    for (const auto& [key, judged] : onnx["judges"].items()) {
        const QString name = nameOfRuntime(judged, text(key));
        if (pictures(judged) == 0 || textAt(judged, "onnx") != text(file) || name == nameOfRuntime(onnx, {}))
            continue;
        lines << (agrees(judged) ? say("%1 agrees: %2, %3 at most") : say("%1 differs: %2, %3 at most"))
                     .arg(name, agreement(judged), small(numberAt(judged, "max_abs_diff")));
    }
    return lines.join(" · ");
}

}  // namespace

QString text(const std::string& utf8) {
    return QString::fromStdString(toPlainText(utf8));
}

std::string mainMetric(const session::ModelVersion& version) {
    if (!version.metrics.is_object() || version.metrics.contains("val/acc"))
        return "val/acc";
    for (const auto& [name, value] : version.metrics.items()) {
        if (startsWith(name, "val/") && value.is_number())
            return name;
    }
    for (const auto& [name, value] : version.metrics.items()) {
        if (value.is_number())
            return name;
    }
    return "val/acc";
}

double metric(const session::ModelVersion& version, const std::string& name) {
    return numberAt(version.metrics, name.c_str());
}

QString metricText(const std::string& name, double value) {
    if (!std::isfinite(value))
        return QChar(0x2013);
    return endsWith(name, "acc") || endsWith(name, "accuracy") ? format::percent(value) : format::value(value);
}

QString numberText(int version) {
    return QString("v%1").arg(version);
}

QString subtitle(const session::ModelVersion& version) {
    QStringList parts{say("version %1").arg(version.version)};
    for (const std::string& alias : version.aliases)
        parts << text(alias);
    const std::string name = mainMetric(version);
    const double value = metric(version, name);
    if (std::isfinite(value))
        parts << (name == "val/acc" ? say("%1 on val").arg(metricText(name, value))
                                    : text(name) + ' ' + metricText(name, value));
    return parts.join(" · ");
}

const session::ModelVersion* best(const std::vector<std::shared_ptr<const session::ModelVersion>>& versions) {
    const session::ModelVersion* found = nullptr;
    if (versions.empty())
        return found;
    const std::string name = mainMetric(*versions.front());
    const bool lower = domain::lowerIsBetter(name);
    for (const auto& one : versions) {
        const double value = metric(*one, name);
        if (!std::isfinite(value))
            continue;
        const double before = found ? metric(*found, name) : value;
        if (!found || (lower ? value < before : value > before))
            found = one.get();
    }
    return found;
}

VerdictText verdict(const session::ModelVersion& version) {
    VerdictText said;
    const session::ModelFileEntry* file = version.file(kOnnx);
    const json& onnx = version.onnx;
    const QString note = textAt(onnx, "note");
    if (!onnx.is_object()) {
        const bool foreign = std::any_of(version.files.begin(), version.files.end(),
                                         [](const auto& one) { return endsWith(one.path, ".onnx"); });
        said.chip = file || foreign ? say("Not judged") : say("Not written yet");
        said.sentence =
            version.usable() ? say("It is written, and run against the run's own answers, when you judge it.")
            : foreign        ? say("The file came without a run whose answers it could be judged by.")
                             : say("ONNX is written from a model.json with weights; this version has no such pair.");
        return said;
    }
    const bool about = file && textAt(onnx, "onnx") == text(file->sha256);
    if (!about || pictures(onnx) == 0) {
        said.chip = say("Not judged");
        said.tone = Tone::Caution;
        said.sentence = !about && pictures(onnx) > 0 ? say("What was judged was another file.") : note;
        return said;
    }
    said.judged = true;
    const QString by = textAt(onnx, "verified_by");
    said.verified = agrees(onnx) && !by.isEmpty();
    const QString judge = nameOfRuntime(onnx, {});
    said.chip = said.verified ? say("Verified by %1").arg(judge) : say("%1 gives other answers").arg(judge);
    said.tone = said.verified ? Tone::Good : Tone::Bad;
    takeFigures(onnx, said);
    said.sentence = note;
    if (!said.verified && note.isEmpty())
        said.sentence = say("The exported file does not compute what libtorch did. Do not rely on it.");
    said.others = others(onnx, file->sha256);
    return said;
}

QString fileKind(const std::string& path) {
    if (path == "model.json")
        return say("classes, preprocessing, training");
    if (path == "reference.safetensors")
        return say("answers of the run, to judge by");
    if (path == "best.safetensors")
        return say("weights, the best");
    if (path == "state_dict.pt")
        return say("torch.load, weights_only");
    if (path == "tables/confusion.json")
        return say("what was taken for what");
    if (path == "tables/per_class.json")
        return say("precision and recall");
    if (endsWith(path, ".onnx"))
        return path == kOnnx ? say("ONNX, opset 17") : say("ONNX");
    if (endsWith(path, ".safetensors"))
        return say("weights");
    if (endsWith(path, ".ts"))
        return say("TorchScript");
    if (endsWith(path, ".pt") || endsWith(path, ".pth"))
        return say("PyTorch");
    if (endsWith(path, ".json"))
        return say("JSON");
    return {};
}

QString cannotTry(const session::ModelVersion& version) {
    if (version.file("model.json") && (version.file(kOnnx) || version.weights()))
        return {};
    return say("It can be tried once a model.json with classes and preprocessing lies beside its weights.");
}

QString cannotExport(const session::ModelVersion& version, const std::string& format) {
    if (format == "onnx")
        return version.file(kOnnx) || version.usable() ? QString()
                                                       : say("There is no model.json with weights to write ONNX from.");
    if (format == "torchscript")
        return version.file("model.ts") ? QString() : say("This version holds no TorchScript file.");
    if (format == "state_dict")
        return version.file("state_dict.pt") ? QString() : say("This version holds no state_dict.pt.");
    return version.weights() && endsWith(version.weights()->path, ".safetensors")
               ? QString()
               : say("This version holds no safetensors file.");
}

QString exportName(const session::ModelVersion& version, const std::string& format) {
    const char* ending = format == "onnx"          ? ".onnx"
                         : format == "torchscript" ? ".ts"
                         : format == "state_dict"  ? ".pt"
                                                   : ".safetensors";
    return text(version.name) + '-' + QString::number(version.version) + ending;
}

}  // namespace flambeau::ui::models
