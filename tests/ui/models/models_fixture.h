// SPDX-License-Identifier: GPL-3.0-or-later
// The models' page in a real window on a filled workspace, with stand-ins for the pages that it leads to.
#pragma once

#include <memory>

#include <QApplication>
#include <QDialogButtonBox>
#include <QDir>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QUndoStack>
#include <QUrl>
#include <QVBoxLayout>

#include "filled_workspace.h"
#include "flambeau/session/desk.h"
#include "flambeau/ui/common/commands.h"
#include "flambeau/ui/common/drop.h"
#include "flambeau/ui/common/table.h"
#include "flambeau/ui/common/theme_controller.h"
#include "flambeau/ui/common/widgets.h"
#include "flambeau/ui/models/install.h"
#include "flambeau/ui/models/models_page.h"
#include "flambeau/ui/shell/main_window.h"
#include "ui_support.h"

namespace flambeau::ui::test {

using flambeau::test::must;

class StandIn : public Page {
public:
    explicit StandIn(QString title) : m_title(std::move(title)) { new QVBoxLayout(this); }
    PageHeader header() const override {
        PageHeader header;
        header.title = m_title;
        return header;
    }
    void open(const QString& what) override { opened = what; }
    QString opened;

private:
    QString m_title;
};

class ModelsWindow {
public:
    explicit ModelsWindow(const fs::path& workspace) : desk(std::make_unique<session::Desk>(workspace, false)) {
        window = std::make_unique<shell::MainWindow>(themes,
                                                     shell::WindowOptions{settings.filePath("window.ini"), "insects"});
        for (const char* name : {"Home", "Datasets", "Environments", "Runs"})
            window->addPage({QString(name).toLower(), name, QString(name).toLower(), {}, {}, [name](PageHost&) {
                                 return new StandIn(name);
                             }});
        window->addPage({"models", "Models", "models", {}, {}, [this](PageHost& host) {
                             return page = new models::ModelsPage(host, *desk);
                         }});
        for (const char* name : {"run", "new-run"})
            window->addPage({name, name, "runs", shell::PageEntry::Place::Hidden, "runs",
                             [name](PageHost&) { return new StandIn(name); }});
        models::install(*window, *desk, window.get());
        window->start();
    }
    ~ModelsWindow() {
        window.reset();
        desk.reset();
    }
    void show(const QSize& size = {1440, 900}) {
        window->show();
        window->resize(size);
        QApplication::setActiveWindow(window.get());
        window->openPage("models");
        settle();
    }
    /// Waits until the page shows this version, lineage included.
    void showVersion(const QString& reference) {
        window->openPage("models", reference);
        REQUIRE(wait([&] { return page->shown() && QString::fromStdString(page->shown()->reference()) == reference; }));
        settle();
    }
    /// As waitFor, but long enough for a helper to start on a busy machine.
    static bool wait(const std::function<bool()>& done) {
        for (int i = 0; i < 12; ++i) {
            if (waitFor(done))
                return true;
        }
        return false;
    }
    template <class T>
    T* child(const QString& name) {
        auto* found = page->findChild<T*>(name);
        INFO("There is no " << name);
        REQUIRE(found != nullptr);
        return found;
    }
    /// What is called so, by its accessible name or, a card, by its title; null where there is none.
    template <class T>
    T* find(const QString& name) {
        for (T* one : page->findChildren<T*>()) {
            const auto* card = qobject_cast<const Card*>(one);
            if (one->accessibleName() == name || (card != nullptr && card->title() == name))
                return one;
        }
        return nullptr;
    }
    /// A visible text of the window, whatever paints it, that holds `part`; spaces that do not break are spaces here.
    bool says(const QString& part) {
        const auto holds = [&](QString text) { return text.replace(QChar(0xA0), ' ').contains(part); };
        for (const QWidget* widget : window->findChildren<QWidget*>()) {
            if (!widget->isVisible())
                continue;
            const auto* label = qobject_cast<const QLabel*>(widget);
            const auto* button = qobject_cast<const QAbstractButton*>(widget);
            if ((label && holds(label->text())) || (button && holds(button->text())) || holds(widget->accessibleName()))
                return true;
        }
        return false;
    }
    /// Waits until the window says it; else the failure tells what it says.
    void expect(const QString& part) {
        if (wait([&] { return says(part); }))
            return;
        QStringList texts;
        for (const QWidget* widget : window->findChildren<QWidget*>()) {
            const auto* label = qobject_cast<const QLabel*>(widget);
            if (widget->isVisible() && (label || !widget->accessibleName().isEmpty()))
                texts << (label ? label->text() : widget->accessibleName());
        }
        FAIL("It never says '" << part << "' but " << texts);
    }
    /// Presses a button that is shown, by its text.
    void press(const QString& text) {
        for (auto* button : window->findChildren<QAbstractButton*>()) {
            if (button->isVisible() && button->isEnabled() && button->text() == text) {
                button->click();
                settle();
                return;
            }
        }
        FAIL("There is no button " << text.toStdString());
    }
    /// Answers the file dialog that is open.
    void answer(const QString& file) {
        QFileDialog* dialog = nullptr;
        REQUIRE(waitFor([&] {
            dialog = window->findChild<QFileDialog*>();
            return dialog != nullptr && dialog->isVisible();
        }));
        // As somebody types it: the whole path into the field.
        auto* field = dialog->findChild<QLineEdit*>("fileNameEdit");
        REQUIRE(field != nullptr);
        field->setText(file);
        const bool save = dialog->acceptMode() == QFileDialog::AcceptSave;
        auto* buttons = dialog->findChild<QDialogButtonBox*>();
        buttons->button(save ? QDialogButtonBox::Save : QDialogButtonBox::Open)->click();
        settle();
    }
    /// Drops files as the desktop would: enters, moves, lets go. What was said before letting go.
    QString drop(QWidget& target, const QStringList& paths) {
        QMimeData data;
        QList<QUrl> urls;
        for (const QString& path : paths)
            urls << QUrl::fromLocalFile(path);
        data.setUrls(urls);
        const auto offer = window->drops().offerFor(paths);
        QDragEnterEvent enter({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&target, &enter);
        QDragMoveEvent move({12, 12}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&target, &move);
        QDropEvent let({12, 12}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        if (move.isAccepted())
            QApplication::sendEvent(&target, &let);
        settle();
        return offer ? offer->text : QString();
    }
    StandIn* standIn(const QString& id) { return dynamic_cast<StandIn*>(window->page(id)); }

    QTemporaryDir settings;
    ThemeController themes;
    std::unique_ptr<session::Desk> desk;
    std::unique_ptr<shell::MainWindow> window;
    models::ModelsPage* page = nullptr;
};

inline QString spaced(QString text) {
    return text.replace(QChar(0xA0), ' ');
}

/// What a worker's services say, from this thread, on a connection of its own.
template <class F>
auto ask(FilledWorkspace& filled, F work) {
    session::RegistryService registry(filled.workspace());
    return work(registry);
}

}  // namespace flambeau::ui::test
