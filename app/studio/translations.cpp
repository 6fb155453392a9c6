// SPDX-License-Identifier: GPL-3.0-or-later
#include "translations.h"

#include <QCoreApplication>
#include <QDir>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

/// They lie in a library: nothing else of them is named, so they would not be linked. Not in a name space, as Qt wants.
static void linkCatalogues() {
#ifdef FLAMBEAU_CATALOGUES
    Q_INIT_RESOURCE(flambeau_translations);
#endif
}

namespace flambeau::studio {
namespace {

constexpr auto kFolder = ":/flambeau/i18n";

// Qt holds pointers to them as long as the application lives.
QTranslator& translator() {
    static QTranslator one;
    return one;
}

/// Of Qt's own dialogs; there where the system has it.
QTranslator& qtTranslator() {
    static QTranslator one;
    return one;
}

}  // namespace

QStringList languages() {
    linkCatalogues();
    QStringList codes{"en"};
    for (const QString& file : QDir(kFolder).entryList({"flambeau_*.qm"}, QDir::Files, QDir::Name))
        codes << file.section('_', 1).section('.', 0, 0);
    return codes;
}

QString useLanguage(const QString& wanted) {
    QCoreApplication::removeTranslator(&translator());
    QCoreApplication::removeTranslator(&qtTranslator());
    const QStringList known = languages();
    const QString desktop = QLocale::system().name().section('_', 0, 0);
    const QString code = known.contains(wanted) ? wanted : known.contains(desktop) && wanted.isEmpty() ? desktop : "en";
    if (code == "en" || !translator().load(QString("%1/flambeau_%2.qm").arg(kFolder, code)))
        return "en";
    if (qtTranslator().load("qtbase_" + code, QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(&qtTranslator());
    QCoreApplication::installTranslator(&translator());
    return code;
}

}  // namespace flambeau::studio
