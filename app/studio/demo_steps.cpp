// SPDX-License-Identifier: GPL-3.0-or-later
// The steps of the demo, in order.
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QLineEdit>
#include <QPushButton>
#include <QTabBar>

#include "flambeau/session/desk.h"
#include "flambeau/studio/demo.h"
#include "flambeau/studio/pulse.h"
#include "flambeau/studio/studio.h"
#include "flambeau/ui/common/commands.h"
#include "hand.h"

namespace flambeau::studio {
namespace {

void clickTab(const Hand& hand, QWidget& window, const QString& text) {
    for (auto* bar : window.findChildren<QTabBar*>()) {
        for (int i = 0; bar->isVisible() && i < bar->count(); ++i) {
            if (bar->tabText(i).startsWith(text)) {
                hand.click(bar, bar->tabRect(i).center());
                return;
            }
        }
    }
}

/// Writes the name into the dialog that is open and presses its button; false while none is.
bool saveInDialog(const Hand& hand, const QString& file) {
    for (QWidget* top : QApplication::topLevelWidgets()) {
        auto* dialog = qobject_cast<QFileDialog*>(top);
        if (dialog == nullptr || !dialog->isVisible())
            continue;
        auto* name = dialog->findChild<QLineEdit*>("fileNameEdit");
        auto* buttons = dialog->findChild<QDialogButtonBox*>();
        if (name == nullptr || buttons == nullptr || buttons->button(QDialogButtonBox::Save) == nullptr)
            return false;
        // A whole path that is typed meets the dialog's completion, which changes it while it lists that folder.
        const QFileInfo wanted(file);
        if (dialog->directory() != wanted.absoluteDir()) {
            dialog->setDirectory(wanted.absolutePath());
            return false;
        }
        if (name->text() != wanted.fileName()) {
            hand.type(name, wanted.fileName(), false);
            return false;  // its button wakes up after that
        }
        if (!Hand::ready(buttons->button(QDialogButtonBox::Save)))
            return false;
        hand.click(buttons->button(QDialogButtonBox::Save));
        return true;
    }
    return false;
}

/// Chooses the entry that begins so, by its letters, as the keyboard does.
void choose(const Hand& hand, const QString& field, const QString& entry) {
    auto* box = qobject_cast<QComboBox*>(hand.named(field));
    if (box == nullptr || box->currentText().startsWith(entry, Qt::CaseInsensitive))
        return;
    box->setFocus(Qt::MouseFocusReason);
    for (const QChar c : entry)
        hand.key(box, c.toUpper().unicode(), QString(c));
}

}  // namespace

void Demo::addDropSteps() {
    auto& desk = m_studio->desk();
    const auto datasets = [this] { return m_studio->pulse().overview().datasets; };
    m_steps.push_back({"01-welcome", "an empty workspace",
                       [this, &desk] {
                           desk.ask(
                               session::Lane::Import, this,
                               [folder = fs::path(m_sample.toStdString())](session::Services& services,
                                                                           const session::Work& work) -> Status {
                                   FLAMBEAU_CHECK(makeDirs(folder.parent_path()));
                                   return services.datasets.drawSample(folder, work.stop);
                               },
                               [this](const Status& drawn) {
                                   m_drawn = true;
                                   if (!drawn)
                                       m_problem = QString::fromStdString(drawn.error().message);
                               });
                       },
                       [this] { return m_drawn && m_studio->pulse().known() && calm(); }});
    m_steps.push_back({"02-drag", "a folder of pictures is dragged over the window, which says what it would do",
                       [this] { m_hand->dragOver({m_sample}); }, [this] { return calm(); }});
    m_steps.push_back({"03-import", "it is dropped: every picture is opened, checked, hashed",
                       [this] { m_hand->drop({m_sample}); }, [datasets, this] { return datasets() == 1 && calm(); },
                       120});
    m_steps.push_back({"04-dataset", "the dataset: classes, splits, a preview",
                       [this] { m_hand->click(m_hand->button("Datasets")); }, [this] { return calm(); }});
    m_steps.push_back({"05-findings", "what was found in it",
                       [this] { clickTab(*m_hand, m_studio->window(), "Findings"); }, [this] { return calm(); }});
}

void Demo::addRunSteps() {
    const auto overview = [this]() -> const session::Overview& { return m_studio->pulse().overview(); };
    m_steps.push_back({"06-new-run", "a new run with what suits these pictures",
                       [this] { m_hand->click(m_hand->button("Train on this")); },
                       [this] { return m_hand->named("Epochs") != nullptr && calm(); }});
    m_steps.push_back({"07-filled-in", "a few epochs of a small network are enough for the sample",
                       [this] {
                           choose(*m_hand, "Model", "Tiny");
                           m_hand->type(m_hand->named("Epochs"), QString::number(m_options.epochs));
                           m_hand->type(m_hand->named("Learning rate"), "0,003");
                           m_hand->click(m_hand->button("Expert settings"));
                           choose(*m_hand, "Optimizer", "adamw");
                           choose(*m_hand, "Augmentation", "none");
                           if (QWidget* model = m_hand->named("Register the best as")) {
                               auto* box = qobject_cast<QComboBox*>(model);
                               m_hand->type(box != nullptr && box->lineEdit() ? box->lineEdit() : model, "shapes");
                           }
                       },
                       [this] { return Hand::ready(m_hand->button("Run")) && calm(); }, 120});
    m_steps.push_back({"08-started", "Run is pressed", [this] { m_hand->click(m_hand->button("Run")); },
                       [this, overview] {
                           return m_studio->window().currentPageId() == "run" && overview().runs == 1 &&
                                  overview().running() == 1;
                       },
                       120});
    m_steps.push_back({"09-live",
                       "the curve grows while it trains",
                       {},
                       [overview] {
                           const auto& runs = overview().unfinished;
                           return runs.empty() || runs.front().share >= 0.5;
                       },
                       300});
    m_steps.push_back({"10-done",
                       "it is done, with every point",
                       {},
                       [this, overview] { return overview().unfinished.empty() && calm(); },
                       300});
    m_steps.push_back({"11-confusion", "what was taken for what",
                       [this] { clickTab(*m_hand, m_studio->window(), "Confusion"); }, [this] { return calm(); }});
}

void Demo::addModelSteps() {
    m_steps.push_back({"12-registered",
                       "the model is in the registry, its ONNX file judged",
                       {},
                       [this] { return m_studio->pulse().overview().models == 1 && calm(); },
                       120,
                       false});
    m_steps.push_back({"12-model", "the model, where it came from, its verdict",
                       [this] { m_hand->click(m_hand->button("Models")); }, [this] { return calm(); }});
    m_steps.push_back({"13-export", "its ONNX file is exported",
                       [this] { m_studio->window().commands().find("model.export")->trigger(); },
                       [this] {
                           m_exported = m_exported || saveInDialog(*m_hand, m_onnx);
                           return m_exported && QFileInfo(m_onnx).size() > 0 && calm();
                       },
                       60});
    m_steps.push_back({"14-predict", "it is asked about pictures that are dropped",
                       [this] {
                           m_hand->dragOver(samplePictures());
                           m_hand->drop(samplePictures());
                       },
                       [this] { return m_hand->named("What it says") != nullptr && calm(); }, 60});
    m_steps.push_back({"15-home", "home, with the run and the model", [this] { m_hand->click(m_hand->button("Home")); },
                       [this] { return calm(); }});
}

}  // namespace flambeau::studio
