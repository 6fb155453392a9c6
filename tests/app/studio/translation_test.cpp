// SPDX-License-Identifier: GPL-3.0-or-later
// The seam of the translations: with a catalogue that knows every string, no word of ours is left in English on any
// page. The catalogue answers with letters of another block of Unicode, so that whatever is still ASCII was not asked
// for. What is painted is caught by painting into a device that keeps texts alone.
#include <QAbstractButton>
#include <QAction>
#include <QComboBox>
#include <QLineEdit>
#include <QRegularExpression>
#include <QSysInfo>
#include <QTabBar>
#include <QTranslator>

#include <map>
#include <set>
#include <utility>

#include "filled_workspace.h"
#include "flambeau/session/machine.h"
#include "flambeau/ui/common/commands.h"
#include "studio_fixture.h"
#include "translations.h"
#include "window_hand.h"

using namespace flambeau;
using namespace flambeau::studio;
using namespace flambeau::studio::test;
using namespace flambeau::ui::test;

namespace {

/// Full-width letters in the place of ASCII ones; what is between < and > and after % stays.
class Foreign : public QTranslator {
public:
    /// What was asked for, of ours: context and words.
    mutable std::set<std::pair<QByteArray, QByteArray>> asked;

    bool isEmpty() const override { return false; }
    QString translate(const char* context, const char* source, const char*, int) const override {
        if (context[0] != 'Q')  // Qt's own dialogs have catalogues of their own
            asked.emplace(context, source);
        QString text = QString::fromUtf8(source);
        bool tag = false;
        for (qsizetype i = 0; i < text.size(); ++i) {
            const ushort c = text[i].unicode();
            const bool opens = c == '<' && i + 1 < text.size() && (text[i + 1].isLetter() || text[i + 1] == '/');
            tag = (tag || opens) && c != '>';
            const bool place = i > 0 && text[i - 1] == '%' && (c == 'n' || c == 'L');
            if (!tag && !place && ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')))
                text[i] = QChar(c + 0xFEE0);
        }
        return text;
    }
};

/// What is no word of ours: each line says why.
QString withoutData(QString text) {
    static const QString machine = [] {
        QStringList names{QSysInfo::prettyProductName(), QSysInfo::machineHostName(), QSysInfo::kernelType(),
                          QString::fromStdString(session::machineFacts().processor),
                          QString::fromStdString(session::machineFacts().system)};
        names.removeAll(QString());
        for (QString& name : names)
            name = QRegularExpression::escape(name);
        return names.join('|');
    }();
    static const QRegularExpression data[] = {
        // What core and programs say, and what is recorded of runs: reasons, findings, lines of a log.
        QRegularExpression("The loss is not a number at step \\d+|The machine was restarted|\\d run goes on"),
        QRegularExpression("[Ee]poch \\d+ of \\d+|epoch \\d+(/\\d+ train|  ?val) loss \\S+ (val )?acc \\S+|error: the "
                           "loss is not a number at step \\d+"),
        QRegularExpression("This is no picture, and is not used\\.|The PNG ends before the picture does\\. "
                           "Copy or download the file again\\."),
        // A command line, settings as it names them, and the fields of the filter.
        QRegularExpression("\\b[a-z_]+: [\\w.-]+"),
        QRegularExpression(
            "state, tag, name, id, experiment, dataset, compute, model, recipe, notes, version, duration"),
        QRegularExpression("^flambeau-cli --workspace.*$"),
        QRegularExpression("^ssh -p \\d+ \\S+$"),
        // The title of an engine, and where a model came from.
        QRegularExpression("libtorch [\\d.]+, CPU|\\brun [0-9a-f-]{36}"),
        // This machine, and what it is called in months.
        QRegularExpression(machine),
        QRegularExpression("NVIDIA [\\w ()-]+"),
        QRegularExpression("\\b\\d+ (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\\b"),
        // Sizes with their units; paths, file names, metrics, ids, hashes, versions.
        QRegularExpression("\\b[\\d.]+ ([KMGT]B|B)\\b"),
        QRegularExpression("\\S*[/_]\\S*"),
        QRegularExpression("\\b[\\w-]+\\.[a-z]\\w+\\b"),
        // Parts, formats, licences, languages and networks have names.
        QRegularExpression(
            "\\b(Flambeau|ONNX|OpenCV DNN|QCustomPlot|Qt|SQLite|simdjson|torch|PNG|English|Deutsch|Tiny|"
            "AdamW|SGD|Linux|Inter|JetBrains Mono|MIT|IJG|lib[a-z-]+|(BSD|GPL|LGPL|Apache|OFL)-[\\w.-]+)\\b"),
        // Names in the workspace: runs, datasets, models, classes, experiments, tags, aliases.
        QRegularExpression("\\b(shapes|flat|flowers|backbone|thrown-away|sweep)(-?[\\w-]*)(@\\d+)?\\b"),
        QRegularExpression("\\b(circle|square|star|triangle|sample|backbones|champion|baseline|quick|best|lr|"
                           "workspace|eeeeeeee)\\b"),
        // Splits, series and the values of settings are called so everywhere.
        QRegularExpression("\\b(train|val|test|loss|acc|cpu|memory|tiny|auto|none|default|cosine)\\b|\\b[a-z]+…"),
        QRegularExpression("\\b[\\w-]*\\d\\S*"),
        QRegularExpression("\\be{12,}\\b"),
    };
    text = text.simplified();
    for (const auto& pattern : data)
        text.replace(pattern, " ");
    return text;
}

using Seen = std::map<QString, QString>;

void note(Seen& seen, const QString& where, const QString& text) {
    static const QRegularExpression word("[A-Za-z]{2,}");
    if (withoutData(text).contains(word))
        seen.emplace(text, where);
}

/// Painted, or told by pointing at it or by a screen reader.
void gather(Seen& seen, const QString& page, QWidget& window) {
    for (const QString& text : painted(window, false))
        note(seen, page, text);
    for (auto* widget : window.findChildren<QWidget*>()) {
        if (!widget->isVisible())
            continue;
        note(seen, page + ", tooltip", widget->toolTip());
        note(seen, page + ", name", widget->accessibleName());
        note(seen, page + ", description", widget->accessibleDescription());
        if (auto* button = qobject_cast<QAbstractButton*>(widget))
            note(seen, page + ", button", button->text());
        if (auto* line = qobject_cast<QLineEdit*>(widget))
            note(seen, page + ", placeholder", line->placeholderText());
        if (auto* box = qobject_cast<QComboBox*>(widget)) {
            for (int i = 0; i < box->count(); ++i)
                note(seen, page + ", choice", box->itemText(i));
        }
    }
}

QString told(const Seen& seen) {
    QString text;
    for (const auto& [what, where] : seen)
        text += "\n  [" + where + "] " + what;
    return text;
}

}  // namespace

TEST_CASE("With a catalogue that knows every string no word of ours is left in English") {
    FilledWorkspace filled({.moreRuns = 4, .live = true});
    Foreign foreign;
    QCoreApplication::installTranslator(&foreign);
    Seen seen;
    {
        Window f(filled.folder());
        const auto id = [&](const char* name) { return QString::fromStdString(filled.run(name).str()); };
        const std::pair<QString, QString> stops[] = {{"home", ""},
                                                     {"datasets", "shapes@1"},
                                                     {"environments", ""},
                                                     {"compute", ""},
                                                     {"runs", ""},
                                                     {"run", id("shapes-02")},
                                                     {"run", id("shapes-03")},
                                                     {"run", id("shapes-10")},
                                                     {"new-run", "dataset:shapes"},
                                                     {"models", "shapes@2"},
                                                     {"settings", ""}};
        for (const auto& [page, what] : stops) {
            f.go(page, what);
            gather(seen, page, f.window());
            for (auto* tabs : f.window().page(page)->findChildren<QTabBar*>()) {
                for (int tab = 1; tabs->isVisible() && tab < tabs->count(); ++tab) {
                    tabs->setCurrentIndex(tab);
                    f.calm();
                    gather(seen, QString("%1, tab %2").arg(page).arg(tab), f.window());
                }
            }
        }
        for (const QAction* action : f.window().commands().actions()) {
            note(seen, "command", action->text());
            note(seen, "command, tooltip", action->toolTip());
        }
    }
    {
        QTemporaryDir folder;
        Window f(folder.filePath("workspace").toStdString());
        for (const char* page : {"home", "datasets", "environments", "compute", "runs", "new-run", "models"}) {
            f.go(page);
            gather(seen, QString(page) + ", empty", f.window());
        }
    }
    QCoreApplication::removeTranslator(&foreign);
    INFO(told(seen).toStdString());
    CHECK(seen.empty());

    // How much of that the German catalogue knows. New words may come before their translation, but not many.
    QTranslator german;
    if (languages().contains("de") && german.load(":/flambeau/i18n/flambeau_de.qm")) {
        std::string missing;
        std::size_t known = 0;
        for (const auto& [context, source] : foreign.asked) {
            if (german.translate(context.constData(), source.constData(), nullptr, 1).isEmpty())
                missing += "\n  " + context.toStdString() + ": " + source.toStdString();
            else
                ++known;
        }
        if (!missing.empty())
            WARN("of " << foreign.asked.size() << " strings that were asked for, " << known << " are German"
                       << missing);
        CHECK(known * 10 >= foreign.asked.size() * 9);
    }
}

TEST_CASE("The German catalogue is built in, and the window speaks German where it is chosen") {
    if (!languages().contains("de")) {
        WARN("skipped: built without lrelease");
        return;
    }
    QTemporaryDir folder;
    REQUIRE(useLanguage("de") == "de");
    {
        Window f(folder.filePath("workspace").toStdString());
        for (const char* name : {"Datensätze", "Umgebungen", "Läufe", "Modelle", "Einstellungen"}) {
            INFO(name);
            CHECK(button(f.window(), QString::fromUtf8(name)) != nullptr);
        }
        CHECK(button(f.window(), "Datasets") == nullptr);
    }
    CHECK(useLanguage("en") == "en");
    CHECK(useLanguage("xx") == "en");
    Window f(folder.filePath("workspace").toStdString());
    CHECK(button(f.window(), "Datasets") != nullptr);
}
