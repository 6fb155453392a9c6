// SPDX-License-Identifier: GPL-3.0-or-later
// Other machines on the page, in a real window over a real desk, against real sshds on loopback.
#include <arpa/inet.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <QClipboard>
#include <QCompleter>
#include <QUndoStack>

#include "hosts_fixture.h"
#include "terminal.h"

using namespace flambeau;
using namespace flambeau::ui;
using namespace flambeau::ui::compute;
using namespace flambeau::ui::compute::test;

namespace {

/// A port that takes connections and never says a word.
struct SilentPort {
    SilentPort() : fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        REQUIRE(::bind(fd, reinterpret_cast<sockaddr*>(&address), size) == 0);
        REQUIRE(::listen(fd, 4) == 0);
        REQUIRE(::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) == 0);
        port = ntohs(address.sin_port);
    }
    ~SilentPort() { ::close(fd); }
    int fd, port = 0;
};

}  // namespace

TEST_CASE("The first host is added from a pasted ssh command: its key is shown and trusted in place, once") {
    if (!Sshd::available())
        return;
    const TempDir dir;
    const Sshd sshd(dir / "a");
    Bench bench(&sshd);
    CHECK(bench.list().rows().size() == 1);
    save(shot(*bench.window), "compute-first");
    bench.type(commandTo(sshd));
    press(*bench.add().address(), Qt::Key_Return);
    REQUIRE(bench.asked());
    const QString shown = bench.question().fingerprint()->toPlainText();
    CHECK(shown.startsWith("SHA256:"));
    CHECK(shown.size() == 50);
    CHECK(QApplication::focusWidget() == bench.question().no());
    CHECK(bench.question().remark().remove(QChar(0x200b)).endsWith("kept in ~/.ssh/known_hosts."));
    CHECK(bench.add().isHidden());
    checkLooks(*bench.window, "compute-key");
    click(*bench.question().yes(), {5, 5});
    REQUIRE(bench.added());
    CHECK(bench.question().isHidden());
    CHECK(bench.add().isVisible());
    CHECK(bench.list().chosen() == "127.0.0.1");
    CHECK(flambeau::test::read(bench.ssh() / "known_hosts").find("ssh-ed25519") != std::string::npos);
    const auto rows = bench.view().test()->view()->rows();
    REQUIRE(rows.size() >= 10);
    CHECK(rows[0].name == "Host key");
    CHECK(rows[0].full == "ED25519 " + shown + ", known");
    CHECK(rows[0].value.startsWith("ED25519 " + shown.left(19)));
    CHECK(rows[1].name == "Signed in");
    CHECK(rows[1].value.contains("away"));
    // It is connected to already: its use is measured, its queue and disk are read, and nothing is asked again.
    CHECK(soon([&] { return bench.view().use()->lines().last().use >= 0; }));
    CHECK(soon([&] { return bench.view().disk()->list()->rows().size() >= 5; }));
    CHECK(soon([&] { return bench.list().rows()[1].state == "Idle"; }));
    CHECK(bench.question().isHidden());
    checkLooks(*bench.window, "compute-host");
}

TEST_CASE("A key that is not trusted keeps no host and leaves the form as it was typed") {
    if (!Sshd::available())
        return;
    const TempDir dir;
    const Sshd sshd(dir / "a");
    Bench bench(&sshd);
    bench.type(commandTo(sshd));
    click(*bench.add().connectButton(), {5, 5});
    REQUIRE(bench.asked());
    press(*bench.window, Qt::Key_Escape);
    REQUIRE(soon([&] { return bench.add().connectButton()->isEnabled(); }));
    CHECK(bench.question().isHidden());
    CHECK(bench.add().address()->text() == commandTo(sshd));
    CHECK(bench.add().error()->isHidden());
    CHECK(bench.list().rows().size() == 1);
    CHECK_FALSE(fs::exists(bench.ssh() / "known_hosts"));
}

TEST_CASE("A port that nothing listens on is said with what to do, until something else is typed") {
    Bench bench;
    bench.type(QString("me@127.0.0.1:%1").arg(flambeau::test::freePort()));
    press(*bench.add().address(), Qt::Key_Return);
    REQUIRE(bench.failed());
    CHECK(bench.add().error()->message()->text().startsWith("Cannot reach 127.0.0.1"));
    CHECK(bench.add().error()->hint()->text().contains("port"));
    save(shot(*bench.window), "compute-wrong-port");
    CHECK(layoutFaults(*bench.window) == QStringList());
    QTest::keyClicks(bench.add().address(), "1");
    CHECK(bench.add().error()->isHidden());
    bench.type("two words");
    press(*bench.add().address(), Qt::Key_Return);
    REQUIRE(bench.failed());
}

