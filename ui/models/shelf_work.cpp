// SPDX-License-Identifier: GPL-3.0-or-later
// The shelf's work: what takes time, on the desk's lane for models, and what is done at once with undo.
#include <algorithm>

#include <QFileInfo>

#include "flambeau/base/strings.h"
#include "flambeau/session/model_facts.h"
#include "flambeau/session/model_keep.h"
#include "flambeau/ui/common/format.h"
#include "model_text.h"
#include "shelf.h"

namespace flambeau::ui::models {

using session::Lane;
using session::ModelVersion;
using session::RegistryService;
using session::Services;
using session::Work;

namespace {

QString called(const ModelVersion& version) {
    return text(version.name) + ' ' + numberText(version.version);
}

/// What was judged, as one sentence.
QString judgedText(const ModelVersion& version) {
    const VerdictText said = verdict(version);
    return called(version) + ": " + said.chip;
}

/// Over the whole validation set; where its pictures are gone, over those that the run kept.
Result<ModelVersion> judgeWhatIsThere(RegistryService& registry, const ModelVersion& version,
                                      const std::string& runtime, bool wholeSet, const Work& how) {
    if (wholeSet) {
        auto whole =
            registry.judge(version, RegistryService::Extent::WholeValidationSet, runtime, how.stop, how.progress);
        if (whole.ok() || whole.error().code != ErrorCode::NotFound)
            return whole;
    }
    return registry.judge(version, RegistryService::Extent::Sixteen, runtime, how.stop, how.progress);
}

}  // namespace

template <class F, class Done>
void Shelf::run(Lane lane, int job, F work, Done done) {
    m_jobs[job].task = m_desk.ask(
        lane, this, std::move(work),
        [this, job, done = std::move(done)](auto answer) {
            if (end(job, answer.ok() ? nullptr : &answer.error()))
                done(std::move(answer));
        },
        [this, job](const std::string& what, std::uint64_t part, std::uint64_t total) {
            progress(job, what, part, total);
        });
}

void Shelf::keep(const QStringList& paths) {
    for (const QString& path : paths) {
        const fs::path file = pathOf(path);
        const std::string name = session::modelNameFor(file);
        const int job = begin(Job::Kind::Keep, text(name), tr("Keeping %1").arg(QFileInfo(path).fileName()));
        run(
            Lane::Models, job,
            [file, name](Services& services, const Work& how) -> Result<session::KeptModel> {
                FLAMBEAU_TRY(session::KeptModel kept,
                             session::keepModel(services.workspace, file, name, how.stop, how.progress));
                if (!kept.known) {
                    FLAMBEAU_TRY(kept.version, services.models.judgeNew(kept.version, how.stop, how.progress));
                }
                return kept;
            },
            [this](const Result<session::KeptModel>& answer) {
                const QString reference = text(answer->version.reference());
                const QString said = answer->known ? tr("This file is kept already, as %1").arg(called(answer->version))
                                                   : tr("Kept as %1").arg(called(answer->version));
                m_host.say(said, tr("Show"), [host = &m_host, reference] { host->openPage("models", reference); });
                m_desk.announce(session::Topic::Models);
                emit kept(reference);
            });
    }
}

void Shelf::saidWritten(const QString& file) {
    m_host.say(tr("Wrote %1").arg(QFileInfo(file).fileName()), tr("Show in folder"), [file] { showInFolder(file); });
}

void Shelf::exportTo(const VersionPtr& version, const QString& file, const session::ExportOptions& options) {
    const session::ModelFileEntry* there =
        options.format == "onnx" && !options.softmax && !options.preprocess && !options.portable
            ? version->file("model.onnx")
            : nullptr;
    // How far a writer is it does not tell; what it does can be said.
    const QString doing = there                      ? tr("copying %1").arg(format::bytes(qint64(there->bytes)))
                          : options.format == "onnx" ? tr("writing the network and its weights as ONNX")
                                                     : tr("copying");
    const int job =
        begin(Job::Kind::Export, text(version->reference()), tr("Exporting %1").arg(called(*version)), doing);
    run(
        Lane::Models, job,
        [version, target = pathOf(file), options](Services& services,
                                                  const Work& how) -> Result<session::ModelFileEntry> {
            return services.models.exportTo(*version, target, options, how.stop);
        },
        [this, file, written = !version->file("model.onnx")](const Result<session::ModelFileEntry>&) {
            saidWritten(file);
            if (written)
                m_desk.announce(session::Topic::Models);
        });
}

void Shelf::download(const VersionPtr& version, const QString& folder) {
    const int job = begin(Job::Kind::Download, text(version->reference()), tr("Downloading %1").arg(called(*version)));
    const QString target = folder + '/' + text(version->name) + '-' + QString::number(version->version);
    run(
        Lane::Models, job,
        [version, to = pathOf(target)](Services& services, const Work& how) {
            return services.models.download(*version, to, how.stop, how.progress);
        },
        [this, target](const Result<std::vector<session::ModelFileEntry>>& files) {
            m_host.say(tr("%1 files, each hash as registered").arg(files->size()), tr("Show in folder"),
                       [target] { showInFolder(target + "/x"); });
        });
}

void Shelf::downloadFile(const VersionPtr& version, const std::string& path, const QString& file) {
    const int job = begin(Job::Kind::Download, text(version->reference()), tr("Downloading %1").arg(text(path)));
    run(
        Lane::Models, job,
        [version, path, to = pathOf(file)](Services& services, const Work& how) -> Result<bool> {
            FLAMBEAU_CHECK(session::copyModelFile(services.workspace, *version, path, to, how.stop, how.progress));
            return true;
        },
        [this, file](const Result<bool>&) { saidWritten(file); });
}

void Shelf::judge(const VersionPtr& version, const std::string& runtime, bool wholeSet) {
    const int job = begin(Job::Kind::Judge, text(version->reference()), tr("Judging %1").arg(called(*version)),
                          wholeSet ? tr("the whole validation set") : tr("the sixteen pictures that the run kept"));
    run(
        Lane::Models, job,
        [version, runtime, wholeSet](Services& services, const Work& how) {
            return judgeWhatIsThere(services.models, *version, runtime, wholeSet, how);
        },
        [this](const Result<ModelVersion>& judged) {
            m_host.say(judgedText(*judged));
            m_desk.announce(session::Topic::Models);
        });
}

void Shelf::prepareAndJudge(const VersionPtr& version) {
    const int job = begin(Job::Kind::Prepare, text(version->reference()), tr("Preparing ONNX Runtime"));
    run(
        Lane::Chores, job,
        [](Services&, const Work& how) -> Result<bool> {
            FLAMBEAU_CHECK(session::prepareOnnxRuntime(how.stop, how.progress));
            return true;
        },
        [this, version](const Result<bool>&) { judge(version, "onnxruntime", true); });
}

void Shelf::apply(Change what, std::function<void()> done) {
    m_desk.ask(
        Lane::Read, this,
        [what = std::move(what)](Services& services, const Work&) -> Result<bool> {
            FLAMBEAU_CHECK(what(services.models));
            return true;
        },
        [this, done = std::move(done)](const Result<bool>& answer) {
            m_desk.announce(session::Topic::Models);
            load();
            if (!answer)
                m_host.showError(answer.error());
            else if (done)
                done();
        });
}

void Shelf::change(std::function<QString()> said, Change redo, Change undo) {
    apply(redo, [this, said, redo, undo] {
        // It is done already: the stack's first "redo" must not do it again.
        auto first = std::make_shared<bool>(true);
        doWithUndo(
            m_host, said(),
            [this, redo, first] {
                if (!std::exchange(*first, false))
                    apply(redo, {});
            },
            [this, undo] { apply(undo, {}); });
    });
}

void Shelf::setAlias(const VersionPtr& version, const QString& alias) {
    const std::string word = alias.trimmed().toStdString(), reference = version->reference(), name = version->name;
    const VersionPtr before = m_catalog->holder(text(name), word);
    if (before && before->version == version->version)
        return;
    const QString said = before ? tr("%1 moved from %2 to %3")
                                      .arg(alias.trimmed(), numberText(before->version), numberText(version->version))
                                : tr("%1 is %2 now").arg(called(*version), alias.trimmed());
    change(
        said,
        [reference, word](RegistryService& models) -> Status {
            FLAMBEAU_TRY([[maybe_unused]] const auto now, models.setAlias(reference, word));
            return {};
        },
        [name, word, back = before ? before->reference() : std::string()](RegistryService& models) -> Status {
            if (back.empty())
                return models.removeAlias(name, word);
            FLAMBEAU_TRY([[maybe_unused]] const auto now, models.setAlias(back, word));
            return {};
        });
}

void Shelf::removeAlias(const VersionPtr& version, const QString& alias) {
    const std::string word = alias.toStdString(), reference = version->reference(), name = version->name;
    change(
        tr("%1 is not %2 any more").arg(called(*version), alias),
        [name, word](RegistryService& models) { return models.removeAlias(name, word); },
        [reference, word](RegistryService& models) -> Status {
            FLAMBEAU_TRY([[maybe_unused]] const auto now, models.setAlias(reference, word));
            return {};
        });
}

void Shelf::changeTags(const VersionPtr& version, const QStringList& add, const QStringList& remove) {
    const auto words = [](const QStringList& list) {
        std::vector<std::string> result;
        for (const QString& one : list)
            result.push_back(one.toStdString());
        return result;
    };
    const auto changed = [reference = version->reference()](std::vector<std::string> plus,
                                                            std::vector<std::string> minus) -> Change {
        return [=](RegistryService& models) -> Status {
            FLAMBEAU_TRY([[maybe_unused]] const auto now, models.changeTags(reference, plus, minus));
            return {};
        };
    };
    change(tr("Tags of %1 changed").arg(called(*version)), changed(words(add), words(remove)),
           changed(words(remove), words(add)));
}

void Shelf::describe(const VersionPtr& version, const QString& description) {
    const auto described = [reference = version->reference()](std::string words) -> Change {
        return [=](RegistryService& models) -> Status {
            FLAMBEAU_TRY([[maybe_unused]] const auto now, models.setDescription(reference, words));
            return {};
        };
    };
    change(tr("Description of %1 changed").arg(called(*version)), described(description.trimmed().toStdString()),
           described(version->description));
}

namespace {

using Lost = std::shared_ptr<QStringList>;  // what a worker found, read on this thread after it has answered

std::function<Status(RegistryService&)> removal(std::vector<VersionPtr> versions) {
    return [versions = std::move(versions)](RegistryService& models) -> Status {
        for (const VersionPtr& one : versions) {
            FLAMBEAU_TRY([[maybe_unused]] const auto gone, models.remove(one->reference()));
        }
        return {};
    };
}

std::function<Status(RegistryService&)> restoring(std::vector<VersionPtr> versions, Lost lost) {
    return [versions = std::move(versions), lost = std::move(lost)](RegistryService& models) -> Status {
        for (const VersionPtr& one : versions) {
            FLAMBEAU_TRY(const ModelVersion back, models.restore(one->name, one->version));
            for (const auto& alias : back.lostAliases)
                *lost << Shelf::tr("%1 stays with %2").arg(text(alias.alias), text(alias.now));
        }
        return {};
    };
}

}  // namespace

void Shelf::remove(const std::vector<VersionPtr>& versions) {
    if (versions.empty())
        return;
    const QString said = versions.size() == 1 ? tr("%1 is in the trash").arg(called(*versions.front()))
                                              : tr("%1 versions are in the trash").arg(versions.size());
    change(said, removal(versions), restoring(versions, std::make_shared<QStringList>()));
}

void Shelf::restore(const std::vector<VersionPtr>& versions) {
    if (versions.empty())
        return;
    const QString said = versions.size() == 1 ? tr("%1 is back").arg(called(*versions.front()))
                                              : tr("%1 versions are back").arg(versions.size());
    const auto lost = std::make_shared<QStringList>();
    change([said, lost] { return (QStringList{said} + *lost).join("; "); }, restoring(versions, lost),
           removal(versions));
}

}  // namespace flambeau::ui::models
