// SPDX-License-Identifier: GPL-3.0-or-later
// main() of the window's tests: an application without a screen, in the window's own look.
#define CATCH_CONFIG_RUNNER
#include <catch2/catch.hpp>

#include <QApplication>
#include <QLocale>

#include "flambeau/ui/common/theme.h"

int main(int argc, char** argv) {
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    qunsetenv("DBUS_SESSION_BUS_ADDRESS");  // a desktop's own theme must not reach the tests
    QLocale::setDefault(QLocale::c());
    QApplication application(argc, argv);
    flambeau::ui::prepareApplication(application);
    return Catch::Session().run(argc, argv);
}
