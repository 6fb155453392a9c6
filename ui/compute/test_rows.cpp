// SPDX-License-Identifier: GPL-3.0-or-later
#include "test_rows.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>

#include "flambeau/ui/common/format.h"
#include "flambeau/ui/common/text.h"

namespace flambeau::ui::compute {
namespace {

using nlohmann::json;
using State = TestRow::State;

constexpr double kClockMayDiffer = 60;

// What core says of a host's lacks, for lupdate; it reaches the screen through translate() below.
[[maybe_unused]] const char* const kCoreWords[] = {
    QT_TRANSLATE_NOOP("flambeau", "a C++ compiler"),
    QT_TRANSLATE_NOOP("flambeau", "CMake"),
    QT_TRANSLATE_NOOP("flambeau", "make or ninja"),
    QT_TRANSLATE_NOOP("flambeau", "PyTorch"),
    QT_TRANSLATE_NOOP("flambeau", "an answer of the NVIDIA driver"),
    QT_TRANSLATE_NOOP("flambeau", "the right time"),
    QT_TRANSLATE_NOOP("flambeau", "to queue runs and keep them going"),
    QT_TRANSLATE_NOOP("flambeau", "to keep runs in"),
    QT_TRANSLATE_NOOP("flambeau", "to build the trainer there"),
    QT_TRANSLATE_NOOP("flambeau", "for the trainer to stand on"),
    QT_TRANSLATE_NOOP("flambeau", "to train on the GPU"),
    QT_TRANSLATE_NOOP("flambeau", "times that can be compared with this machine's"),
};

QString inWords(const QString& core) {
    return QCoreApplication::translate("flambeau", core.toUtf8().constData());
}

QString wordAt(const json& object, const char* key) {
    if (!object.is_object())
        return {};
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? text(found->get<std::string>()) : QString();
}

double numberAt(const json& object, const char* key) {
    if (!object.is_object())
        return -1;
    const auto found = object.find(key);
    return found != object.end() && found->is_number() ? found->get<double>() : -1;
}

json partAt(const json& object, const char* key) {
    if (!object.is_object())
        return {};
    const auto found = object.find(key);
    return found == object.end() ? json() : *found;
}

QString gpuNames(const json& gpus) {
    QStringList parts;
    for (std::size_t i = 0; i < gpus.size();) {
        const QString name = shortGpu(wordAt(gpus[i], "name"));
        std::size_t same = 1;
        while (i + same < gpus.size() && shortGpu(wordAt(gpus[i + same], "name")) == name)
            ++same;
        parts << (same > 1 ? QString("%1 × %2").arg(same).arg(name) : name);
        i += same;
    }
    return parts.join(", ");
}

TestRow gpuRow(const json& facts) {
    const json gpus = partAt(facts, "gpus");
    if (const QString problem = wordAt(facts, "gpu_problem"); !problem.isEmpty())
        return {State::Lacks, say("GPUs"), problem};
    if (!gpus.is_array() || gpus.empty())
        return {State::Caution, say("GPUs"), say("none found; runs train on the processor")};
    QString value = gpuNames(gpus);
    if (const double memory = numberAt(gpus[0], "memory_total"); memory > 0)
        value += say(", %1 each").arg(format::memory(static_cast<qint64>(memory)));
    if (const QString driver = wordAt(gpus[0], "driver"); !driver.isEmpty())
        value += say(", driver %1").arg(driver);
    QStringList users;
    for (const json& gpu : gpus) {
        for (const json& one : partAt(gpu, "processes")) {
            const QString who = wordAt(one, "user"), what = wordAt(one, "program");
            users << say("GPU %1 by %2").arg(numberAt(gpu, "index")).arg(who.isEmpty() ? what : who + ": " + what);
            break;  // the first of a GPU stands for it
        }
    }
    if (!users.isEmpty())
        value += say("; in use: %1").arg(users.join(", "));
    return {State::Good, say("GPUs"), value};
}

TestRow torchRow(const json& facts) {
    QStringList all;
    for (const json& python : partAt(facts, "pythons")) {
        const QString version = wordAt(python, "torch");
        if (version.isEmpty())
            continue;
        const QString cuda = wordAt(python, "cuda");
        all << say("%1, %2, in %3")
                   .arg(version, cuda.isEmpty() ? say("for the processor") : "CUDA " + cuda, wordAt(python, "path"));
    }
    for (const json& one : partAt(facts, "libtorch"))
        if (one.is_string())
            all << text(one.get<std::string>());
    if (all.isEmpty())
        return {State::Lacks, "libtorch", say("not there; the trainer stands on it")};
    return {State::Good, "libtorch", all.join("; ")};
}

bool hasAny(const json& tools, std::initializer_list<const char*> names, QStringList* found) {
    for (const char* name : names) {
        if (!tools.is_object() || !tools.contains(name))
            continue;
        if (found != nullptr)
            *found << name;
        return true;
    }
    return false;
}

TestRow compilerRow(const json& facts) {
    const json tools = partAt(facts, "tools"), versions = partAt(facts, "versions");
    QStringList found, lacking;
    if (!hasAny(tools, {"g++", "c++", "clang++"}, &found))
        lacking << say("a C++ compiler");
    if (!hasAny(tools, {"cmake"}, &found))
        lacking << say("CMake");
    if (!hasAny(tools, {"ninja", "make"}, &found))
        lacking << say("make or ninja");
    for (QString& one : found)
        if (const QString version = wordAt(versions, one.toUtf8().constData()); !version.isEmpty())
            one += " " + version;
    if (lacking.isEmpty())
        return {State::Good, say("Compiler"), say("%1: the trainer builds here").arg(found.join(", "))};
    return {State::Lacks, say("Compiler"), say("missing: %1; needed to build the trainer").arg(lacking.join(", "))};
}

TestRow pythonRow(const json& facts) {
    const json pythons = partAt(facts, "pythons");
    if (!pythons.is_array() || pythons.empty())
        return {State::Caution, "Python", say("not there; needed only for your own scripts")};
    QStringList all;
    for (const json& one : pythons)
        all << say("%1 in %2").arg(wordAt(one, "version"), wordAt(one, "path"));
    const QString value = all.join("; ");
    return {State::Good, "Python", value};
}

TestRow optionalRow(const json& tools, const QString& name, std::initializer_list<const char*> names,
                    const QString& otherwise) {
    QStringList found;
    for (const char* one : names)
        hasAny(tools, {one}, &found);
    return found.isEmpty() ? TestRow{State::Caution, name, otherwise} : TestRow{State::Good, name, found.join(", ")};
}

}  // namespace

QString shortGpu(const QString& name) {
    QString shorter = name;
    for (const char* maker : {"NVIDIA ", "GeForce ", "Tesla "})
        if (shorter.startsWith(maker))
            shorter.remove(0, static_cast<int>(qstrlen(maker)));
    return shorter;
}

QString gpuNamesOf(const std::vector<session::ComputeTarget>& hosts) {
    json all = json::array();
    for (const auto& host : hosts)
        for (const json& gpu : partAt(host.facts, "gpus"))
            all.push_back(gpu);
    std::stable_sort(all.begin(), all.end(),
                     [](const json& a, const json& b) { return wordAt(a, "name") < wordAt(b, "name"); });
    return gpuNames(all);
}

QString summaryOf(const session::ComputeTarget& host) {
    if (!host.facts.is_object())
        return {};
    QStringList parts;
    const json gpus = partAt(host.facts, "gpus");
    const bool gpu = gpus.is_array() && !gpus.empty();
    if (gpu)
        parts << gpuNames(gpus);
    if (const double cores = numberAt(host.facts, "cpus"); cores > 0)
        parts << (cores == 1 ? say("1 core") : say("%1 cores").arg(qRound(cores)));
    if (const double memory = numberAt(partAt(host.facts, "memory"), "total"); memory > 0)
        parts << format::memory(static_cast<qint64>(memory));
    if (!gpu)
        parts << say("no GPU");
    return parts.join(", ");
}

std::vector<TestRow> testRows(const session::ComputeTarget& host) {
    std::vector<TestRow> rows;
    const json& facts = host.facts;
    if (!facts.is_object())
        return rows;
    const json key = partAt(facts, "host_key");
    if (const QString fingerprint = wordAt(key, "fingerprint"); !fingerprint.isEmpty()) {
        QString type = wordAt(key, "type");
        if (type.startsWith("ssh-"))
            type = type.mid(4).toUpper();
        constexpr int kShown = 12;
        const QString few = fingerprint.left(7 + kShown) + QChar(0x2026) + fingerprint.right(kShown / 2);
        rows.push_back({State::Good, say("Host key"), say("%1 %2, known").arg(type, few),
                        say("%1 %2, known").arg(type, fingerprint)});
    }
    QString way = say("as %1").arg(wordAt(facts, "user"));
    if (const double latency = numberAt(facts, "latency"); latency >= 0)
        way += say(", %1 away").arg(format::duration(latency));
    QStringList jumps;
    for (const auto& hop : host.address.jumps)
        jumps << text(domain::toString(hop));
    if (!jumps.isEmpty())
        way += say(", through %1").arg(jumps.join(", "));
    rows.push_back({State::Good, say("Signed in"), way});
    QStringList system;
    for (const char* key : {"os", "arch", "libc"})
        if (const QString word = wordAt(facts, key); !word.isEmpty())
            system << word;
    if (const double cores = numberAt(facts, "cpus"); cores > 0)
        system << (cores == 1 ? say("1 core") : say("%1 cores").arg(qRound(cores)));
    if (const double memory = numberAt(partAt(facts, "memory"), "total"); memory > 0)
        system << format::memory(static_cast<qint64>(memory));
    rows.push_back({State::Good, say("System"), system.join(", ")});
    const json disk = partAt(facts, "disk");
    const json writable = partAt(disk, "writable");
    const bool may = writable.is_boolean() && writable.get<bool>();
    const QString free = format::bytes(static_cast<qint64>(std::max(0.0, numberAt(disk, "free"))));
    rows.push_back({may ? State::Good : State::Lacks, say("Folder"),
                    may ? say("%1 free in %2").arg(free, wordAt(disk, "folder"))
                        : say("%1 may not be written").arg(wordAt(disk, "folder"))});
    rows.push_back(gpuRow(facts));
    rows.push_back(torchRow(facts));
    const json tools = partAt(facts, "tools");
    rows.push_back(compilerRow(facts));
    rows.push_back(pythonRow(facts));
    rows.push_back(optionalRow(tools, "conda", {"conda", "mamba", "micromamba"},
                               say("not there; needed only for conda environments")));
    rows.push_back(optionalRow(tools, say("Containers"), {"docker", "podman", "apptainer", "singularity"},
                               say("not there; needed by nothing")));
    rows.push_back(optionalRow(tools, "Slurm", {"sbatch"}, say("no sbatch; needed by nothing")));
    if (const double off = numberAt(facts, "clock_offset"); std::abs(off) > kClockMayDiffer && off != -1)
        rows.push_back({State::Lacks, say("Clock"),
                        off > 0 ? say("%1 ahead of this machine's").arg(format::duration(off))
                                : say("%1 behind this machine's").arg(format::duration(-off))});
    return rows;
}

std::vector<MissingRow> missingRows(const session::ComputeTarget& host) {
    std::vector<MissingRow> rows;
    for (const json& one : partAt(host.facts, "missing")) {
        MissingRow row{inWords(wordAt(one, "what")), inWords(wordAt(one, "for")), wordAt(one, "mend"), false};
        for (const char* word : {"sudo ", "python3 ", "pip ", "ssh"})
            row.isCommand = row.isCommand || row.mend.startsWith(word);
        if (!row.what.isEmpty())
            rows.push_back(row);
    }
    return rows;
}

QString testText(const session::ComputeTarget& host) {
    QStringList lines;
    for (const TestRow& row : testRows(host))
        lines << row.name + ": " + (row.full.isEmpty() ? row.value : row.full);
    for (const MissingRow& row : missingRows(host))
        lines << say("Missing: %1, %2: %3").arg(row.what, row.purpose, row.mend);
    return lines.join('\n');
}

}  // namespace flambeau::ui::compute
