// SPDX-License-Identifier: GPL-3.0-or-later
// The page on which a run is filled in, checked and started. open() takes "dataset:NAME[@V]", "clone:RUNID",
// "draft:NAME", or "compute:NAME" for where it goes; without, the form is as it was left. Owned by the window, GUI
// thread; everything it asks goes over the desk.
#pragma once

#include <memory>

#include "flambeau/session/desk.h"
#include "flambeau/ui/common/page.h"

class QTimer;

namespace flambeau::ui::newrun {

class NewRunPage : public Page {
    Q_OBJECT
public:
    NewRunPage(PageHost& host, session::Desk& desk, QWidget* parent = nullptr);
    ~NewRunPage() override;

    PageHeader header() const override;
    void refresh() override;
    void open(const QString& what) override;
    QString place() const override;
    bool closeTop() override;
    QByteArray saveLayout() const override;
    void restoreLayout(const QByteArray& state) override;

    /// What a drop on this page would do with these paths beside what others would; empty: nothing.
    QString offerFor(const QStringList& localPaths) const;
    void take(const QStringList& localPaths);

    void start();
    void saveDraft();

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    struct State;  // the form, what is known, the cards
    void build();
    void connectForm();
    void connectSide();
    void addCommands();

    void edit(const QString& parameter, const QString& text);
    void chooseDataset(const QString& reference);
    /// Fills in another form; what a person had filled in before comes back with undo.
    void setForm(struct Form form, const QString& said, const QString& draft = {}, const QString& copyOf = {});
    void putForm(struct Form form, const QString& draft, const QString& copyOf);
    /// Says which settings are others than in `before`, with an undo for them alone; nothing where none is but `cause`.
    void tellChanges(const struct Form& before, const QString& said, const std::string& cause = {});
    void pickDataset(const QString& reference);
    void resetExpert();
    void formChanged();
    void suit();
    void show();

    void askChoices();
    void askDataset();
    void askWhole(const std::string& reference);
    void askEngine();
    void askWeights();
    void askSituation();
    /// How the machines are now: all of them, or the one that was chosen alone.
    void askHosts(bool all);
    void askTrainer();
    void choosePlace(const QString& name);
    void takeChoices(struct Choices choices);
    void clone(const QString& run);
    void openDraft(const QString& name);
    void removeDraft(const QString& name);
    void finishStart(const Result<RunId>& started, const QString& failedRun);
    void showStartProgress();
    void chooseEngine(const QString& trainer);
    void tellEngine(const struct Form& before);

    PageHost& m_host;
    session::Desk& m_desk;
    std::unique_ptr<State> m;
};

}  // namespace flambeau::ui::newrun
