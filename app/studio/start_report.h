// SPDX-License-Identifier: GPL-3.0-or-later
// For measurements: with $FLAMBEAU_REPORT_START set, the window says on stdout when it was first painted, and when it
// was painted with what its workspace holds, and closes. Nothing happens without the variable. GUI thread.
#pragma once

#include <QObject>

namespace flambeau::studio {

class Studio;

class StartReport : public QObject {
    Q_OBJECT
public:
    /// Owned by the studio; null where nobody wants to know.
    static void install(Studio& studio);

protected:
    bool eventFilter(QObject* object, QEvent* event) override;

private:
    explicit StartReport(Studio& studio);
    void painted();

    Studio& m_studio;
    double m_first = 0;
    bool m_told = false;
};

}  // namespace flambeau::studio
