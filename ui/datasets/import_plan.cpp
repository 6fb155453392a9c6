// SPDX-License-Identifier: GPL-3.0-or-later
#include "import_plan.h"

#include <algorithm>
#include <set>

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include "flambeau/base/strings.h"
#include "flambeau/ui/common/text.h"

namespace flambeau::ui::datasets {
namespace {

constexpr const char* archiveEnds[] = {".tar.gz", ".tar.xz", ".tar.zst", ".tar.bz2", ".tgz", ".txz", ".tar", ".zip"};

std::string bytesOf(const QString& path) {
    return QFile::encodeName(path).toStdString();
}

QString suffixOf(const QString& name) {
    for (const char* end : archiveEnds) {
        if (name.endsWith(QLatin1String(end), Qt::CaseInsensitive))
            return QLatin1String(end);
    }
    return {};
}

std::optional<ImportPlan> planFor(const QString& path) {
    const QFileInfo info(QDir::cleanPath(path));
    ImportPlan plan;
    plan.shown = info.fileName().isEmpty() ? info.absoluteFilePath() : info.fileName();
    plan.options.source = bytesOf(info.absoluteFilePath());
    if (info.isDir())
        plan.kind = ImportPlan::Kind::Folder;
    else if (info.isFile() && isArchiveName(info.fileName()))
        plan.kind = ImportPlan::Kind::Archive;
    else if (info.isFile() && info.suffix().compare(QLatin1String("csv"), Qt::CaseInsensitive) == 0) {
        plan.kind = ImportPlan::Kind::Table;
        plan.options.csv = bytesOf(info.absoluteFilePath());
        plan.options.source = bytesOf(info.absolutePath());
    } else {
        return std::nullopt;
    }
    return plan;
}

}  // namespace

bool isArchiveName(const QString& name) {
    return !suffixOf(name).isEmpty();
}

QString nameFor(const QString& path, ImportPlan::Kind kind) {
    QFileInfo info(path);
    QString name = kind == ImportPlan::Kind::Table ? QFileInfo(info.absolutePath()).fileName() : info.fileName();
    if (kind == ImportPlan::Kind::Archive)
        name.chop(suffixOf(name).size());
    return QString::fromStdString(toValidName(name.toStdString()));
}

std::vector<ImportPlan> plansFor(const QStringList& paths, const std::vector<session::DatasetEntry>& known,
                                 const std::vector<session::AddOptions>& taken) {
    std::map<std::string, std::string> sourceOf;  // name -> source
    std::map<std::string, const session::DatasetEntry*> bySource;
    for (const auto& entry : known) {
        sourceOf[entry.name] = entry.source;
        bySource[entry.source] = &entry;
    }
    for (const auto& options : taken)
        sourceOf.emplace(options.name, options.source.string());
    std::vector<ImportPlan> plans;
    for (const QString& path : paths) {
        auto plan = planFor(path);
        if (!plan)
            continue;
        const std::string source = plan->options.source.string();
        std::error_code ignored;
        const fs::path canonical = fs::canonical(plan->options.source, ignored);
        auto before = bySource.find(source);
        if (before == bySource.end() && !canonical.empty())
            before = bySource.find(canonical.string());
        if (before != bySource.end()) {
            plan->options.name = before->second->name;
            plan->again = before->second->version;
        } else {
            const std::string wanted = nameFor(path, plan->kind).toStdString();
            std::string name = wanted;
            for (int number = 2; sourceOf.contains(name) && sourceOf[name] != source; ++number)
                name = wanted.substr(0, 90) + "-" + std::to_string(number);
            plan->options.name = name;
        }
        sourceOf.emplace(plan->options.name, source);
        plans.push_back(std::move(*plan));
    }
    return plans;
}

QString offerText(const std::vector<ImportPlan>& plans, int left) {
    if (plans.empty())
        return {};
    const ImportPlan& first = plans.front();
    const QString name = QString::fromStdString(first.options.name);
    QString said;
    if (plans.size() > 1) {
        QStringList names;
        for (const auto& plan : plans)
            names << QString::fromStdString(plan.options.name);
        const qsizetype more = names.size() - 3;
        said =
            more > 0
                ? say("Import %1 datasets: %2 and %3 more").arg(names.size()).arg(names.mid(0, 3).join(", ")).arg(more)
                : say("Import %1 datasets: %2").arg(names.size()).arg(names.join(", "));
    } else if (first.again > 0) {
        said = say("Import '%1' again: a new version where it has changed").arg(name);
    } else if (first.kind == ImportPlan::Kind::Archive) {
        said = say("Unpack '%1' and import it as the dataset '%2'").arg(first.shown, name);
    } else if (first.kind == ImportPlan::Kind::Table) {
        said = say("Import '%1' with the labels of '%2'").arg(name, first.shown);
    } else {
        said = say("Import '%1' as a dataset").arg(name);
    }
    if (left == 1)
        said += say("; one other thing is left alone");
    else if (left > 1)
        said += say("; %1 other things are left alone").arg(left);
    return said;
}

}  // namespace flambeau::ui::datasets
