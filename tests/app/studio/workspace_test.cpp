// SPDX-License-Identifier: GPL-3.0-or-later
// A workspace that cannot be opened, and one that is moved, in the whole window.
#include <signal.h>
#include <unistd.h>

#include <set>

#include <QProcess>
#include <QSignalSpy>

#include "filled_workspace.h"
#include "flambeau/session/maintenance.h"
#include "flambeau/session/overview.h"
#include "flambeau/session/workspace.h"
#include "flambeau/studio/program.h"
#include "flambeau/studio/pulse.h"
#include "flambeau/studio/studio.h"
#include "flambeau/ui/common/theme_controller.h"
#include "flambeau/ui/shell/main_window.h"
#include "test_support.h"
#include "window_hand.h"

using namespace flambeau;
using namespace flambeau::studio;
using namespace flambeau::studio::test;
using namespace flambeau::ui::test;
using flambeau::test::must;
using flambeau::test::read;
using flambeau::test::TempDir;
using flambeau::test::write;

namespace {

const std::string kGarbage = [] {
    std::string text;
    while (text.size() < 20'000)
        text += "this was a database once ";
    return text;
}();

/// With a configuration of its own, which a workspace that was opened is written into.
struct Started {
    TempDir home;
    QByteArray before = qgetenv("XDG_CONFIG_HOME");
    ui::ThemeController themes;
    std::unique_ptr<Program> program;

    Started() {
        qputenv("XDG_CONFIG_HOME", QByteArray::fromStdString((home / "config").string()));
        program = std::make_unique<Program>(themes);
    }
    ~Started() {
        program.reset();
        if (before.isEmpty())
            qunsetenv("XDG_CONFIG_HOME");
        else
            qputenv("XDG_CONFIG_HOME", before);
    }
    bool message() {
        return waitFor([&] { return program->message() != nullptr && program->message()->isVisible(); });
    }
    bool works() {
        return waitFor([&] { return program->studio() != nullptr && program->studio()->pulse().known(); });
    }
    /// The next message comes in the place of this one.
    bool tryInVain() {
        const QPointer<QWidget> before = program->message();
        return press("Try again") && waitFor([&] { return !before; }) && message();
    }
    bool press(const QString& text) {
        auto* found = program->message() == nullptr ? nullptr : button(*program->message(), text);
        if (found != nullptr)
            found->click();
        return found != nullptr;
    }
};

fs::path emptyWorkspace(const fs::path& folder, bool backup = false) {
    const auto made = must(session::Workspace::open(folder));
    if (backup)
        must(session::backupWorkspace(*made));
    return folder;
}

/// As a later Flambeau would leave it: the header's `user_version`.
void makeNewer(const fs::path& database) {
    std::string bytes = read(database);
    REQUIRE(bytes.size() > 100);
    bytes[60] = bytes[61] = bytes[62] = 0;
    bytes[63] = 99;
    write(database, bytes);
}

std::set<std::string> namesIn(const fs::path& folder) {
    std::set<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder))
        names.insert(entry.path().filename().string());
    return names;
}

fs::path copyOf(FilledWorkspace& filled, const fs::path& to) {
    fs::copy(filled.folder(), to, fs::copy_options::recursive | fs::copy_options::copy_symlinks);
    return to;
}

}  // namespace

