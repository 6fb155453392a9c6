// SPDX-License-Identifier: GPL-3.0-or-later
#include "terminal.h"

#include "flambeau/base/strings.h"
#include "flambeau/ui/common/text.h"

namespace flambeau::ui::compute {

std::optional<QStringList> terminalCommand(const QStringList& command,
                                           const std::function<QString(const QString&)>& find) {
    // What stands before a command, by each of them.
    static const struct {
        const char* program;
        const char* before;
    } terminals[] = {{"gnome-terminal", "--"}, {"kgx", "--"},   {"konsole", "-e"},   {"xfce4-terminal", "-x"},
                     {"mate-terminal", "-x"},  {"kitty", "--"}, {"alacritty", "-e"}, {"foot", ""},
                     {"wezterm", "start"},     {"urxvt", "-e"}, {"xterm", "-e"},     {"x-terminal-emulator", "-e"}};
    for (const auto& one : terminals) {
        const QString path = find(one.program);
        if (path.isEmpty())
            continue;
        QStringList all{path};
        if (*one.before != '\0')
            all << one.before;
        return all + command;
    }
    return std::nullopt;
}

QString typed(const QStringList& command) {
    QStringList parts;
    for (const QString& one : command) {
        static const QString plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@%+=:,./-_~";
        const bool asIs = !one.isEmpty() && std::all_of(one.begin(), one.end(),
                                                        [&](const QChar letter) { return plain.contains(letter); });
        parts << (asIs ? one : text(shellQuote(one.toStdString())));
    }
    return parts.join(' ');
}

}  // namespace flambeau::ui::compute
