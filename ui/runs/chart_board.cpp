// SPDX-License-Identifier: GPL-3.0-or-later
#include "chart_board.h"

#include <algorithm>

#include <QGridLayout>

#include "flambeau/ui/common/text.h"

namespace flambeau::ui::runs {
namespace {
// Both rows and the first lines of the log are seen in a window of 1280 x 720.
constexpr int kTall = 176, kLow = 140, kHigh = 320;

ChartPlace systemPlace(const QString& name) {
    static const std::pair<const char*, const char*> known[] = {
        {"cpu_percent", "CPU, percent"},     {"memory_mb", "memory, MB"},       {"gpu_percent", "GPU, percent"},
        {"gpu_memory_mb", "GPU memory, MB"}, {"gpu_watts", "GPU power, watts"}, {"gpu_celsius", "GPU temperature, °C"},
    };
    int order = 0;
    for (const auto& [key, title] : known) {
        if (name == key)
            return {say(title), name.section('_', 0, 0), order, order % 8, false, true};
        ++order;
    }
    return {QString(name).replace('_', ' '), name, order, order % 8, false, true};
}
}  // namespace

bool isSystemSeries(const QString& series) {
    return series.startsWith("system/");
}

ChartPlace placeOf(const QString& series) {
    if (isSystemSeries(series))
        return systemPlace(series.mid(7));
    if (series == "lr")
        return {say("learning rate"), "lr", 2, 2, false, true};
    const qsizetype slash = series.lastIndexOf('/');
    const QString part = slash < 0 ? QString() : series.left(slash);
    QString what = slash < 0 ? series : series.mid(slash + 1);
    if (what == "images_per_s")
        return {say("images a second"), part, 3, 3, false, true};
    const bool train = part == "train" || part.isEmpty();
    if (what.startsWith("epoch_") && train) {
        what.remove(0, 6);
        return {what, say("epoch mean"), what == "loss" ? 0 : what == "acc" ? 1 : 4, 4, false, false};
    }
    ChartPlace place{what, part.isEmpty() ? what : part, what == "loss" ? 0 : what == "acc" ? 1 : 4, 0, train, true};
    place.series = train ? 0 : part == "val" ? 1 : part == "test" ? 2 : -1;
    return place;
}

ChartBoard::ChartBoard(What what, metrics::ChartLink& link, QWidget* parent)
    : QWidget(parent), m_what(what), m_link(link), m_grid(new QGridLayout(this)) {
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setSpacing(theme().size("gap"));
    m_grid->setColumnStretch(0, 1);
    m_grid->setColumnStretch(1, 1);
}

void ChartBoard::setCurves(metrics::LiveCurves* curves) {
    for (const Entry& entry : m_cards)
        delete entry.card;
    m_cards.clear();
    if (m_curves)
        disconnect(m_curves, nullptr, this, nullptr);
    m_curves = curves;
    if (curves != nullptr) {
        connect(curves, &metrics::LiveCurves::seriesAdded, this, &ChartBoard::add);
        connect(curves, &metrics::LiveCurves::failed, this, &ChartBoard::failed);
        for (const QString& name : curves->names())
            add(name);
    }
    emit cardsChanged();
}

metrics::ChartCard* ChartBoard::card(const QString& title) const {
    const auto found = std::find_if(m_cards.begin(), m_cards.end(), [&](const Entry& e) { return e.title == title; });
    return found == m_cards.end() ? nullptr : found->card;
}

void ChartBoard::add(const QString& series) {
    if (isSystemSeries(series) != (m_what == What::System))
        return;
    const ChartPlace place = placeOf(series);
    auto found =
        std::find_if(m_cards.begin(), m_cards.end(), [&](const Entry& entry) { return entry.title == place.chart; });
    if (found == m_cards.end()) {
        Entry entry{place.chart, place.order, new metrics::ChartCard(place.chart, &m_link, this), 0};
        connect(entry.card, &metrics::ChartCard::exportFailed, this, &ChartBoard::failed);
        const auto before = std::find_if(m_cards.begin(), m_cards.end(), [&](const Entry& other) {
            return std::pair(other.order, other.title) > std::pair(entry.order, entry.title);
        });
        found = m_cards.insert(before, entry);
        arrange();
        emit cardsChanged();
    }
    metrics::CurveSpec curve;
    curve.name = place.curve;
    curve.series = place.series >= 0 ? place.series : 5 + found->curves % 3;
    curve.source = m_curves->curve(series);
    curve.smooth = place.smooth;
    curve.startTime = m_startTime;
    const int added = found->card->addCurve(curve);
    ++found->curves;
    if (!place.shown)
        found->card->setCurveVisible(added, false);
}

void ChartBoard::arrange() {
    for (const Entry& entry : m_cards)
        m_grid->removeWidget(entry.card);
    const auto rows = static_cast<int>((m_cards.size() + 1) / 2);
    for (int row = 0; row < m_grid->rowCount(); ++row)
        m_grid->setRowStretch(row, 0);
    QWidget* before = nullptr;
    for (std::size_t i = 0; i < m_cards.size(); ++i) {
        const auto row = static_cast<int>(i / 2);
        const bool alone = i + 1 == m_cards.size() && i % 2 == 0 && m_cards.size() > 1;
        metrics::ChartCard* card = m_cards[i].card;
        card->setMinimumHeight(row == 0 ? kTall : kLow);
        if (m_what == What::System)
            card->setMaximumHeight(kHigh);
        m_grid->addWidget(card, row, static_cast<int>(i % 2), 1, alone ? 2 : 1);
        card->show();
        if (before != nullptr)
            setTabOrder(before, card);
        before = card;
    }
    for (int row = 0; row < rows; ++row)
        m_grid->setRowStretch(row, row == 0 ? 5 : 3);
    // What cannot be higher stands at the top.
    if (m_what == What::System)
        m_grid->setRowStretch(rows, 1);
}

}  // namespace flambeau::ui::runs
