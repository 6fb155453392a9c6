// SPDX-License-Identifier: GPL-3.0-or-later
// The charts of one run: a card for what belongs together (train and val of one thing), made as series come. GUI
// thread, owned by its parent; link and curves must outlive it or be taken off it.
#pragma once

#include <QHash>
#include <QPointer>
#include <QWidget>

#include "flambeau/base/result.h"
#include "flambeau/ui/metrics/chart_card.h"
#include "flambeau/ui/metrics/live_curves.h"

class QGridLayout;

namespace flambeau::ui::runs {

/// Where a series is drawn.
struct ChartPlace {
    QString chart;  ///< the card's title
    QString curve;  ///< its name in the legend
    int order = 0;  ///< of the card among others
    int series = 0;
    bool smooth = true, shown = true;
};
ChartPlace placeOf(const QString& series);
bool isSystemSeries(const QString& series);

class ChartBoard : public QWidget {
    Q_OBJECT
public:
    enum class What { Training, System };
    ChartBoard(What what, metrics::ChartLink& link, QWidget* parent = nullptr);

    /// Null: none. `startTime`: what elapsed time counts from.
    void setCurves(metrics::LiveCurves* curves);
    void setStartTime(double startTime) { m_startTime = startTime; }
    int cardCount() const { return static_cast<int>(m_cards.size()); }
    metrics::ChartCard* card(const QString& title) const;

signals:
    void cardsChanged();
    void failed(const flambeau::Error& error);

private:
    void add(const QString& series);
    void arrange();

    struct Entry {
        QString title;
        int order = 0;
        metrics::ChartCard* card = nullptr;
        int curves = 0;
    };
    What m_what;
    metrics::ChartLink& m_link;
    QPointer<metrics::LiveCurves> m_curves;
    QGridLayout* m_grid;
    std::vector<Entry> m_cards;
    double m_startTime = 0;
};

}  // namespace flambeau::ui::runs
