// SPDX-License-Identifier: GPL-3.0-or-later
#include "translations.h"

#include <QCoreApplication>
#include <QDir>
#include <QLocale>
#include <QTranslator>

namespace flambeau::studio {
namespace {

constexpr auto kFolder = ":/flambeau/i18n";

QTranslator& translator() {
    static QTranslator one;  // Qt holds a pointer to it as long as the application lives
    return one;
}

}  // namespace

QStringList languages() {
    QStringList codes{"en"};
    for (const QString& file : QDir(kFolder).entryList({"flambeau_*.qm"}, QDir::Files, QDir::Name))
        codes << file.section('_', 1).section('.', 0, 0);
    return codes;
}

QString useLanguage(const QString& wanted) {
    QCoreApplication::removeTranslator(&translator());
    const QStringList known = languages();
    const QString desktop = QLocale::system().name().section('_', 0, 0);
    const QString code = known.contains(wanted) ? wanted : known.contains(desktop) && wanted.isEmpty() ? desktop : "en";
    if (code == "en" || !translator().load(QString("%1/flambeau_%2.qm").arg(kFolder, code)))
        return "en";
    QCoreApplication::installTranslator(&translator());
    return code;
}

}  // namespace flambeau::studio
