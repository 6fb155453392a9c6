// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <random>

#include <QApplication>
#include <QFile>
#include <QPixmap>
#include <QSvgRenderer>
#include <QTemporaryDir>
#include <QVBoxLayout>
#include <QWheelEvent>

#include "flambeau/ui/common/theme.h"
#include "flambeau/ui/metrics/chart_card.h"
#include "flambeau/ui/metrics/legend.h"
#include "ui_support.h"

using namespace flambeau;
using namespace flambeau::ui;
using namespace flambeau::ui::metrics;
using namespace flambeau::ui::test;

namespace {

struct Fixture {
    ChartLink link;
    MemoryCurve train, val;
    Fixture() {
        std::mt19937 random(5);
        std::normal_distribution<double> bell(0, 0.08);
        std::vector<series::Point> steps, epochs;
        for (int i = 1; i <= 2000; ++i)
            steps.push_back({i, 1000.0 + i, 0.15 + 0.7 * std::exp(-i / 500.0) + bell(random), i / 100.0});
        for (int i = 1; i <= 20; ++i)
            epochs.push_back({i * 100, 1000.0 + i * 100, 0.2 + 0.5 * std::exp(-i / 5.0), double(i)});
        train.append(steps);
        val.append(epochs);
    }
    std::unique_ptr<ChartCard> card(const QString& title = "loss") {
        auto card = std::make_unique<ChartCard>(title, &link);
        card->addCurve({"train", 0, &train, true, 1000});
        card->addCurve({"val", 1, &val, true, 1000});
        card->resize(520, 320);
        card->show();
        settle();
        card->flush();
        return card;
    }
};

/// How many pixels of a colour are in a picture, near enough for antialiasing.
int inked(const QImage& image, const QColor& wanted) {
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

QWidget* plotOf(ChartCard& card) {
    return card.findChild<QWidget*>("plot");
}

}  // namespace

TEST_CASE("What a chart draws are the columns of its pixels, without one point left out") {
    Fixture f;
    auto card = f.card();
    const Extent keys = card->keyRange();
    const auto& columns = card->drawnColumns(0);
    REQUIRE(columns.size() > 300);
    std::int64_t count = 0;
    for (const series::Column& column : columns)
        count += column.count;
    CHECK(count == 2000);
    CHECK(columns == f.train.envelope({keys.from, keys.to, columns.size()}, series::Axis::Step, 0));
    CHECK(keys.from <= 1);
    CHECK(keys.to >= 2000);
    CHECK(card->valueRange().to >= 0.85);
}

TEST_CASE("A single point out of 100,000 that stands out is seen") {
    ChartLink link;
    MemoryCurve curve;
    std::vector<series::Point> points;
    for (int i = 0; i < 100000; ++i)
        points.push_back({i, double(i), i == 70001 ? 1.0 : 0.1});
    curve.append(points);
    ChartCard card("spike", &link);
    card.addCurve({"train", 0, &curve});
    card.resize(500, 300);
    card.show();
    settle();
    card.flush();
    const QImage image = shot(card);
    // Only the spike has ink in the upper part of the picture.
    CHECK(inked(image.copy(60, 80, 420, 60), theme().series(0)) > 10);
}

TEST_CASE("Points that come are drawn, and many at once are one redraw") {
    Fixture f;
    auto card = f.card();
    for (int i = 0; i < 50; ++i) {
        const std::vector<series::Point> more{{2001 + i, 3000.0 + i, 0.2, 20.0 + i * 0.01}};
        f.train.append(more);
    }
    CHECK(waitFor([&] { return card->keyRange().to >= 2050; }));
    CHECK(f.train.size() == 2050);
    CHECK(waitFor([&] {
        std::int64_t count = 0;
        for (const series::Column& column : card->drawnColumns(0))
            count += column.count;
        return count == 2050;
    }));
}

TEST_CASE("The axis can be steps, epochs, time since the start or the clock") {
    Fixture f;
    auto card = f.card();
    f.link.setMode(XMode::Epoch);
    settle();
    CHECK(card->keyRange().to == Approx(20));
    f.link.setMode(XMode::Elapsed);
    settle();
    CHECK(card->keyRange().to == Approx(2000));
    CHECK(card->keyRange().from == Approx(0).margin(1));
    f.link.setMode(XMode::Clock);
    settle();
    CHECK(card->keyRange().from == Approx(1001));
    f.link.setMode(XMode::Epoch);
    f.link.setExpectedEnd(25);
    settle();
    CHECK(card->keyRange().to == Approx(25));
}

TEST_CASE("Zoom and crosshair are linked over charts, and values are those under the crosshair") {
    Fixture f;
    auto first = f.card("loss");
    auto second = f.card("acc");
    f.link.setZoom(Extent{500, 600});
    settle();
    CHECK(second->keyRange().from == Approx(500));
    CHECK(second->keyRange().to == Approx(600));
    const QString last = first->legend()->entries()[1].value;
    f.link.setCrosshair(500.0);
    settle();
    CHECK(first->legend()->entries()[1].value != last);
    CHECK(first->legend()->entries()[1].value == second->legend()->entries()[1].value);
    f.link.setCrosshair(std::nullopt);
    CHECK(first->legend()->entries()[1].value == last);
    f.link.setZoom(std::nullopt);
    settle();
    CHECK(first->keyRange().to == Approx(2000));
}

TEST_CASE("Keys zoom, move the crosshair and show all again; the wheel alone is the page's") {
    Fixture f;
    auto card = f.card();
    QWidget* plot = plotOf(*card);
    REQUIRE(plot != nullptr);
    plot->setFocus();
    press(*plot, Qt::Key_Plus);
    REQUIRE(f.link.zoom().has_value());
    CHECK(f.link.zoom()->to - f.link.zoom()->from < 1500);
    press(*plot, Qt::Key_Right);
    CHECK(f.link.crosshair().has_value());
    press(*plot, Qt::Key_Home);
    CHECK_FALSE(f.link.zoom().has_value());
    const auto wheel = [&](Qt::KeyboardModifiers modifiers) {
        QWheelEvent event(QPointF(200, 100), plot->mapToGlobal(QPointF(200, 100)), {}, {0, 120}, {}, modifiers,
                          Qt::NoScrollPhase, false);
        QApplication::sendEvent(plot, &event);
        return event.isAccepted();
    };
    CHECK_FALSE(wheel({}));
    CHECK_FALSE(f.link.zoom().has_value());
    CHECK(wheel(Qt::ControlModifier));
    CHECK(f.link.zoom().has_value());
}

TEST_CASE("The legend hides a curve and its ink, and shows it again") {
    Fixture f;
    auto card = f.card();
    const QColor val = theme().series(1);
    const int before = inked(shot(*card).copy(0, 40, 520, 280), val);
    CHECK(before > 100);
    click(*card->legend(), card->legend()->entryRect(1).center().toPoint());
    card->flush();
    CHECK_FALSE(card->curveVisible(1));
    CHECK(inked(shot(*card).copy(0, 40, 520, 280), val) < before / 10);
    card->legend()->setFocus();
    press(*card->legend(), Qt::Key_Right);
    press(*card->legend(), Qt::Key_Right);
    press(*card->legend(), Qt::Key_Space);
    CHECK(card->curveVisible(1));
}

TEST_CASE("Smoothing draws the smooth line and keeps the raw one behind it, paler") {
    Fixture f;
    f.link.setSmoothing(0.9);
    auto card = f.card();
    const auto& smooth = card->drawnColumns(0);
    double widest = 0;
    for (const series::Column& column : smooth)
        widest = std::max(widest, column.count > 0 ? column.max - column.min : 0);
    CHECK(widest < 0.1);
    const QImage image = shot(*card);
    CHECK(inked(image, mixed(color(Token::Surface), theme().series(0), 0.42)) > 300);
    CHECK(inked(image, theme().series(0)) > 100);
}

TEST_CASE("A logarithmic scale holds zeros, negatives and NaN without losing the rest") {
    ChartLink link;
    MemoryCurve curve;
    std::vector<series::Point> points;
    for (int i = 0; i < 100; ++i)
        points.push_back({i, double(i),
                          i == 50   ? 0.0
                          : i == 51 ? -1
                          : i == 52 ? std::nan("")
                                    : std::pow(10, -i / 20.0)});
    curve.append(points);
    ChartCard card("lr", &link);
    card.addCurve({"lr", 2, &curve});
    card.resize(400, 260);
    card.show();
    card.setLogScale(true);
    card.flush();
    CHECK(card.valueRange().from > 0);
    CHECK(card.valueRange().to >= 1);
    CHECK(inked(shot(card), theme().series(2)) > 50);
    card.setLogScale(false);
    card.flush();
    CHECK(card.valueRange().from < 0);
}

TEST_CASE("An exported CSV reads back to the same bits, and names are quoted") {
    ChartLink link;
    MemoryCurve curve;
    const std::vector<series::Point> points{{1, 1000.1, 0.1 + 0.2, 0.5}, {2, 1000.2, std::nan("")}};
    curve.append(points);
    ChartCard card("loss", &link);
    card.addCurve({"train, \"a\"", 0, &curve});
    QTemporaryDir folder;
    REQUIRE(card.exportCsv(folder.filePath("x.csv")).ok());
    QFile file(folder.filePath("x.csv"));
    REQUIRE(file.open(QIODevice::ReadOnly));
    const QList<QByteArray> lines = file.readAll().split('\n');
    REQUIRE(lines.size() == 4);
    CHECK(lines[0] == "curve,step,epoch,time,value");
    CHECK(lines[1] == "\"train, \"\"a\"\"\",1,0.5,1000.1,0.30000000000000004");
    CHECK(lines[2] == "\"train, \"\"a\"\"\",2,,1000.2,nan");
    const Status refused = card.exportCsv(folder.filePath("no/such/folder/x.csv"));
    REQUIRE_FALSE(refused.ok());
    CHECK_FALSE(refused.error().hint.empty());
}

TEST_CASE("PNG and SVG show title, legend and curves") {
    Fixture f;
    auto card = f.card();
    QTemporaryDir folder;
    REQUIRE(card->exportPng(folder.filePath("x.png")).ok());
    const QImage png(folder.filePath("x.png"));
    CHECK(png.size() == card->size() * 2);
    CHECK(inked(png, theme().series(0)) > 200);
    REQUIRE(card->exportSvg(folder.filePath("x.svg")).ok());
    QSvgRenderer svg(folder.filePath("x.svg"));
    REQUIRE(svg.isValid());
    QImage drawn(520, 320, QImage::Format_RGB32);
    drawn.fill(Qt::white);
    QPainter painter(&drawn);
    svg.render(&painter);
    painter.end();
    CHECK(inked(drawn, theme().series(0)) > 100);
    save(drawn, "chart-svg");
    save(png, "chart-png");
}

TEST_CASE("A chart that is switched to another theme looks as one that was started in it") {
    for (const bool dark : {true, false}) {
        Fixture f;
        f.link.setSmoothing(0.8);
        f.link.setCrosshair(800.0);
        useTheme(dark);
        auto started = f.card();
        const QImage expected = shot(*started);
        useTheme(!dark);
        auto switched = f.card();
        shot(*switched);
        useTheme(dark);
        settle();
        CHECK(waitFor([&] { return shot(*switched) == expected; }));
    }
    useTheme(false);
}

TEST_CASE("A reader hears what a chart shows") {
    Fixture f;
    auto card = f.card();
    QWidget* plot = plotOf(*card);
    CHECK(plot->accessibleName() == "Chart of loss");
    CHECK(plot->accessibleDescription().startsWith("train "));
    CHECK(plot->accessibleDescription().contains("val 0.2"));
}
