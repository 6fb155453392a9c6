// SPDX-License-Identifier: GPL-3.0-or-later
// flambeau: the window. Parses its command line, makes the application and hands over to Program or the demo.
#include <unistd.h>
#include <csignal>
#include <cstdio>

#include <QApplication>
#include <QLocale>
#include <QSettings>
#include <QSocketNotifier>

#include "flambeau/base/files.h"
#include "flambeau/session/keychain.h"
#include "flambeau/session/paths.h"
#include "flambeau/studio/demo.h"
#include "flambeau/studio/options.h"
#include "flambeau/studio/program.h"
#include "flambeau/studio/studio.h"
#include "flambeau/ui/common/theme.h"
#include "flambeau/ui/common/theme_controller.h"
#include "translations.h"

namespace {

using namespace flambeau;

void print(std::FILE* out, const QString& text) {
    std::fputs(text.toUtf8().constData(), out);
    std::fputs(text.endsWith('\n') ? "" : "\n", out);
}

int askedToEnd[2] = {-1, -1};

extern "C" void askToEnd(int) {
    const char byte = 0;
    [[maybe_unused]] const auto written = write(askedToEnd[1], &byte, 1);
}

/// Ctrl+C and a polite kill close the window as a click does, so that what it remembers is written.
void endPolitely(studio::Program& program) {
    if (pipe(askedToEnd) != 0)
        return;
    auto* notifier = new QSocketNotifier(askedToEnd[0], QSocketNotifier::Read, &program);
    QObject::connect(notifier, &QSocketNotifier::activated, &program, [&program] {
        char byte;
        [[maybe_unused]] const auto taken = read(askedToEnd[0], &byte, 1);
        program.end();
    });
    for (const int signal : {SIGINT, SIGTERM, SIGHUP})
        std::signal(signal, askToEnd);
}

int openWindow(QApplication& application, const studio::Options& options) {
    ui::ThemeController themes;
    themes.followDesktop();
    studio::Program program(themes);
    QObject::connect(&program, &studio::Program::ended, &application, &QApplication::quit);
    const auto workspace = session::chooseWorkspace(options.workspace.toStdString());
    if (!workspace) {
        program.showProblem(workspace.error());
        return application.exec();
    }
    endPolitely(program);
    switch (program.open(*workspace)) {
        case studio::Opened::Here:
            break;
        case studio::Opened::Elsewhere:
            print(stderr, QObject::tr("The workspace %1 is open in another window, which was brought forward.")
                              .arg(QString::fromStdString(workspace->string())));
            return 0;
        case studio::Opened::Failed:
            break;  // a message says why
    }
    return application.exec();
}

}  // namespace

int main(int argc, char** argv) {
    QStringList arguments;
    for (int i = 1; i < argc; ++i)
        arguments << QString::fromLocal8Bit(argv[i]);
    const studio::Options options = studio::parseOptions(arguments);
    if (!options.problem.isEmpty()) {
        print(stderr, options.problem + "\n\n" + studio::helpText());
        return 2;
    }
    if (options.help || options.version) {
        print(stdout, options.help ? studio::helpText() : QString("flambeau " FLAMBEAU_VERSION));
        return 0;
    }
    if (!studio::displayThere()) {
        if (options.demo.isEmpty()) {
            print(stderr,
                  "There is no display to open a window on (neither DISPLAY nor WAYLAND_DISPLAY is set).\n"
                  "From a terminal: flambeau-cli --help. Over ssh, log in with -X, or play the demo without a "
                  "display: flambeau --demo FOLDER");
            return 1;
        }
        qputenv("QT_QPA_PLATFORM", "offscreen");
    }
    int ours = 1;  // Qt shall not take options of its own from the user's
    QApplication application(ours, argv);
    application.setApplicationName("flambeau");
    application.setApplicationVersion(FLAMBEAU_VERSION);
    application.setDesktopFileName("flambeau");
    application.setQuitOnLastWindowClosed(false);
    for (const QString& missing : ui::prepareApplication(application))
        print(stderr, missing);
    const QSettings settings(QString::fromStdString((userConfigDir() / "flambeau" / "window.ini").string()),
                             QSettings::IniFormat);
    studio::useLanguage(settings.value("language").toString());
    if (!options.demo.isEmpty())
        return studio::playDemo(application, options);
    session::useKeychain();
    return openWindow(application, options);
}
