// SPDX-License-Identifier: GPL-3.0-or-later
// A real window with the page of datasets, a desk over a workspace in a temporary folder, and the real flambeau-scan.
// Other pages note what they were opened with.
#pragma once

#include <memory>

#include <QApplication>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QElapsedTimer>
#include <QLabel>
#include <QMimeData>
#include <QSettings>
#include <QSignalSpy>
#include <QUndoStack>
#include <QUrl>

#include "flambeau/session/desk.h"
#include "flambeau/session/workspace.h"
#include "flambeau/ui/common/commands.h"
#include "flambeau/ui/common/theme_controller.h"
#include "flambeau/ui/common/widgets.h"
#include "flambeau/ui/datasets/datasets_page.h"
#include "flambeau/ui/datasets/install.h"
#include "flambeau/ui/shell/main_window.h"
#include "test_support.h"
#include "ui_support.h"

namespace flambeau::ui::test {

using flambeau::test::must;
using flambeau::test::TempDir;
using flambeau::test::write;

class OtherPage : public Page {
public:
    PageHeader header() const override { return {"Other", {}, Tone::Neutral, {}, {}, nullptr, nullptr}; }
    void open(const QString& what) override { opened = what; }
    QString opened;
};

/// A picture that no other number makes, in PPM; those of a class have its colour, so that a person can tell them.
inline std::string picture(unsigned number, int label = 0) {
    std::string bytes = "P6\n48 36\n255\n";
    unsigned state = number * 2654435761u + 1;
    for (int i = 0; i < 48 * 36; ++i) {
        state = state * 1664525u + 1013904223u;
        const auto noise = static_cast<int>(state >> 26);
        for (int channel = 0; channel < 3; ++channel)
            bytes += static_cast<char>((channel == label % 3 ? 150 : 60) + noise);
    }
    return bytes;
}

/// train and val, two classes, `each` pictures a class in train and half of it in val.
inline void makeFolder(const fs::path& root, int each = 12,
                       const std::vector<std::string>& classes = {"ants", "bees"}) {
    unsigned number = static_cast<unsigned>(std::hash<std::string>()(root.filename().string()) % 10000) * 1000;
    for (std::size_t label = 0; label < classes.size(); ++label) {
        for (int i = 0; i < each; ++i)
            write(root / "train" / classes[label] / (std::to_string(i) + ".ppm"),
                  picture(++number, static_cast<int>(label)));
        for (int i = 0; i < each / 2; ++i)
            write(root / "val" / classes[label] / (std::to_string(i) + ".ppm"),
                  picture(++number, static_cast<int>(label)));
    }
}

struct DatasetsFixture {
    TempDir dir;
    ThemeController themes;
    std::unique_ptr<session::Desk> desk;
    std::unique_ptr<shell::MainWindow> window;
    std::unique_ptr<QObject> owner = std::make_unique<QObject>();
    datasets::DatasetsPage* page = nullptr;
    OtherPage *newRun = nullptr, *home = nullptr;

    explicit DatasetsFixture(const QSize& size = {1440, 900}) {
        qputenv("FLAMBEAU_SCAN", FLAMBEAU_BIN "/flambeau-scan");
        desk = std::make_unique<session::Desk>(dir / "workspace", false);
        open(size);
    }
    ~DatasetsFixture() {
        owner.reset();
        window.reset();
    }
    void open(const QSize& size = {1440, 900}) {
        window = std::make_unique<shell::MainWindow>(
            themes, shell::WindowOptions{QString::fromStdString((dir / "window.ini").string()), "insects"});
        window->addPage({"home", "Home", "home", {}, {}, [this](PageHost&) { return home = new OtherPage; }});
        window->addPage({"datasets", "Datasets", "datasets", {}, {}, [this](PageHost& host) {
                             return page = new datasets::DatasetsPage(host, *desk);
                         }});
        for (const char* id : {"new-run", "run"})
            window->addPage({id, "Run", "runs", shell::PageEntry::Place::Hidden, "datasets",
                             [this](PageHost&) { return newRun = new OtherPage; }});
        datasets::install(*window, *desk, owner.get());
        window->start();
        window->show();
        window->resize(size);
        QApplication::setActiveWindow(window.get());
        settle();
    }
    void showPage() {
        window->openPage("datasets");
        settle();
    }
    session::DatasetService service() {
        if (!m_workspace)
            m_workspace = must(session::Workspace::open(dir / "workspace"));
        return session::DatasetService(*m_workspace);
    }
    std::vector<session::DatasetEntry> listed(bool trash = false) { return must(service().list(trash)); }

    /// Waits longer than waitFor(): an import starts processes.
    static bool waitLong(const std::function<bool()>& done) {
        for (int i = 0; i < 12; ++i) {
            if (waitFor(done))
                return true;
        }
        return false;
    }
    bool waitForDatasets(std::size_t count) {
        return waitLong([&] { return listed().size() == count; }) && waitLong([&] { return settled(); });
    }
    /// The page shows this and says so in its header.
    bool waitForShown(const QString& title, const QString& within = {}) {
        return waitLong([&] {
            const auto header = page->header();
            return header.title == title && (header.subtitle + header.chip).contains(within);
        });
    }
    bool settled() {
        settle();
        return true;
    }
    /// What the window says about dragging these over it; and lets go.
    QString drag(const QStringList& paths) {
        QMimeData data;
        QList<QUrl> urls;
        for (const QString& path : paths)
            urls << QUrl::fromLocalFile(path);
        data.setUrls(urls);
        QDragEnterEvent enter({600, 400}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(window.get(), &enter);
        auto* overlay = window->findChild<QWidget*>("dropOverlay");
        const QString said = overlay != nullptr && overlay->isVisible() ? overlay->accessibleName() : QString();
        return said;
    }
    QString drop(const QStringList& paths) {
        const QString said = drag(paths);
        QMimeData data;
        QList<QUrl> urls;
        for (const QString& path : paths)
            urls << QUrl::fromLocalFile(path);
        data.setUrls(urls);
        QDropEvent drop(QPointF(600, 400), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(window.get(), &drop);
        settle();
        return said;
    }
    QString path(const std::string& tail) const { return QString::fromStdString((dir / tail).string()); }
    /// The text of what is shown in the error banner or a toast: of all labels in the window that contain `part`.
    bool says(const QString& part) {
        for (auto* widget : window->findChildren<QWidget*>()) {
            if (!widget->isVisible())
                continue;
            const auto* label = qobject_cast<QLabel*>(widget);
            const auto* elided = qobject_cast<ElidedLabel*>(widget);
            const QString text = label ? label->text() : elided ? elided->text() : widget->accessibleName();
            if (text.contains(part) || widget->accessibleDescription().contains(part))
                return true;
        }
        return false;
    }
    template <class T>
    T* named(const QString& name) {
        for (T* widget : window->findChildren<T*>()) {
            if (widget->accessibleName() == name && widget->isVisible())
                return widget;
        }
        return nullptr;
    }
    Button* button(const QString& text) {
        for (Button* one : window->findChildren<Button*>()) {
            if (one->isVisible() && one->text() == text)
                return one;
        }
        return nullptr;
    }
    void trigger(const char* command) {
        QAction* action = window->commands().find(command);
        REQUIRE(action != nullptr);
        action->trigger();
        settle();
    }

private:
    std::unique_ptr<session::Workspace> m_workspace;
};

}  // namespace flambeau::ui::test
