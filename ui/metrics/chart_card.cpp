// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/ui/metrics/chart_card.h"

#include <QContextMenuEvent>
#include <QFileDialog>
#include <QLabel>
#include <QMenu>
#include <QVBoxLayout>

#include "flambeau/ui/metrics/legend.h"
#include "plot.h"

namespace flambeau::ui::metrics {

ChartCard::ChartCard(const QString& title, ChartLink* link, QWidget* parent) : Card(title, {}, parent), m_link(link) {
    m_plot = new Plot(link);
    m_legend = new Legend;
    layout()->setContentsMargins(12, 9, 6, 6);
    layout()->setSpacing(4);
    addHeaderWidget(m_legend);
    auto* more = new Button({}, Button::Kind::Quiet);
    more->setSmall(true);
    more->setIconName("more");
    more->setAccessibleName(tr("Chart menu of %1").arg(title));
    more->setToolTip(tr("Scale, zoom and export"));
    addHeaderWidget(more);
    connect(more, &QPushButton::clicked, this,
            [this, more] { showMenu(more->mapToGlobal(QPoint(0, more->height()))); });
    body()->setSpacing(0);
    body()->addWidget(m_plot, 1);
    m_plot->setAccessibleName(tr("Chart of %1").arg(title));
    setMinimumHeight(180);
    connect(m_plot, &Plot::valuesChanged, this, &ChartCard::describe);
    connect(m_plot, &Plot::menuRequested, this, &ChartCard::showMenu);
    connect(m_legend, &Legend::toggled, this, [this](int curve) { setCurveVisible(curve, !curveVisible(curve)); });
    connect(m_legend, &Legend::hovered, this, &ChartCard::highlight);
}

ChartCard::~ChartCard() {
    // They lose the focus and tell so while they go, and what they would tell it to is gone by then.
    m_plot->disconnect(this);
    m_legend->disconnect(this);
}

int ChartCard::addCurve(const CurveSpec& curve) {
    m_curves.push_back(curve);
    m_plot->add(curve);
    QVector<LegendEntry> entries = m_legend->entries();
    entries << LegendEntry{curve.name, m_plot->valueText(curveCount() - 1), curve.series, true};
    m_legend->setEntries(entries);
    describe();
    return curveCount() - 1;
}

void ChartCard::clearCurves() {
    m_curves.clear();
    m_plot->clear();
    m_legend->setEntries({});
}

int ChartCard::curveCount() const {
    return static_cast<int>(m_curves.size());
}

void ChartCard::setCurveVisible(int curve, bool visible) {
    m_plot->setShown(curve, visible);
    QVector<LegendEntry> entries = m_legend->entries();
    entries[curve].visible = visible;
    m_legend->setEntries(entries);
}

bool ChartCard::curveVisible(int curve) const {
    return m_plot->shown(curve);
}

void ChartCard::highlight(int curve) {
    m_plot->highlight(curve);
}

void ChartCard::setLogScale(bool on) {
    m_plot->setLogScale(on);
}

bool ChartCard::logScale() const {
    return m_plot->logScale();
}

Extent ChartCard::valueRange() const {
    return {m_plot->yAxis->range().lower, m_plot->yAxis->range().upper};
}

Extent ChartCard::keyRange() const {
    return {m_plot->xAxis->range().lower, m_plot->xAxis->range().upper};
}

const std::vector<series::Column>& ChartCard::drawnColumns(int curve) const {
    return m_plot->drawnOf(curve)->drawn();
}

void ChartCard::flush() {
    m_plot->flush();
}

void ChartCard::describe() {
    QStringList texts;
    for (int i = 0; i < m_legend->entries().size() && i < curveCount(); ++i) {
        const QString value = m_plot->valueText(i);
        m_legend->setValue(i, value);
        texts << m_curves[static_cast<std::size_t>(i)].name + ' ' + value;
    }
    m_plot->setAccessibleDescription(texts.isEmpty() ? tr("no curve yet") : texts.join(", "));
}

void ChartCard::changeEvent(QEvent* event) {
    Card::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        m_plot->retheme();
}

void ChartCard::showEvent(QShowEvent* event) {
    Card::showEvent(event);
    describe();
}

void ChartCard::contextMenuEvent(QContextMenuEvent* event) {
    showMenu(event->globalPos());
}

void ChartCard::showMenu(const QPoint& at) {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QAction* log = menu->addAction(tr("Logarithmic scale"), this, [this] { setLogScale(!logScale()); });
    log->setCheckable(true);
    log->setChecked(logScale());
    menu->addAction(tr("Show all"), this, [this] { m_link->setZoom(std::nullopt); })
        ->setEnabled(m_link->zoom().has_value());
    menu->addSeparator();
    menu->addAction(tr("Save as PNG …"), this, [this] { exportWith("png", &ChartCard::exportPng); });
    menu->addAction(tr("Save as SVG …"), this, [this] { exportWith("svg", &ChartCard::exportSvg); });
    menu->addAction(tr("Save the points as CSV …"), this, [this] { exportWith("csv", &ChartCard::exportCsv); });
    menu->popup(at);
}

void ChartCard::exportWith(const QString& suffix, Status (ChartCard::*write)(const QString&) const) {
    auto* dialog = new QFileDialog(this, tr("Save the chart"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(suffix);
    dialog->selectFile(title().simplified().replace('/', '-').replace(' ', '-') + '.' + suffix);
    connect(dialog, &QFileDialog::fileSelected, this, [this, write](const QString& path) {
        const Status done = (this->*write)(path);
        if (!done)
            emit exportFailed(done.error());
    });
    dialog->open();
}

}  // namespace flambeau::ui::metrics
