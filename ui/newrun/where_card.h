// SPDX-License-Identifier: GPL-3.0-or-later
// Where it is trained: this machine with how busy it is, the engine, the device; other machines and clusters of them.
// Shows a form and says what was chosen. Owned by the page, GUI thread.
#pragma once

#include <QAbstractButton>

#include "field.h"
#include "known.h"

class QButtonGroup;
class QGridLayout;

namespace flambeau::ui::newrun {

/// A machine to be chosen: its name, its state as a chip, and two lines about it. Arrow keys move the choice.
class PlaceButton : public QAbstractButton {
    Q_OBJECT
public:
    explicit PlaceButton(const QString& name, QWidget* parent = nullptr);
    const QString& name() const { return m_name; }  ///< empty: this machine
    void set(const QString& state, Tone tone, const QString& lines);
    QString state() const { return m_state; }
    QString lines() const { return m_lines; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {120, sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent*) override;
    void enterEvent(QEnterEvent*) override { update(); }
    void leaveEvent(QEvent*) override { update(); }

private:
    QString m_name, m_state, m_lines;
    Tone m_tone = Tone::Neutral;
};

class WhereCard : public Card {
    Q_OBJECT
public:
    explicit WhereCard(QWidget* parent = nullptr);
    void show(const Form& form, const Known& known);
    QComboBox* engines() const { return m_engines; }
    QComboBox* gpus() const { return m_gpus; }
    Field* gpuField() const { return m_gpuField; }
    /// Of a host's name; empty: this machine. Null: there is none.
    PlaceButton* place(const QString& name) const;

signals:
    void edited(const QString& parameter, const QString& text);
    void engineChosen(const QString& trainer);
    void prepareWanted();
    void placeChosen(const QString& name);
    void gpusChosen(int count);

private:
    void showPlaces(const Form& form, const Known& known);
    void showMachine(const Known& known);
    void showHost(PlaceButton& button, const std::string& name, const Form& form, const Known& known);
    void showRoom(PlaceButton& button, const std::string& host, int gpus, const QString& what, const Known& known);
    void showCluster(PlaceButton& button, const session::Cluster& cluster, const Form& form, const Known& known);
    void showGpus(const Form& form, const Known& known);
    void showEngine(const Known& known);
    void showDevice(const Form& form, const Known& known);

    QGridLayout* m_grid;
    QButtonGroup* m_group;
    std::vector<PlaceButton*> m_places;  ///< this machine first
    QComboBox* m_engines;
    QComboBox* m_devices;
    QComboBox* m_gpus;
    Field* m_engineField;
    Field* m_deviceField;
    Field* m_gpuField;
    Button* m_prepare;
};

}  // namespace flambeau::ui::newrun