TEST_CASE("A host whose key changed is refused with the old and the new fingerprint and where the old one stands") {
    if (!Sshd::available())
        return;
    const TempDir dir;
    const Sshd sshd(dir / "a"), other(dir / "b");
    Bench bench(&sshd);
    std::string line = other.knownHostsLine();
    line.replace(line.find("]:") + 2, std::to_string(other.port()).size(), std::to_string(sshd.port()));
    flambeau::test::write(bench.ssh() / "known_hosts", line);
    bench.type(commandTo(sshd));
    press(*bench.add().address(), Qt::Key_Return);
    REQUIRE(bench.failed());
    CHECK(bench.question().isHidden());
    const QString detail = bench.add().error()->detail()->toPlainText();
    CHECK(detail.count("SHA256:") == 2);
    CHECK(detail.contains("known_hosts, line 1"));
    CHECK(bench.add().error()->hint()->text().remove(QChar(0x200b)).contains("ssh-keygen -R"));
    CHECK(bench.list().rows().size() == 1);
    checkLooks(*bench.window, "compute-changed-key");
}

TEST_CASE("Connecting to a port that never answers is shown and canceled") {
    const SilentPort silent;
    Bench bench;
    bench.type(QString("me@127.0.0.1:%1").arg(silent.port));
    press(*bench.add().address(), Qt::Key_Return);
    REQUIRE(soon([&] { return bench.add().cancelButton()->isVisible(); }));
    CHECK(bench.add().doing().contains("connecting"));
    save(shot(*bench.window), "compute-connecting");
    click(*bench.add().cancelButton(), {5, 5});
    REQUIRE(soon([&] { return bench.add().connectButton()->isEnabled(); }));
    CHECK(bench.add().error()->isHidden());
    CHECK_FALSE(bench.add().cancelButton()->isVisible());
    CHECK(bench.list().rows().size() == 1);
}

TEST_CASE("A passphrase is asked for masked, counted when it was wrong, and kept in no file") {
    if (!Sshd::available())
        return;
    const TempDir dir;
    const Sshd sshd(dir / "a");
    Bench bench;
    flambeau::test::write(bench.ssh() / "known_hosts", sshd.knownHostsLine());
    bench.type(commandTo(sshd));
    click(*bench.add().moreButton(), {5, 5});
    QTest::keyClicks(bench.add().key(), QString::fromStdString(sshd.lockedKey().string()));
    QTest::keyClicks(bench.add().name(), "locked");
    save(shot(*bench.window), "compute-options");
    press(*bench.add().name(), Qt::Key_Return);
    REQUIRE(bench.asked());
    CHECK(bench.question().title().startsWith("Passphrase"));
    CHECK(bench.question().field()->echoMode() == QLineEdit::Password);
    CHECK(QApplication::focusWidget() == bench.question().field());
    QTest::keyClicks(bench.question().field(), "wrong");
    press(*bench.question().field(), Qt::Key_Return);
    REQUIRE(soon([&] { return bench.question().isVisible() && bench.question().field()->text().isEmpty(); }));
    CHECK(bench.question().attempt()->isVisible());
    checkLooks(*bench.window, "compute-passphrase");
    QTest::keyClicks(bench.question().field(), "secret");
    press(*bench.question().field(), Qt::Key_Return);
    REQUIRE(bench.added());
    CHECK(bench.list().chosen() == "locked");
    bench.close();
    for (const auto& file : fs::recursive_directory_iterator(bench.dir.path()))
        if (file.is_regular_file())
            CHECK(flambeau::test::read(file.path()).find("secret") == std::string::npos);
}

TEST_CASE("The window closes while a host asks and while one is connected to, and nobody waits for an answer") {
    if (!Sshd::available())
        return;
    const TempDir dir;
    const Sshd sshd(dir / "a");
    {
        Bench bench(&sshd);
        bench.type(commandTo(sshd));
        press(*bench.add().address(), Qt::Key_Return);
        REQUIRE(bench.asked());
    }
    const SilentPort silent;
    Bench bench;
    bench.type(QString("me@127.0.0.1:%1").arg(silent.port));
    press(*bench.add().address(), Qt::Key_Return);
    REQUIRE(soon([&] { return !bench.add().connectButton()->isEnabled(); }));
}

