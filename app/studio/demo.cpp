// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/studio/demo.h"

#include <cmath>
#include <cstdio>

#include <QApplication>
#include <QDialog>
#include <QDir>
#include <QFileInfo>
#include <QImage>
#include <QJsonDocument>
#include <QPixmap>

#include "flambeau/base/files.h"
#include "flambeau/studio/options.h"
#include "flambeau/studio/studio.h"
#include "flambeau/studio/watchdog.h"
#include "flambeau/ui/common/theme_controller.h"
#include "hand.h"
#include "translations.h"

namespace flambeau::studio {
namespace {

constexpr int kLookEvery = 40, kQuiet = 400;
const QSize kSize(1440, 900);

QJsonObject toJson(const Pause& pause) {
    return {{"phase", pause.phase},
            {"longest_ms", std::round(pause.longestMs * 10) / 10},
            {"longest_busy_ms", std::round(pause.longestBusyMs * 10) / 10},
            {"beats", pause.beats},
            {"above_50_ms", pause.above50}};
}

}  // namespace

Demo::Demo(ui::ThemeController& themes, const DemoOptions& options, QObject* parent)
    : QObject(parent), m_themes(themes), m_options(options) {
    m_timer.setInterval(kLookEvery);
    connect(&m_timer, &QTimer::timeout, this, &Demo::look);
}

Demo::~Demo() {
    m_writers.waitForDone();
}

void Demo::start() {
    m_all.start();
    const QDir folder(QDir(m_options.folder).absolutePath());
    if (!folder.mkpath(".")) {
        fail(QString("The folder %1 cannot be made").arg(folder.path()));
        return;
    }
    QString workspace = folder.filePath("Shapes");
    for (int n = 2; QFileInfo::exists(workspace); ++n)  // an earlier demo's stays as it is
        workspace = folder.filePath(QString("Shapes-%1").arg(n));
    m_sample = workspace + "/sample/shapes";
    m_onnx = folder.filePath("shapes.onnx");
    QFile::remove(m_onnx);
    m_summary = {{"folder", folder.path()}, {"workspace", workspace}, {"sample", m_sample}};
    m_watchdog = std::make_unique<Watchdog>();
    m_watchdog->setPhase("start");
    StudioOptions options;
    options.settingsFile = workspace + "/demo-window.ini";
    m_studio = std::make_unique<Studio>(m_themes, workspace.toStdString(), options);
    m_hand = std::make_unique<Hand>(m_studio->window());
    m_studio->show();
    m_studio->window().resize(kSize);
    addDropSteps();
    addRunSteps();
    addModelSteps();
    m_timer.start();
    beginStep();
}

bool Demo::calm() {
    if (m_studio->desk().busy())
        m_quiet.restart();
    return m_quiet.elapsed() > kQuiet;
}

void Demo::beginStep() {
    Step& step = m_steps[m_at];
    m_watchdog->setPhase(step.name);
    if (!m_options.quiet)
        std::printf("%s %s\n", step.name.left(2).toUtf8().constData(), step.says.toUtf8().constData());
    std::fflush(stdout);
    m_step.start();
    m_quiet.start();
    if (step.begin)
        step.begin();
}

void Demo::look() {
    if (m_between)
        return;
    if (!m_problem.isEmpty()) {
        fail(std::exchange(m_problem, {}));
        return;
    }
    Step& step = m_steps[m_at];
    if (step.done()) {
        endStep();
        return;
    }
    if (m_step.elapsed() > step.seconds * 1000)
        fail(QString("Not done after %1 s: %2").arg(step.seconds).arg(step.says));
}

void Demo::endStep() {
    const Step& step = m_steps[m_at];
    QJsonObject done{{"step", step.name}, {"says", step.says}, {"seconds", m_step.elapsed() / 1000.0}};
    if (step.picture) {
        takePicture(step.name);
        done["picture"] = step.name + ".png";
    }
    m_done.append(done);
    ++m_at;
    // In an event of its own, so that the picture's time is not counted as the next step's.
    m_between = true;
    QTimer::singleShot(2 * kLookEvery, this, [this] {
        m_between = false;
        if (m_at == m_steps.size())
            end(true);
        else
            beginStep();
    });
}

/// Drawn here, which takes the GUI thread a few milliseconds that are the demo's, and written by another thread.
void Demo::takePicture(const QString& name) {
    m_watchdog->setPhase("screenshots");
    QWidget* shown = &m_studio->window();
    for (QWidget* top : QApplication::topLevelWidgets()) {
        if (qobject_cast<QDialog*>(top) != nullptr && top->isVisible() && name == "failed")
            shown = top;  // what the user would see over it
    }
    m_writers.start([this, image = shown->grab().toImage(), path = QDir(m_options.folder).filePath(name + ".png")] {
        if (!image.save(path))
            QMetaObject::invokeMethod(this, [this, path] { m_problem = path + " cannot be written"; });
    });
}

void Demo::fail(const QString& why) {
    if (!m_options.quiet)
        std::fprintf(stderr, "%s\n", why.toUtf8().constData());
    m_summary["problem"] = why;
    if (m_studio)
        takePicture("failed");
    end(false);
}

void Demo::end(bool whole) {
    m_timer.stop();
    m_writers.waitForDone();
    m_summary["whole"] = whole;
    m_summary["seconds"] = m_all.elapsed() / 1000.0;
    m_summary["steps"] = m_done;
    if (m_watchdog) {
        QJsonArray pauses;
        Pause longest;
        for (const Pause& pause : m_watchdog->pauses()) {
            pauses.append(toJson(pause));
            if (pause.phase != "screenshots" && pause.longestMs > longest.longestMs)
                longest = pause;
        }
        m_summary["longest_pause_ms"] = std::round(longest.longestMs * 10) / 10;
        m_summary["longest_pause_in"] = longest.phase;
        m_summary["pauses"] = pauses;
    }
    if (QFileInfo::exists(m_onnx)) {
        m_summary["onnx"] = m_onnx;
        m_summary["onnx_bytes"] = QFileInfo(m_onnx).size();
    }
    const auto bytes = QJsonDocument(m_summary).toJson();
    const Status written = writeFileAtomic(fs::path(m_options.folder.toStdString()) / "summary.json",
                                           std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())));
    emit finished(whole && written.ok());
}

