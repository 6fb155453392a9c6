// SPDX-License-Identifier: GPL-3.0-or-later
// What a host's last test found, and what is missing for what with the command that mends it. Owned by the view of a
// host, GUI thread.
#pragma once

#include "error_block.h"
#include "flambeau/ui/common/widgets.h"
#include "host_work.h"
#include "test_rows.h"

namespace flambeau::ui::compute {

/// Painted lines with a tick or a cross.
class TestView : public QWidget {
    Q_OBJECT
public:
    explicit TestView(QWidget* parent = nullptr);
    void setRows(std::vector<TestRow> rows);
    const std::vector<TestRow>& rows() const { return m_rows; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {160, sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent*) override;
    bool event(QEvent* event) override;

private:
    int rowAt(int y) const;
    std::vector<TestRow> m_rows;
};

class TestCard : public Card {
    Q_OBJECT
public:
    explicit TestCard(HostWork& work, PageHost& host, QWidget* parent = nullptr);
    void setHost(const QString& name);
    TestView* view() const { return m_view; }
    Button* copyButton() const { return m_copy; }
    ErrorBlock* error() const { return m_error; }

private:
    void show();
    void showMissing(const session::ComputeTarget& host);
    void showProgress();

    HostWork& m_work;
    PageHost& m_host;
    QString m_name;
    Button* m_copy;
    QWidget* m_busy;
    ProgressLine* m_bar;
    ElidedLabel* m_doing;
    Button* m_cancel;
    ErrorBlock* m_error;
    TestView* m_view;
    QWidget* m_missing;
    nlohmann::json m_shown;  ///< what m_missing was made of
};

}  // namespace flambeau::ui::compute