TEST_CASE("A workspace whose database is damaged is told with what can be done, and its copy can take its place") {
    Started s;
    SECTION("without a copy") {
        const fs::path folder = s.home / "garden";
        write(folder / "workspace.db", kGarbage);
        REQUIRE(s.program->open(folder) == Opened::Here);
        REQUIRE(s.message());
        CHECK(s.program->studio() == nullptr);
        CHECK(words(*s.program->message()).contains("not a database"));
        CHECK(words(*s.program->message()).contains("Nothing was changed"));
        CHECK(button(*s.program->message(), "Use the copy") == nullptr);
        CHECK(button(*s.program->message(), "Choose another workspace …") != nullptr);
        for (const bool dark : {false, true}) {
            s.themes.setMode(dark ? ui::ThemeMode::Dark : ui::ThemeMode::Light);
            settle();
            save(shot(*s.program->message()), dark ? "message-damaged-dark" : "message-damaged-light");
        }
        s.themes.setMode(ui::ThemeMode::Light);
        CHECK(layoutFaults(*s.program->message()) == QStringList());
        CHECK(unnamed(*s.program->message()) == QStringList());
        CHECK(read(folder / "workspace.db") == kGarbage);
        REQUIRE(s.tryInVain());
        CHECK(read(folder / "workspace.db") == kGarbage);
        // Once it has been put right by hand, trying again opens it.
        const fs::path good = emptyWorkspace(s.home / "good");
        fs::copy_file(good / "workspace.db", folder / "workspace.db", fs::copy_options::overwrite_existing);
        REQUIRE(s.press("Try again"));
        CHECK(s.works());
    }
    SECTION("with a copy") {
        const fs::path folder = emptyWorkspace(s.home / "garden", true);
        write(folder / "workspace.db", kGarbage);
        REQUIRE(s.program->open(folder) == Opened::Here);
        REQUIRE(s.message());
        save(shot(*s.program->message()), "message-copy-light");
        REQUIRE(s.press("Use the copy"));
        REQUIRE(s.works());
        std::size_t kept = 0;
        for (const auto& name : namesIn(folder)) {
            if (name.starts_with("workspace.db.broken-"))
                kept += read(folder / name) == kGarbage ? 1 : 0;
        }
        CHECK(kept == 1);
    }
    SECTION("gone, while copies of it are left") {
        const fs::path folder = emptyWorkspace(s.home / "garden", true);
        for (const char* tail : {"", "-wal", "-shm"})
            fs::remove(folder / (std::string("workspace.db") + tail));
        REQUIRE(s.program->open(folder) == Opened::Failed);
        REQUIRE(s.message());
        CHECK_FALSE(fs::exists(folder / "workspace.db"));
        REQUIRE(s.press("Use the copy"));
        CHECK(s.works());
    }
    useTheme(false);
}

TEST_CASE("A workspace of a newer Flambeau is left as it is, and says what can be done") {
    Started s;
    const fs::path folder = emptyWorkspace(s.home / "garden");
    makeNewer(folder / "workspace.db");
    const std::string before = read(folder / "workspace.db");
    REQUIRE(s.program->open(folder) == Opened::Here);
    REQUIRE(s.message());
    CHECK(words(*s.program->message()).contains("newer Flambeau"));
    CHECK(words(*s.program->message()).contains("Update Flambeau"));
    CHECK(button(*s.program->message(), "Use the copy") == nullptr);
    CHECK(read(folder / "workspace.db") == before);
    SECTION("a copy from before the update can take its place") {
        must(session::backupWorkspace(*must(session::Workspace::open(s.home / "other"))));
        fs::copy(s.home / "other/backups", folder / "backups",
                 fs::copy_options::recursive | fs::copy_options::overwrite_existing);
        REQUIRE(s.tryInVain());
        REQUIRE(s.press("Use the copy"));
        CHECK(s.works());
    }
    SECTION("closing the message ends the program") {
        QSignalSpy ended(s.program.get(), &Program::ended);
        s.program->message()->close();
        CHECK(waitFor([&] { return ended.count() == 1; }));
    }
}