QStringList Demo::samplePictures() const {
    QStringList pictures;
    for (const char* name : {"circle", "square", "star", "triangle"}) {
        const QDir folder(m_sample + "/val/" + name);
        const QStringList files = folder.entryList({"*.png"}, QDir::Files, QDir::Name);
        if (!files.isEmpty())
            pictures << folder.filePath(files[files.size() / 2]);
    }
    return pictures;
}

int playDemo(QApplication& application, const Options& options) {
    useLanguage("en");  // its hand finds buttons by their words
    ui::ThemeController themes;
    Demo demo(themes, {options.demo});
    int code = 1;
    QObject::connect(&demo, &Demo::finished, &application, [&code, &application](bool whole) {
        code = whole ? 0 : 1;
        QMetaObject::invokeMethod(&application, &QApplication::quit, Qt::QueuedConnection);
    });
    QTimer::singleShot(0, &demo, &Demo::start);
    application.exec();
    const QJsonObject& done = demo.summary();
    std::printf("\n%s\n", code == 0 ? "The main job is done." : "The demo did not come to its end.");
    const QByteArray folder = done["folder"].toString().toUtf8();
    if (code == 0)
        std::printf("The curves:     %s/10-done.png\nThe model:      in the workspace %s\n", folder.constData(),
                    done["workspace"].toString().toUtf8().constData());
    if (done.contains("onnx"))
        std::printf("The ONNX file:  %s\n", done["onnx"].toString().toUtf8().constData());
    std::printf("Screenshots:    %s\nLongest pause:  %.0f ms (%s)\n", folder.constData(),
                done["longest_pause_ms"].toDouble(), done["longest_pause_in"].toString().toUtf8().constData());
    return code;
}

}  // namespace flambeau::studio
