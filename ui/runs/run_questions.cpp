// SPDX-License-Identifier: GPL-3.0-or-later
// RunActions: what is asked before it is done, and the commands.
#include <QAction>

#include "ask.h"
#include "flambeau/base/strings.h"
#include "flambeau/ui/common/commands.h"
#include "flambeau/ui/common/format.h"
#include "run_actions.h"
#include "run_list.h"
#include "run_texts.h"

namespace flambeau::ui::runs {

void RunActions::askName(const QString& run, QWidget* over) {
    const auto row = m_list.row(run);
    if (!row)
        return;
    Question question;
    question.title = tr("Rename the run");
    question.text = text(row->name);
    question.accept = tr("Rename");
    question.check = [this](const QString& name) { return name.isEmpty() ? tr("A run needs a name") : QString(); };
    question.answer = [this, run, before = question.text](const QString& name) {
        if (name != before)
            rename(run, name);
    };
    AskDialog::open(over, question);
}

void RunActions::askTags(const QStringList& runs, QWidget* over) {
    if (runs.isEmpty())
        return;
    QStringList tags;
    if (const auto row = m_list.row(runs.front())) {
        for (const auto& tag : row->tags)
            tags << text(tag);
    }
    Question question;
    question.title = tr("Tags of %1").arg(namesOf(runs));
    question.text = tags.join(", ");
    question.hint = tr("With commas between them. Find them again with tag:… above the table.");
    question.accept = tr("Tag");
    question.answer = [this, runs](const QString& typed) {
        QStringList list;
        for (const QString& tag : typed.split(',', Qt::SkipEmptyParts)) {
            if (!tag.trimmed().isEmpty() && !list.contains(tag.trimmed()))
                list << tag.trimmed();
        }
        setTags(runs, list);
    };
    AskDialog::open(over, question);
}

void RunActions::askNotes(const QString& run, QWidget* over) {
    const auto row = m_list.row(run);
    if (!row)
        return;
    Question question;
    question.title = tr("Notes on %1").arg(text(row->name));
    question.text = text(row->notes);
    question.lines = true;
    question.accept = tr("Keep");
    question.answer = [this, run](const QString& notes) { setNotes(run, notes); };
    AskDialog::open(over, question);
}

void RunActions::askModel(const QString& run, QWidget* over) {
    const auto row = m_list.row(run);
    if (!row)
        return;
    Question question;
    question.title = tr("Register the model of %1").arg(text(row->name));
    question.label = tr("A model that has the name gets a new version.");
    question.text = text(row->dataset.empty() ? toValidName(row->name) : row->dataset);
    question.accept = tr("Register");
    question.check = [this](const QString& name) {
        return isValidName(name.toStdString())
                   ? QString()
                   : tr("Use letters, digits, '.', '_' and '-', and begin with a letter, a digit or '_'");
    };
    question.answer = [this, run](const QString& name) { registerModel(run, name); };
    AskDialog::open(over, question);
}

void RunActions::resume(const QString& run) {
    const auto row = m_list.row(run);
    if (!row || m_busy.contains(run))
        return;
    if (row->state != domain::RunState::Completed) {
        startOther(run, {}, true);
        return;
    }
    // It did all that it was to do: how much more is asked.
    const auto epochs = row->parameters->find("epochs");
    const qint64 had = epochs != row->parameters->end() && std::holds_alternative<std::int64_t>(epochs->second)
                           ? std::get<std::int64_t>(epochs->second)
                           : 0;
    Question question;
    question.title = tr("Train %1 for longer").arg(text(row->name));
    question.label = tr("It completed %1 epochs. How many shall it be in all?").arg(format::count(had));
    question.text = QString::number(had * 2);
    question.accept = tr("Resume");
    question.check = [this, had](const QString& typed) {
        const auto whole = format::parseWhole(typed);
        return whole && *whole > had ? QString() : tr("Give a whole number above %1").arg(format::count(had));
    };
    question.answer = [this, run](const QString& typed) {
        startOther(run, QString::number(format::parseWhole(typed).value_or(0)), true);
    };
    AskDialog::open(m_page, question);
}

void RunActions::setCurrent(QWidget* page, const QStringList& runs) {
    if (m_page != page)
        m_rename = {};
    m_page = page;
    m_current = runs;
    updateCommands();
}

void RunActions::leave(QWidget* page) {
    if (m_page != page)
        return;
    m_page = nullptr;
    m_rename = {};
    m_current.clear();
    updateCommands();
}

void RunActions::setRenamer(QWidget* page, std::function<void()> rename) {
    if (m_page == page)
        m_rename = std::move(rename);
}

void RunActions::updateCommands() {
    for (const Entry& entry : m_commands) {
        if (entry.action)
            setBlocked(entry.action, entry.reason());
    }
}

void RunActions::addCommands(QObject* owner) {
    const QString group = tr("Runs");
    const auto one = [this] { return m_current.size() == 1 ? m_current.front() : QString(); };
    const auto needsOne = [this, one] { return one().isEmpty() ? tr("Choose one run first") : QString(); };
    const auto needsAny = [this] { return m_current.isEmpty() ? tr("Choose a run first") : QString(); };
    const auto add = [&](const Command& command, std::function<QString()> reason) {
        m_commands.push_back({m_host.commands().add(command, owner), std::move(reason)});
    };
    add({"run.cancel", tr("Cancel the run"), group, "cancel", {}, [this] { cancel(m_current); }, tr("stop end")},
        [this] { return cannotCancel(m_current); });
    add({"run.resume", tr("Resume the run"), group, "play", {}, [this, one] { resume(one()); }, tr("continue go on")},
        [this, one] { return cannotResume(one()); });
    add({"run.again", tr("Run again"), group, "refresh", {}, [this, one] { again(one()); }, tr("repeat restart")},
        needsOne);
    add({"run.clone", tr("Clone and edit the run"), group, "copy", {}, [this, one] { cloneAndEdit(one()); }}, needsOne);
    add({"run.rename",
         tr("Rename the run"),
         group,
         "pencil",
         {QKeySequence(Qt::Key_F2)},
         [this, one] {
             if (m_rename)
                 m_rename();
             else
                 askName(one(), m_page);
         }},
        needsOne);
    add({"run.tag", tr("Tag the run"), group, "star", {}, [this] { askTags(m_current, m_page); }, tr("label")},
        needsAny);
    add({"run.notes", tr("Write notes on the run"), group, "script", {}, [this, one] { askNotes(one(), m_page); }},
        needsOne);
    add({"run.register",
         tr("Register the run's model"),
         group,
         "models",
         {},
         [this, one] { askModel(one(), m_page); },
         tr("keep model registry")},
        [this, one] { return cannotRegister(one()); });
    add({"run.delete",
         tr("Move the run to the trash"),
         group,
         "trash",
         {},
         [this] { remove(m_current); },
         tr("delete remove")},
        [this] { return cannotRemove(m_current); });
    updateCommands();
}

}  // namespace flambeau::ui::runs