TEST_CASE("A folder that is not there, cannot be written or is not ours becomes no workspace by itself") {
    Started s;
    SECTION("one that cannot be made") {
        CHECK(s.program->open("/proc/nowhere/garden") == Opened::Failed);
        REQUIRE(s.message());
        CHECK(words(*s.program->message()).contains("/proc/nowhere"));
        REQUIRE(s.tryInVain());
    }
    SECTION("one that cannot be written") {
        if (geteuid() == 0) {
            WARN("skipped: root may write everywhere");
            return;
        }
        const fs::path folder = emptyWorkspace(s.home / "garden");
        fs::permissions(folder, fs::perms::owner_read | fs::perms::owner_exec);
        (void)s.program->open(folder);
        REQUIRE(s.message());
        CHECK(words(*s.program->message()).contains("writable"));
        fs::permissions(folder, fs::perms::owner_all);
        REQUIRE(s.press("Try again"));
        CHECK(s.works());
    }
    SECTION("pictures of the user") {
        write(s.home / "pictures/bees/1.jpg", "x");
        CHECK(s.program->open(s.home / "pictures") == Opened::Failed);
        REQUIRE(s.message());
        CHECK(words(*s.program->message()).contains("is no workspace"));
        CHECK(namesIn(s.home / "pictures") == std::set<std::string>{"bees"});
    }
    SECTION("one that is gone since the window listed it") {
        const fs::path first = s.home / "first", gone = s.home / "gone";
        REQUIRE(s.program->open(first) == Opened::Here);
        REQUIRE(s.works());
        auto* studio = s.program->studio();
        emit studio->workspaceWanted(QString::fromStdString(gone.string()));
        REQUIRE(waitFor([&] { return !errorText(studio->window()).isEmpty(); }));
        CHECK(errorText(studio->window()).contains("is not there"));
        CHECK(s.program->studio() == studio);
        CHECK_FALSE(fs::exists(gone));
    }
}

TEST_CASE("A workspace whose folder vanishes under the window does not take the window along") {
    FilledWorkspace filled({.pictures = 8, .unfinished = false});
    Started s;
    const fs::path folder = copyOf(filled, s.home / "Insects");
    REQUIRE(s.program->open(folder) == Opened::Here);
    REQUIRE(s.works());
    fs::remove_all(folder);
    auto& window = s.program->studio()->window();
    for (const char* page : {"datasets", "runs", "models", "new-run", "compute", "environments", "settings", "home"}) {
        window.openPage(page);
        INFO(page);
        CHECK(waitFor([&] { return !s.program->studio()->desk().busy(); }));
        CHECK(window.currentPageId() == page);
    }
    // The way to another one is open.
    emit s.program->studio()->workspaceWanted(QString::fromStdString(emptyWorkspace(s.home / "other").string()));
    REQUIRE(waitFor([&] { return s.program->studio() && s.program->studio()->workspace() == s.home / "other"; }));
    CHECK(s.works());
}

TEST_CASE("Who changes to a workspace that cannot be opened can go back, and does not begin there again") {
    Started s;
    const fs::path first = s.home / "first", bad = s.home / "bad";
    write(bad / "workspace.db", kGarbage);
    REQUIRE(s.program->open(first) == Opened::Here);
    REQUIRE(s.works());
    emit s.program->studio()->workspaceWanted(QString::fromStdString(bad.string()));
    REQUIRE(s.message());
    CHECK(must(session::chooseWorkspace({})) != bad);
    REQUIRE(s.press("Back to first"));
    REQUIRE(s.works());
    CHECK(s.program->studio()->workspace() == first);
    REQUIRE(waitFor([&] { return must(session::chooseWorkspace({})) == first; }));
}

