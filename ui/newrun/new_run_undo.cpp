// SPDX-License-Identifier: GPL-3.0-or-later
// What changes more of the form than was pointed at says so and can be taken back.
#include <QPointer>
#include <QUndoStack>

#include "flambeau/ui/common/text.h"
#include "page_state.h"

namespace flambeau::ui::newrun {
namespace {

constexpr qsizetype kNamed = 4;

/// A person has put something into it.
bool filledIn(const Form& form) {
    return !form.touched.empty() || !form.name.empty() || !form.experiment.empty() || !form.registerAs.empty() ||
           !form.notes.empty() || !form.tags.empty() || !form.minutes.empty() || form.priority != 0 || form.resumes > 0;
}

std::vector<std::string> differences(const Form& one, const Form& other) {
    std::vector<std::string> names;
    for (const auto& [name, value] : one.values) {
        if (other.value(name) != value)
            names.push_back(name);
    }
    return names;
}

QString titles(const std::vector<std::string>& names, const std::string& cause) {
    QStringList said;
    for (const auto& name : names) {
        if (name != cause)
            said << parameterTitle(name);
    }
    const qsizetype more = said.size() - kNamed;
    if (more > 0)
        return NewRunPage::tr("%1 and %2 more").arg(said.mid(0, kNamed).join(QStringLiteral(", "))).arg(more);
    return said.join(QStringLiteral(", "));
}

}  // namespace

void NewRunPage::putForm(Form form, const QString& draft, const QString& copyOf) {
    m->form = std::move(form);
    m->draft = draft;
    m->copyOf = copyOf;
    m->beforeDataset.reset();
    m->known.dataset.reset();
    m->known.whole.reset();
    m->ready->setFailure({});
    askDataset();
    formChanged();
    emit headerChanged();
}

void NewRunPage::setForm(Form form, const QString& said, const QString& draft, const QString& copyOf) {
    struct Filled {
        Form form;
        QString draft, copyOf;
    };
    const Filled before{m->form, m->draft, m->copyOf}, after{std::move(form), draft, copyOf};
    if (!filledIn(before.form)) {
        putForm(after.form, draft, copyOf);
        return;
    }
    QPointer<NewRunPage> self(this);
    const auto put = [self](const Filled& filled) {
        if (self)
            self->putForm(filled.form, filled.draft, filled.copyOf);
    };
    doWithUndo(
        m_host, said, [put, after] { put(after); },
        [put, before, self] {
            if (self)
                self->m_host.openPage(QStringLiteral("new-run"));  // what comes back shall be seen
            put(before);
        });
}

void NewRunPage::tellChanges(const Form& before, const QString& said, const std::string& cause) {
    const std::vector<std::string> names = differences(before, m->form);
    const bool moved = before.compute != m->form.compute;
    const bool gpus = moved || before.gpus != m->form.gpus;
    QStringList changed;
    if (moved && cause != kPlace)
        changed << tr("Where");
    if (const QString settings = titles(names, cause); !settings.isEmpty())
        changed << settings;
    const QString others = changed.join(QStringLiteral(", "));
    if (others.isEmpty())
        return;
    QPointer<NewRunPage> self(this);
    // These settings alone: what is typed after this is not taken back with them.
    const auto put = [self, names, moved, gpus](const Form& form) {
        if (!self)
            return;
        for (const auto& name : names) {
            self->m->form.values[name] = form.value(name);
            if (form.touched.contains(name))
                self->m->form.touched.insert(name);
            else
                self->m->form.touched.erase(name);
        }
        if (moved)
            self->m->form.compute = form.compute;
        if (gpus)
            self->m->form.gpus = form.gpus;
        self->chooseDataset(text(form.dataset));
        self->formChanged();
        if (moved)
            self->askHosts(false);
    };
    doWithUndo(
        m_host, said.contains(QLatin1String("%1")) ? said.arg(others) : said, [put, after = m->form] { put(after); },
        [put, before] { put(before); });
}

void NewRunPage::resetExpert() {
    const Form before = m->form;
    for (const auto& spec : expertParameters(m->form.recipe)) {
        m->form.values[spec.name] = domain::formatParameter(spec.defaultValue);
        m->form.touched.erase(spec.name);
    }
    formChanged();
    tellChanges(before, tr("Back at their defaults: %1"));
}

void NewRunPage::pickDataset(const QString& reference) {
    if (!m->form.dataset.empty() && m->form.dataset != reference.toStdString())
        m->beforeDataset = m->form;
    chooseDataset(reference);
}

void NewRunPage::chooseEngine(const QString& trainer) {
    QString before;
    if (m->known.engine) {
        for (const auto& choice : m->known.engine->choices) {
            if (choice.chosen && choice.origin == session::EngineOrigin::Prepared)
                before = text(choice.trainer.string());  // the one beside the program is meant by no name
        }
    }
    // The page may be gone when it is undone; the desk and the host are not.
    session::Desk* desk = &m_desk;
    PageHost* host = &m_host;
    const auto choose = [desk, host](const QString& path) {
        desk->ask(
            session::Lane::Chores, desk,
            [path = fs::path(path.toStdString())](session::Services&, const session::Work&) -> Result<bool> {
                FLAMBEAU_CHECK(session::chooseTrainer(path));
                return true;
            },
            [desk, host](Result<bool> done) {
                if (!done)
                    host->showError(done.error());
                desk->announce(session::Topic::Engines);
            });
    };
    doWithUndo(
        m_host, tr("New runs use this engine"), [choose, trainer] { choose(trainer); },
        [choose, before] { choose(before); });
    m->engineStep = m_host.undoStack().index();
}

/// What suits the engine that was chosen is there: what it changed is said beside the choice, whose undo takes it back.
void NewRunPage::tellEngine(const Form& before) {
    QUndoStack* stack = &m_host.undoStack();
    const int step = std::exchange(m->engineStep, -1);
    const QString others = titles(differences(before, m->form), {});
    if (step < 0 || others.isEmpty() || stack->index() != step)
        return;
    m_host.say(tr("New runs use this engine. Changed with it: %1").arg(others), tr("Undo"), [stack, step] {
        if (stack->index() == step)
            stack->undo();
    });
}

}  // namespace flambeau::ui::newrun
