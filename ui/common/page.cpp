// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/ui/common/page.h"

#include <QAction>
#include <QUndoCommand>
#include <QUndoStack>

#include "flambeau/ui/common/icons.h"

namespace flambeau::ui {
namespace {

class FunctionCommand : public QUndoCommand {
public:
    FunctionCommand(const QString& text, std::function<void()> redo, std::function<void()> undo)
        : QUndoCommand(text), m_redo(std::move(redo)), m_undo(std::move(undo)) {}
    void redo() override { m_redo(); }
    void undo() override { m_undo(); }

private:
    std::function<void()> m_redo, m_undo;
};

}  // namespace

QAction* pageAction(QObject* owner, const QString& text, const QString& iconName, std::function<void()> run) {
    auto* action = new QAction(text, owner);
    action->setProperty("iconName", iconName);
    action->setToolTip({});
    QObject::connect(action, &QAction::triggered, action, [run = std::move(run)] {
        if (run)
            run();
    });
    return action;
}

void doWithUndo(PageHost& host, const QString& text, std::function<void()> redo, std::function<void()> undo) {
    QUndoStack& stack = host.undoStack();
    stack.push(new FunctionCommand(text, std::move(redo), std::move(undo)));
    // The button takes back this step only; when others came since, Ctrl+Z is the way.
    const int step = stack.index();
    host.say(text, QObject::tr("Undo"), [&stack, step] {
        if (stack.index() == step)
            stack.undo();
    });
}

}  // namespace flambeau::ui