TEST_CASE("The program itself says on its terminal that a workspace cannot be opened, waits, and ends when asked") {
    TempDir home;
    const fs::path folder = home / "garden";
    write(folder / "workspace.db", kGarbage);
    QProcess window;
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert("QT_QPA_PLATFORM", "offscreen");
    environment.insert("XDG_CONFIG_HOME", QString::fromStdString((home / "config").string()));
    environment.insert("LANG", "de_DE.UTF-8");
    window.setProcessEnvironment(environment);
    window.setReadChannel(QProcess::StandardError);
    QString wanted = "not a database";
    SECTION("damaged") {}
    SECTION("not ours, in the desktop's language") {
        fs::remove(folder / "workspace.db");
        write(folder / "letter.txt", "x");
        wanted = "ist kein Arbeitsbereich";
    }
    window.start(QString(FLAMBEAU_BIN) + "/flambeau", {"--workspace", QString::fromStdString(folder.string())});
    REQUIRE(window.waitForStarted());
    QByteArray said;
    while (!said.contains(wanted.toUtf8()) && window.waitForReadyRead(20'000))
        said += window.readAllStandardError();
    INFO(said.toStdString());
    CHECK(said.contains(wanted.toUtf8()));
    CHECK(window.state() == QProcess::Running);
    ::kill(static_cast<pid_t>(window.processId()), SIGTERM);
    REQUIRE(window.waitForFinished(20'000));
    CHECK(window.exitStatus() == QProcess::NormalExit);
    CHECK(window.exitCode() == 0);
    if (fs::exists(folder / "workspace.db"))
        CHECK(read(folder / "workspace.db") == kGarbage);
    else
        CHECK(namesIn(folder) == std::set<std::string>{"letter.txt"});
}

TEST_CASE("A workspace that is moved from the settings goes on in its new folder, whole, and leaves nothing behind") {
    FilledWorkspace filled({.pictures = 8, .unfinished = false});
    Started s;
    const fs::path from = copyOf(filled, s.home / "Insects"), target = s.home / "disk";
    fs::create_directories(target);
    REQUIRE(s.program->open(from) == Opened::Here);
    REQUIRE(s.works());
    const auto before = s.program->studio()->pulse().overview();
    REQUIRE(before.runs > 5);
    const auto ask = [&] {
        auto& window = s.program->studio()->window();
        window.openPage("settings");
        REQUIRE(waitFor([&] { return button(window, "Move this workspace …") != nullptr; }));
        button(window, "Move this workspace …")->click();
        REQUIRE(chooseFolder(window, QString::fromStdString(target.string())));
    };
    SECTION("into an empty folder") {
        ask();
        REQUIRE(waitFor([&] { return s.program->studio() && s.program->studio()->workspace() == target / "Insects"; }));
        REQUIRE(s.works());
        CHECK_FALSE(fs::exists(from));
        const auto now = s.program->studio()->pulse().overview();
        CHECK(now.runs == before.runs);
        CHECK(now.datasets == before.datasets);
        CHECK(now.models == before.models);
        bool whole = false, known = false;
        s.program->studio()->desk().ask(
            session::Lane::Chores, s.program.get(),
            [](session::Services& services, const session::Work& work) {
                return session::checkWorkspace(services.workspace, true, work.stop, {});
            },
            [&](const Result<session::WorkspaceHealth>& health) {
                known = true;
                whole = health && health->ok();
            });
        REQUIRE(waitFor([&] { return known; }));
        CHECK(whole);
        // A run's page shows what lies in its folder.
        auto& window = s.program->studio()->window();
        window.openPage("run", QString::fromStdString(filled.run("shapes-02").str()));
        CHECK(waitFor([&] { return !s.program->studio()->desk().busy(); }));
        CHECK(errorText(window).isEmpty());
        CHECK(fs::exists(target / "Insects/local/runs" / filled.run("shapes-02").str()));
    }
    SECTION("not into a folder that holds something of that name") {
        write(target / "Insects/letter.txt", "x");
        ask();
        REQUIRE(waitFor([&] { return s.program->studio() && !errorText(s.program->studio()->window()).isEmpty(); }));
        CHECK(errorText(s.program->studio()->window()).contains("not an empty folder"));
        REQUIRE(s.works());
        CHECK(s.program->studio()->workspace() == from);
        CHECK(s.program->studio()->pulse().overview().runs == before.runs);
        CHECK(namesIn(target / "Insects") == std::set<std::string>{"letter.txt"});
    }
}

TEST_CASE("A workspace in which a run goes on is not moved, and its window stays as it is") {
    FilledWorkspace filled({.pictures = 8, .live = true});
    Started s;
    REQUIRE(s.program->open(filled.folder()) == Opened::Here);
    REQUIRE(waitFor([&] { return s.works() && s.program->studio()->pulse().overview().running() == 1; }));
    auto* studio = s.program->studio();
    const fs::path target = s.home / "disk";
    emit studio->moveWanted(QString::fromStdString(target.string()));
    REQUIRE(waitFor([&] { return !errorText(studio->window()).isEmpty(); }));
    CHECK(errorText(studio->window()).contains("shapes-10"));
    CHECK(s.program->studio() == studio);
    CHECK(fs::exists(filled.folder() / "workspace.db"));
    CHECK_FALSE(fs::exists(target));
}
