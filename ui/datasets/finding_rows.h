// SPDX-License-Identifier: GPL-3.0-or-later
// Findings one below the other: what it is, its pictures, one button. A kind is one row however many findings it has.
// GUI thread, owned by its parent.
#pragma once

#include <QWidget>

#include "dataset_detail.h"

class QVBoxLayout;

namespace flambeau::ui::pictures {
class ThumbnailSource;
}

namespace flambeau::ui::datasets {

class FindingRows : public QWidget {
    Q_OBJECT
public:
    explicit FindingRows(pictures::ThumbnailSource& source, QWidget* parent = nullptr);
    /// The first `atMost` of those that were not acknowledged, or all with `seenToo`.
    void setDetail(const DetailPtr& detail, int atMost, bool seenToo);
    int shown() const { return m_shown; }
    /// While a change is being made the buttons wait, and say so.
    void setBusy(const QString& reason);

signals:
    void acted(const flambeau::ui::datasets::FindingGroup& group);
    /// Its pictures shall be looked at.
    void looked(const flambeau::ui::datasets::FindingGroup& group);
    /// It is fine as it is.
    void kept(const flambeau::ui::datasets::FindingGroup& group);

private:
    pictures::ThumbnailSource& m_source;
    QVBoxLayout* m_column;
    int m_shown = 0;
};

}  // namespace flambeau::ui::datasets
