// SPDX-License-Identifier: GPL-3.0-or-later
#include "dataset_actions.h"

#include <QPointer>
#include <QUndoCommand>
#include <QUndoStack>

#include "flambeau/ui/common/text.h"

namespace flambeau::ui::datasets {
namespace {

class DoneCommand : public QUndoCommand {
public:
    DoneCommand(const QString& text, std::function<void()> undo, std::function<void()> redo)
        : QUndoCommand(text), m_undo(std::move(undo)), m_redo(std::move(redo)) {}
    void undo() override { m_undo(); }
    void redo() override {
        if (m_done)
            m_redo();
        m_done = true;
    }

private:
    std::function<void()> m_undo, m_redo;
    bool m_done = false;  ///< pushing a command calls redo() once
};

/// What `work` of the services does on the lane, told to everybody afterwards.
template <class F>
void doAndTell(PageHost& host, session::Desk& desk, QObject* context, session::Lane lane, F work) {
    desk.ask(lane, context, std::move(work), [&host, &desk](Status status) {
        if (!status)
            host.showError(status.error());
        desk.announce(session::Topic::Datasets);
    });
}

void sayWithUndo(PageHost& host, const QString& said) {
    QUndoStack& stack = host.undoStack();
    const int step = stack.index();
    host.say(said, say("Undo"), [&stack, step] {
        if (stack.index() == step)
            stack.undo();
    });
}

}  // namespace

void pushDone(PageHost& host, const QString& text, std::function<void()> undo, std::function<void()> redo) {
    host.undoStack().push(new DoneCommand(text, std::move(undo), std::move(redo)));
}

void moveToTrash(PageHost& host, session::Desk& desk, QObject* context, const QStringList& references) {
    doAndTell(host, desk, context, session::Lane::Read,
              [references](session::Services& services, const session::Work&) -> Status {
                  for (const QString& reference : references) {
                      const auto removed = services.datasets.remove(reference.toStdString());
                      if (!removed)
                          return removed.error();
                  }
                  return {};
              });
}

void takeFromTrash(PageHost& host, session::Desk& desk, QObject* context, const QStringList& references) {
    doAndTell(host, desk, context, session::Lane::Read,
              [references](session::Services& services, const session::Work&) -> Status {
                  for (const QString& reference : references)
                      FLAMBEAU_CHECK(services.datasets.restore(reference.toStdString()));
                  return {};
              });
}

void removeDataset(PageHost& host, session::Desk& desk, QObject* context, const QString& reference) {
    // Which versions there are is asked first: others may lie in the trash already and shall stay there.
    desk.ask(
        session::Lane::Read, context,
        [reference](session::Services& services, const session::Work&) -> Result<QStringList> {
            QStringList gone;
            if (reference.contains('@')) {
                gone << reference;
            } else {
                FLAMBEAU_TRY(const auto versions, services.datasets.versions(reference.toStdString()));
                for (const auto& version : versions)
                    gone << QStringLiteral("%1@%2").arg(reference).arg(version.version);
            }
            FLAMBEAU_CHECK(services.datasets.remove(reference.toStdString()));
            return gone;
        },
        [&host, &desk, context = QPointer(context), reference](Result<QStringList> gone) {
            desk.announce(session::Topic::Datasets);
            if (!gone) {
                host.showError(gone.error());
                return;
            }
            const QString said = say("'%1' is in the trash").arg(reference);
            pushDone(
                host, said,
                [&host, &desk, context, gone = *gone] {
                    if (context)
                        takeFromTrash(host, desk, context, gone);
                },
                [&host, &desk, context, gone = *gone] {
                    if (context)
                        moveToTrash(host, desk, context, gone);
                });
            sayWithUndo(host, said);
        });
}

void changeDataset(PageHost& host, session::Desk& desk, QObject* context, const QString& reference,
                   const session::DatasetChange& change, const QString& done,
                   std::function<void(const QString&)> finished, session::ProgressCallback progress) {
    desk.ask(
        session::Lane::Import, context,
        [reference, change](session::Services& services, const session::Work& work) {
            return services.datasets.change(reference.toStdString(), change, work.stop, work.progress);
        },
        [&host, &desk, context = QPointer(context), change, done, finished](Result<session::AddResult> result) {
            if (!result) {
                if (result.error().code != ErrorCode::Canceled)
                    host.showError(result.error());
                if (finished)
                    finished({});
                return;
            }
            const QString made = QStringLiteral("%1@%2")
                                     .arg(QString::fromStdString(result->manifest.name))
                                     .arg(result->manifest.version);
            std::function<void()> undo, redo;
            if (result->unchanged) {
                // The same version says other things about the same content: say the old ones again.
                session::DatasetChange back;
                for (const auto* paths : {&change.leaveOut, &change.keep})
                    back.forget.insert(back.forget.end(), paths->begin(), paths->end());
                const auto again = [&host, &desk, context, made](const session::DatasetChange& what) {
                    if (!context)
                        return;
                    desk.ask(
                        session::Lane::Import, context,
                        [made, what](session::Services& services, const session::Work& work) {
                            return services.datasets.change(made.toStdString(), what, work.stop, work.progress);
                        },
                        [&host, &desk](Result<session::AddResult> after) {
                            if (!after)
                                host.showError(after.error());
                            desk.announce(session::Topic::Datasets);
                        });
                };
                undo = [again, back] { again(back); };
                redo = [again, change] { again(change); };
            } else {
                undo = [&host, &desk, context, made] {
                    if (context)
                        moveToTrash(host, desk, context, {made});
                };
                redo = [&host, &desk, context, made] {
                    if (context)
                        takeFromTrash(host, desk, context, {made});
                };
            }
            pushDone(host, done, undo, redo);
            desk.announce(session::Topic::Datasets);
            sayWithUndo(host, result->unchanged
                                  ? done
                                  : say("%1: this is version %2").arg(done).arg(result->manifest.version));
            if (finished)
                finished(made);
        },
        std::move(progress));
}

void acknowledgeFinding(PageHost& host, session::Desk& desk, QObject* context, const QString& name, const QString& kind,
                        bool seen) {
    const auto set = [&host, &desk, context = QPointer(context), name, kind](bool value) {
        if (!context)
            return;
        doAndTell(host, desk, context, session::Lane::Read,
                  [name, kind, value](session::Services& services, const session::Work&) {
                      return services.datasets.acknowledge(name.toStdString(), kind.toStdString(), value);
                  });
    };
    set(seen);
    const QString said = seen ? say("The finding is out of the way") : say("The finding is back");
    pushDone(
        host, said, [set, seen] { set(!seen); }, [set, seen] { set(seen); });
    sayWithUndo(host, said);
}

}  // namespace flambeau::ui::datasets
