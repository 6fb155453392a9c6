// SPDX-License-Identifier: GPL-3.0-or-later
// Plays the main job in the program's own window, by events as a user causes them: drops the sample, looks at what was
// found, fills in a new run, trains, watches the curve, finds the model that the run registered, exports its ONNX file,
// asks it about pictures. Leaves a screenshot of each step, the ONNX file and summary.json. GUI thread.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonObject>
#include <QObject>
#include <QStringList>
#include <QThreadPool>
#include <QTimer>

#include "flambeau/base/result.h"

class QApplication;

namespace flambeau::ui {
class ThemeController;
}

namespace flambeau::studio {

class Hand;
class Studio;
class Watchdog;
struct Options;

struct DemoOptions {
    QString folder;  ///< for the results; a workspace is made in it
    int epochs = 8;
    bool quiet = false;  ///< no words on the terminal
};

class Demo : public QObject {
    Q_OBJECT
public:
    /// `themes` must outlive it.
    Demo(ui::ThemeController& themes, const DemoOptions& options, QObject* parent = nullptr);
    ~Demo() override;

    void start();
    /// As it is in summary.json; complete after finished().
    const QJsonObject& summary() const { return m_summary; }

signals:
    void finished(bool whole);

private:
    struct Step {
        QString name;  ///< "03-findings": of the screenshot too
        QString says;  ///< what is done, for a person
        std::function<void()> begin;
        std::function<bool()> done;  ///< asked until it is so
        int seconds = 60;            ///< then it has failed
        bool picture = true;
    };
    void addDropSteps();
    void addRunSteps();
    void addModelSteps();
    void look();
    void beginStep();
    void endStep();
    void fail(const QString& why);
    void end(bool whole);
    void takePicture(const QString& name);
    bool calm();
    QStringList samplePictures() const;

    ui::ThemeController& m_themes;
    DemoOptions m_options;
    std::unique_ptr<Studio> m_studio;
    std::unique_ptr<Hand> m_hand;
    std::unique_ptr<Watchdog> m_watchdog;
    std::vector<Step> m_steps;
    std::size_t m_at = 0;
    QTimer m_timer;
    QElapsedTimer m_all, m_step, m_quiet;
    QJsonObject m_summary;
    QJsonArray m_done;
    QString m_sample, m_onnx;
    bool m_drawn = false, m_exported = false, m_between = false;
    QThreadPool m_writers;  ///< of pictures
    QString m_problem;
};

/// main()'s part: the demo in an application of its own. The exit code.
int playDemo(QApplication& application, const Options& options);

}  // namespace flambeau::studio
