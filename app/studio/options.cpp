// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/studio/options.h"

#include <QCoreApplication>

namespace flambeau::studio {

Options parseOptions(const QStringList& arguments) {
    Options options;
    const auto tr = [](const char* text) { return QCoreApplication::translate("flambeau", text); };
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        const QString& argument = arguments[i];
        const QString name = argument.section('=', 0, 0);
        if (name == "--workspace" || name == "--demo") {
            QString value = argument.section('=', 1);
            if (!argument.contains('=') && i + 1 < arguments.size())
                value = arguments[++i];
            if (value.isEmpty()) {
                options.problem = tr("%1 needs a folder").arg(name);
                return options;
            }
            (name == "--demo" ? options.demo : options.workspace) = value;
        } else if (argument == "--help" || argument == "-h") {
            options.help = true;
        } else if (argument == "--version") {
            options.version = true;
        } else {
            options.problem = tr("There is no option '%1'").arg(argument);
            return options;
        }
    }
    return options;
}

QString helpText() {
    return QCoreApplication::translate(
        "flambeau",
        "usage: flambeau [--workspace FOLDER] [--demo FOLDER]\n"
        "\n"
        "  --workspace FOLDER  open this workspace (made if it is not there)\n"
        "  --demo FOLDER       play the main job on the sample in this window and leave "
        "screenshots,\n"
        "                      the ONNX file and summary.json in FOLDER; needs no display\n"
        "  --version, --help\n"
        "\n"
        "The same work from a terminal: flambeau-cli --help\n");
}

bool displayThere() {
    return !qEnvironmentVariableIsEmpty("DISPLAY") || !qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY") ||
           !qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM");
}

}  // namespace flambeau::studio
