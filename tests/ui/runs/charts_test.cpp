// SPDX-License-Identifier: GPL-3.0-or-later
// The charts of a run's page by a person's hands: axes, smoothing, scale, and the files that are saved of them, looked
// into.
#include <cmath>
#include <map>

#include <QFile>
#include <QFileDialog>
#include <QMenu>
#include <QPointer>
#include <QRadioButton>
#include <QSlider>

#include "chart_board.h"
#include "flambeau/session/run_catalog.h"
#include "flambeau/ui/common/widgets.h"
#include "runs_fixture.h"

using namespace flambeau;
using namespace flambeau::ui::test;
using flambeau::ui::metrics::ChartCard;

namespace {

struct Charts {
    FilledWorkspace filled;
    RunsFixture fixture;
    RunId run;
    ui::runs::RunPage& page;
    Charts() : filled(few()), fixture(filled.folder()), run(filled.run("shapes-07")), page(fixture.runPage(run)) {
        REQUIRE(waitFor([&] { return page.curves()->loaded() && page.board()->card("loss") != nullptr; }));
        settle();
        card().flush();
    }
    ChartCard& card() { return *page.board()->card("loss"); }
    /// Presses one of the X axis' choices.
    void choose(const QString& axis) {
        for (auto* choice : page.findChildren<QRadioButton*>()) {
            if (choice->isVisible() && choice->text() == axis)
                click(*choice, choice->rect().center());
        }
        card().flush();
    }
    /// Opens the chart's menu by its button and takes what begins so.
    void menu(const QString& entry) {
        for (auto* button : card().findChildren<ui::Button*>()) {
            if (button->accessibleName().startsWith("Chart menu"))
                click(*button, button->rect().center());
        }
        auto* open = card().findChild<QMenu*>();
        REQUIRE(open != nullptr);
        for (QAction* action : open->actions()) {
            if (action->text().startsWith(entry)) {
                open->setActiveAction(action);
                press(*open, Qt::Key_Return);
                break;
            }
        }
        settle();
        card().flush();
    }
    /// Saves by the menu and its dialog; the file's bytes.
    QByteArray saved(const QString& entry, const QString& path) {
        menu(entry);
        QPointer<QFileDialog> dialog;
        REQUIRE(waitFor([&] {
            dialog = card().findChild<QFileDialog*>();
            return dialog && dialog->isVisible();
        }));
        auto* name = dialog->findChild<QLineEdit*>("fileNameEdit");
        REQUIRE(name != nullptr);
        name->setText(path);
        press(*name, Qt::Key_Return);
        REQUIRE(waitFor([&] { return QFile::exists(path); }));
        settle();
        QFile file(path);
        REQUIRE(file.open(QIODevice::ReadOnly));
        return file.readAll();
    }
    std::vector<series::Point> points(const std::string& series) {
        std::vector<series::Point> points;
        flambeau::test::must(session::RunCatalog(filled.workspace())
                                 .forEachPoint(run, [&](const std::string& name, const series::Point& point) {
                                     if (name == series)
                                         points.push_back(point);
                                     return true;
                                 }));
        return points;
    }
    /// The first and the last x that were drawn of the first curve.
    std::pair<double, double> drawn() {
        std::pair<double, double> ends{std::nan(""), std::nan("")};
        for (const series::Column& column : card().drawnColumns(0)) {
            if (column.count == 0)
                continue;
            if (std::isnan(ends.first))
                ends.first = column.firstX;
            ends.second = column.lastX;
        }
        return ends;
    }
};

int inkOf(const QImage& image, const QColor& wanted) {
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            const QColor pixel = image.pixelColor(x, y);
            count += std::abs(pixel.red() - wanted.red()) + std::abs(pixel.green() - wanted.green()) +
                         std::abs(pixel.blue() - wanted.blue()) <
                     60;
        }
    }
    return count;
}

}  // namespace

TEST_CASE("The CSV that is saved of a run's chart has every point that the store has of its curves, bit by bit") {
    Charts charts;
    QTemporaryDir folder;
    const QList<QByteArray> lines =
        charts.saved("Save the points as CSV", folder.filePath("loss.csv")).trimmed().split('\n');
    REQUIRE(lines.front() == "curve,step,epoch,time,value");
    std::map<QByteArray, std::vector<series::Point>> found;
    for (const QByteArray& line : lines.mid(1)) {
        const auto cells = line.split(',');
        REQUIRE(cells.size() == 5);
        const double epoch = cells[2].isEmpty() ? std::nan("") : cells[2].toDouble();
        found[cells[0]].push_back({cells[1].toLongLong(), cells[3].toDouble(), cells[4].toDouble(), epoch});
    }
    for (const auto& [curve, series] : {std::pair{"train", "train/loss"}, {"val", "val/loss"}}) {
        INFO(series);
        const auto expected = charts.points(series);
        const auto& read = found[curve];
        REQUIRE_FALSE(expected.empty());
        REQUIRE(read.size() == expected.size());
        for (std::size_t i = 0; i < read.size(); ++i) {
            CHECK(read[i].step == expected[i].step);
            CHECK(read[i].time == expected[i].time);
            CHECK(read[i].value == expected[i].value);
        }
    }
}

