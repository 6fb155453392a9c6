// SPDX-License-Identifier: GPL-3.0-or-later
// What stands at the right of the form: the checklist that becomes the Run button, the same as a command line, the
// drafts. Owned by the page, GUI thread.
#pragma once

#include <QAbstractTableModel>

#include "checklist.h"
#include "flambeau/ui/common/table.h"
#include "flambeau/ui/common/widgets.h"

class QAction;

namespace flambeau::ui::newrun {

/// Text in the fixed font that wraps where it must; a label would cut a word without spaces.
class MonoText : public QWidget {
    Q_OBJECT
public:
    explicit MonoText(QWidget* parent = nullptr);
    void setText(const QString& text);
    QString text() const { return m_text; }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override { return {kUsualWidth, heightForWidth(kUsualWidth)}; }
    QSize minimumSizeHint() const override { return {kLeastWidth, fontMetrics().height()}; }

protected:
    void paintEvent(QPaintEvent*) override;

private:
    static constexpr int kUsualWidth = 240, kLeastWidth = 100;
    QStringList linesFor(int width) const;
    int lay(int width, QPainter* painter) const;
    QString m_text;
};

class ReadyCard : public Card {
    Q_OBJECT
public:
    explicit ReadyCard(QWidget* parent = nullptr);
    void setRows(const std::vector<CheckRow>& rows);
    void setExpected(const QString& time, const QString& from);
    /// While a start is under way: what it does; `share` below 0: not known.
    void showProgress(const QString& what, double share);
    void setStarting(bool on);
    void setFailure(const QString& message);
    Button* runButton() const { return m_run; }
    Button* cancelButton() const { return m_cancel; }
    ChecklistView* list() const { return m_list; }
    QString failure() const;

signals:
    void runPressed();
    void cancelPressed();

private:
    ChecklistView* m_list;
    ElidedLabel* m_time;
    QLabel* m_from;
    QLabel* m_failure;
    QWidget* m_progress;
    ElidedLabel* m_doing;
    ProgressLine* m_bar;
    Button* m_run;
    Button* m_cancel;
    bool m_starting = false;
    QString m_stop;
};

class TerminalCard : public Card {
    Q_OBJECT
public:
    explicit TerminalCard(QWidget* parent = nullptr);
    void setCommand(const QString& command) { m_text->setText(command); }
    QString command() const { return m_text->text(); }
    Button* copyButton() const { return m_copy; }

signals:
    void copied();

private:
    MonoText* m_text;
    Button* m_copy;
};

class DraftModel : public QAbstractTableModel {
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;
    void setDrafts(std::vector<session::RunDraft> drafts);
    const session::RunDraft* at(int row) const;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& = {}) const override { return 2; }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<session::RunDraft> m_drafts;
};

class DraftsCard : public Card {
    Q_OBJECT
public:
    explicit DraftsCard(QWidget* parent = nullptr);
    void setDrafts(const std::vector<session::RunDraft>& drafts);
    TableView* table() const { return m_table; }

signals:
    void opened(const QString& name);
    void deleted(const QString& name);

private:
    DraftModel* m_model;
    TableView* m_table;
};

}  // namespace flambeau::ui::newrun
