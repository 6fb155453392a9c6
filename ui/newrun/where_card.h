// SPDX-License-Identifier: GPL-3.0-or-later
// Where it is trained: this machine with how busy it is, the engine, the device. And what happens afterwards: the model
// that the best becomes a version of, the experiment, the name. Both show a form and say what was chosen. Owned by the
// page, GUI thread.
#pragma once

#include "field.h"
#include "known.h"

namespace flambeau::ui::newrun {

class WhereCard : public Card {
    Q_OBJECT
public:
    explicit WhereCard(QWidget* parent = nullptr);
    void show(const Form& form, const Known& known);
    QComboBox* engines() const { return m_engines; }
    Chip* state() const { return m_state; }

signals:
    void edited(const QString& parameter, const QString& text);
    void engineChosen(const QString& trainer);
    void prepareWanted();

private:
    void showMachine(const Known& known);
    void showEngine(const Known& known);
    void showDevice(const Form& form, const Known& known);

    Chip* m_state;
    QLabel* m_machine;
    QComboBox* m_engines;
    QComboBox* m_devices;
    Field* m_engineField;
    Field* m_deviceField;
    Button* m_prepare;
};

class AfterCard : public Card {
    Q_OBJECT
public:
    explicit AfterCard(QWidget* parent = nullptr);
    void show(const Form& form, const Known& known, const std::map<std::string, domain::Problem>& problems);
    QComboBox* model() const { return m_model; }
    QComboBox* experiment() const { return m_experiment; }
    QLineEdit* name() const { return m_name; }

signals:
    void changed(const QString& model, const QString& experiment, const QString& name);

private:
    void tell();
    QComboBox* m_model;
    QComboBox* m_experiment;
    QLineEdit* m_name;
    Field* m_modelField;
    Field* m_experimentField;
    Field* m_nameField;
};

}  // namespace flambeau::ui::newrun