TEST_CASE("The pictures that are saved of a run's chart show its curves in their colours") {
    Charts charts;
    QTemporaryDir folder;
    const QImage png = QImage::fromData(charts.saved("Save as PNG", folder.filePath("loss.png")), "PNG");
    REQUIRE_FALSE(png.isNull());
    CHECK(png.size() == charts.card().size() * 2);
    for (const int curve : {0, 1})
        CHECK(inkOf(png, ui::theme().series(curve)) > 100);
    const QByteArray svg = charts.saved("Save as SVG", folder.filePath("loss.svg"));
    CHECK(svg.contains("<svg"));
    CHECK(svg.contains("<polyline"));
    CHECK(svg.contains(">loss<"));
    for (const int curve : {0, 1})
        CHECK(svg.contains(ui::theme().series(curve).name().toUtf8()));
}

TEST_CASE("A run's curves are drawn over steps, epochs, the time since the start and the clock") {
    Charts charts;
    const auto points = charts.points("train/loss");
    const auto view = flambeau::test::must(session::RunCatalog(charts.filled.workspace()).view(charts.run));
    const double start = view.started > 0 ? view.started : view.created;
    const std::pair<QString, std::function<double(const series::Point&)>> axes[] = {
        {"Step", [](const series::Point& point) { return static_cast<double>(point.step); }},
        {"Epoch", [](const series::Point& point) { return point.epoch; }},
        {"Time", [&](const series::Point& point) { return point.time - start; }},
        {"Clock", [](const series::Point& point) { return point.time; }}};
    for (const auto& [axis, x] : axes) {
        INFO(axis);
        charts.choose(axis);
        const double first = x(points.front()), last = x(points.back());
        CHECK(charts.drawn().second - charts.drawn().first == Approx(last - first).margin(0.001));
        const auto keys = charts.card().keyRange();
        // What was drawn lies in the range whose ticks stand below it.
        if (axis != "Time") {
            CHECK(charts.drawn().first == Approx(first).margin(0.001));
            CHECK(keys.from <= first);
            CHECK(keys.to >= last);
        } else {
            CHECK(keys.from <= first);
            CHECK(keys.to >= last);
        }
    }
}

TEST_CASE("More smoothing makes a run's curve calmer, none draws the values themselves") {
    Charts charts;
    const auto unrest = [&] {
        double sum = 0, before = std::nan("");
        for (const series::Column& column : charts.card().drawnColumns(0)) {
            if (column.count == 0)
                continue;
            if (!std::isnan(before))
                sum += std::abs(column.first - before);
            before = column.last;
        }
        return sum;
    };
    QSlider* slider = nullptr;
    for (auto* one : charts.page.findChildren<QSlider*>()) {
        if (one->accessibleName() == "Smoothing")
            slider = one;
    }
    REQUIRE(slider != nullptr);
    press(*slider, Qt::Key_Home);
    charts.card().flush();
    const double raw = unrest();
    double own = 0, before = std::nan("");
    for (const auto& point : charts.points("train/loss")) {
        if (!std::isnan(before))
            own += std::abs(point.value - before);
        before = point.value;
    }
    CHECK(raw == Approx(own));
    press(*slider, Qt::Key_End);
    charts.card().flush();
    CHECK(unrest() < raw / 2);
}

TEST_CASE("The logarithmic scale is a matter of the chart's menu, and gives the small values room") {
    Charts charts;
    const double lowest = charts.card().valueRange().from;
    const QImage before = charts.card().image(charts.card().size());
    charts.menu("Logarithmic scale");
    CHECK(charts.card().logScale());
    CHECK(charts.card().valueRange().from > 0);
    CHECK(lowest <= charts.card().valueRange().from);
    const QImage after = charts.card().image(charts.card().size());
    CHECK(before != after);
    CHECK(inkOf(after, ui::theme().series(0)) > 100);
    charts.menu("Logarithmic scale");
    CHECK_FALSE(charts.card().logScale());
    CHECK(charts.card().valueRange().from == Approx(lowest));
}