TEST_CASE("A host is removed with Delete and comes back as it was with undo; the choice is remembered") {
    if (!Sshd::available())
        return;
    const TempDir dir;
    const Sshd sshd(dir / "a");
    Bench bench(&sshd);
    flambeau::test::write(bench.ssh() / "known_hosts", sshd.knownHostsLine());
    bench.type(commandTo(sshd));
    press(*bench.add().address(), Qt::Key_Return);
    REQUIRE(bench.added());
    const auto rows = bench.view().test()->view()->rows().size();
    bench.close();
    bench.open();
    REQUIRE(soon([&] { return bench.list().rows().size() == 2 && bench.list().chosen() == "127.0.0.1"; }));
    bench.list().setFocus();
    press(bench.list(), Qt::Key_Delete);
    REQUIRE(soon([&] { return bench.list().rows().size() == 1; }));
    CHECK(bench.list().chosen().isEmpty());
    bench.window->undoStack().undo();
    REQUIRE(soon([&] { return bench.list().rows().size() == 2; }));
    bench.list().choose("127.0.0.1");
    CHECK(bench.view().test()->view()->rows().size() == rows);
}

TEST_CASE("A host that is away is said to be unreachable since when, and is there again when it answers") {
    if (!Sshd::available())
        return;
    const TempDir dir;
    Sshd sshd(dir / "a");
    Bench bench(&sshd);
    flambeau::test::write(bench.ssh() / "known_hosts", sshd.knownHostsLine());
    bench.type(commandTo(sshd));
    press(*bench.add().address(), Qt::Key_Return);
    REQUIRE(bench.added());
    REQUIRE(soon([&] { return bench.list().rows()[1].state == "Idle"; }));
    const auto sessions = sshd.sessions();
    sshd.stop();
    for (const pid_t one : sessions)
        ::kill(one, SIGKILL);
    REQUIRE(soon([&] { return bench.list().rows()[1].state.startsWith("unreachable since"); }));
    CHECK(bench.view().notice()->isVisible());
    // What was last known stays, and is said to be that; nothing is said to run or not to run.
    CHECK(bench.view().use()->stale());
    CHECK(bench.view().use()->lines().last().name.startsWith("CPU, "));
    CHECK_FALSE(bench.view().use()->lines().last().memoryText.isEmpty());
    CHECK(bench.view().queue()->nothing().startsWith("Not known: unreachable since"));
    REQUIRE(compute::hostNotes(*bench.desk).size() == 1);
    CHECK(compute::hostNotes(*bench.desk)[0].text.startsWith("127.0.0.1: unreachable since"));
    CHECK(compute::hostNotes(*bench.desk)[0].tone == Tone::Caution);
    checkLooks(*bench.window, "compute-unreachable");
    sshd.start();
    bench.window->commands().find("window.refresh")->trigger();
    CHECK(soon([&] { return bench.list().rows()[1].state == "Idle"; }));
    CHECK(bench.view().notice()->isHidden());
    CHECK_FALSE(bench.view().use()->stale());
    CHECK(soon([&] { return bench.view().queue()->nothing() == "Nothing runs and nothing waits"; }));
    CHECK(compute::hostNotes(*bench.desk)[0].text.startsWith("127.0.0.1: connected, "));
}

TEST_CASE("Names of the ssh config are offered while one types") {
    Bench bench;
    flambeau::test::write(bench.ssh() / "config", "Host gpu-box\n  HostName 10.0.0.7\nHost lab-*\n  User me\n");
    bench.window->commands().find("window.refresh")->trigger();
    auto* completer = bench.add().address()->completer();
    REQUIRE(waitFor([&] { return completer->model()->rowCount() == 1; }));
    CHECK(completer->model()->index(0, 0).data().toString() == "gpu-box");
}

TEST_CASE("A command goes into whichever terminal there is, and is quoted where it is copied") {
    const QStringList command{"ssh", "-p", "2222", "-i", "/my keys/one", "me@10.0.0.7"};
    const auto only = [](const QString& name) {
        return [name](const QString& wanted) { return wanted == name ? "/usr/bin/" + name : QString(); };
    };
    CHECK(compute::terminalCommand(command, only("gnome-terminal"))->mid(0, 3) ==
          QStringList{"/usr/bin/gnome-terminal", "--", "ssh"});
    CHECK(compute::terminalCommand(command, only("xterm"))->mid(1, 2) == QStringList{"-e", "ssh"});
    CHECK_FALSE(compute::terminalCommand(command, only("nothing")));
    CHECK(compute::typed(command) == "ssh -p 2222 -i '/my keys/one' me@10.0.0.7");
}
