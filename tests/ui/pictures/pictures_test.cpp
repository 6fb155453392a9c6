// SPDX-License-Identifier: GPL-3.0-or-later
// With the real flambeau-scan and a desk over a workspace of its own.
#include <atomic>

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QScrollBar>
#include <QSignalSpy>

#include "flambeau/session/workspace.h"
#include "flambeau/ui/common/theme.h"
#include "flambeau/ui/pictures/picture_grid.h"
#include "test_support.h"
#include "ui_support.h"

using namespace flambeau;
using namespace flambeau::test;
using namespace flambeau::ui;
using namespace flambeau::ui::pictures;
using namespace flambeau::ui::test;
using flambeau::test::write;

namespace {

/// A picture in one colour, in PPM.
std::string plain(unsigned char red, unsigned char green, unsigned char blue, int width = 64, int height = 48) {
    std::string bytes = "P6\n" + std::to_string(width) + " " + std::to_string(height) + "\n255\n";
    for (int i = 0; i < width * height; ++i)
        bytes += {static_cast<char>(red), static_cast<char>(green), static_cast<char>(blue)};
    return bytes;
}

struct Lab {
    TempDir dir;
    session::Desk desk;
    ThumbnailSource& source;

    Lab() : desk(prepared(dir), false), source(ThumbnailSource::of(desk)) {}
    static fs::path prepared(const TempDir& dir) {
        qputenv("FLAMBEAU_SCAN", FLAMBEAU_BIN "/flambeau-scan");
        return dir / "workspace";
    }
    /// A dataset of two classes with `each` pictures, imported.
    void import(int each) {
        for (int i = 0; i < each; ++i) {
            const auto shade = static_cast<unsigned char>(20 + i);
            write(dir / "data/train/red" / (std::to_string(i) + ".ppm"), plain(shade, 0, 200));
            write(dir / "data/train/blue" / (std::to_string(i) + ".ppm"), plain(0, shade, 90));
            write(dir / "data/val/red" / (std::to_string(i) + ".ppm"), plain(shade, 100, 90));
            write(dir / "data/val/blue" / (std::to_string(i) + ".ppm"), plain(shade, 5, 5));
        }
        auto workspace = must(session::Workspace::open(dir / "workspace"));
        session::AddOptions options;
        options.source = dir / "data";
        options.name = "colours";
        must(session::DatasetService(*workspace).add(options, {}, {}));
    }
    ThumbnailSource::Thumbnail wait(const PictureKey& key, QSize size = {40, 30}, qreal scale = 1,
                                    ThumbnailSource::Fit fit = ThumbnailSource::Fit::Cover) {
        waitFor([&] { return source.get(key, size, scale, fit).state != ThumbnailSource::State::Waiting; });
        return source.get(key, size, scale, fit);
    }
};

PictureKey fileKey(const fs::path& path) {
    return {{}, pathText(path.string())};
}

}  // namespace

TEST_CASE("A dataset's picture is drawn by flambeau-scan, scaled to cover the tile, and rounded") {
    Lab lab;
    lab.import(2);
    const PictureKey key{"colours@1", "train/red/1.ppm"};
    CHECK(lab.source.get(key, {40, 30}, 1).state == ThumbnailSource::State::Waiting);
    const auto seen = lab.wait(key);
    REQUIRE(seen.state == ThumbnailSource::State::Ready);
    CHECK(seen.image.size() == QSize(40, 30));
    CHECK(seen.image.format() == QImage::Format_ARGB32_Premultiplied);
    CHECK(qAlpha(seen.image.pixel(0, 0)) < 128);
    const QRgb middle = seen.image.pixel(20, 15);
    CHECK(qBlue(middle) > 180);
    CHECK(qRed(middle) < 40);
    const auto sharp = lab.wait(key, {40, 30}, 2);
    CHECK(sharp.image.size() == QSize(80, 60));
    CHECK(sharp.image.devicePixelRatio() == 2);
}

TEST_CASE("A tile that is painted on a screen of 2x asks for a thumbnail of twice as many pixels and shows them all") {
    Lab lab;
    // Stripes of two pixels, as wide as the tile has pixels at 2x: made smaller, they would be grey. (JPEG takes half
    // of the contrast.)
    std::string stripes = "P6\n196 146\n255\n";
    for (int i = 0; i < 196 * 146; ++i)
        stripes += std::string(3, i / 196 % 4 < 2 ? '\xff' : '\0');
    write(lab.dir / "stripes.ppm", stripes);
    PictureModel model;
    model.setItems({{fileKey(lab.dir / "stripes.ppm"), {}, {}, {}, {}, {}}});
    PictureGrid grid(lab.source);
    grid.setModel(&model);
    grid.resize(114, 160);
    shot(grid);
    const auto painted = [&] {
        QImage image(grid.size() * 2, QImage::Format_RGB32);
        image.setDevicePixelRatio(2);
        image.fill(Qt::gray);
        grid.render(&image);
        return image;
    };
    painted();
    REQUIRE(waitFor([&] { return lab.source.waiting() == 0; }));
    const QImage image = painted();

    const QRect tile = grid.visualRect(model.index(0, 0));
    int steps = 0;
    const int x = 2 * (tile.left() + 40);
    for (int y = 2 * (tile.top() + 20); y < 2 * (tile.top() + 50); ++y)
        steps += std::abs(qGray(image.pixel(x, y)) - qGray(image.pixel(x, y + 1))) > 90;
    CHECK(steps >= 25);  // of 60 lines each second
}

TEST_CASE("A panorama covers its tile or fits into it without getting larger than it") {
    Lab lab;
    write(lab.dir / "wide.ppm", plain(9, 200, 9, 800, 4));
    CHECK(lab.wait(fileKey(lab.dir / "wide.ppm")).image.size() == QSize(40, 30));
    const auto whole = lab.wait(fileKey(lab.dir / "wide.ppm"), {40, 30}, 1, ThumbnailSource::Fit::Contain);
    REQUIRE(whole.state == ThumbnailSource::State::Ready);
    CHECK(whole.image.width() == 40);
    CHECK(whole.image.height() <= 2);
}

TEST_CASE("What is no picture, is gone, is a device or leads out of the dataset has no thumbnail, and nothing fails") {
    Lab lab;
    lab.import(1);
    write(lab.dir / "text.jpg", "no picture at all");
    QSignalSpy failures(&lab.source, &ThumbnailSource::failed);
    for (const PictureKey& key : {fileKey(lab.dir / "text.jpg"), fileKey(lab.dir / "gone.jpg"), fileKey("/dev/zero"),
                                  PictureKey{"colours@1", "../../text.jpg"}, PictureKey{"colours@7", "train/red/0.ppm"},
                                  PictureKey{{}, "relative.jpg"}})
        CHECK(lab.wait(key).state == ThumbnailSource::State::None);
    CHECK(failures.isEmpty());
    CHECK(lab.source.get({}, {40, 30}, 1).state == ThumbnailSource::State::None);
}

TEST_CASE("A file that has come back is looked for again when datasets have changed") {
    Lab lab;
    const PictureKey key = fileKey(lab.dir / "late.ppm");
    CHECK(lab.wait(key).state == ThumbnailSource::State::None);
    write(lab.dir / "late.ppm", plain(1, 2, 250));
    CHECK(lab.wait(key).state == ThumbnailSource::State::None);
    lab.desk.announce(session::Topic::Datasets);
    CHECK(lab.wait(key).state == ThumbnailSource::State::Ready);
}

TEST_CASE("Where flambeau-scan is not there, that is said once and nobody waits") {
    Lab lab;
    write(lab.dir / "x.ppm", plain(1, 2, 3));
    qputenv("FLAMBEAU_SCAN", "/nowhere/flambeau-scan");
    QSignalSpy failures(&lab.source, &ThumbnailSource::failed);
    lab.source.get(fileKey(lab.dir / "x.ppm"), {40, 30}, 1);
    CHECK(waitFor([&] { return failures.size() == 1; }));
    lab.source.get(fileKey(lab.dir / "x.ppm"), {40, 30}, 1);
    settle();
    CHECK(failures.size() == 1);
    CHECK(lab.source.waiting() == 0);
    qputenv("FLAMBEAU_SCAN", FLAMBEAU_BIN "/flambeau-scan");
    lab.source.forgetMissing();
    CHECK(lab.wait(fileKey(lab.dir / "x.ppm")).state == ThumbnailSource::State::Ready);
}

TEST_CASE("However many are asked for, only so many wait, and those that were asked last come first") {
    Lab lab;
    lab.import(1);
    for (int i = 0; i < 5000; ++i)
        lab.source.get(fileKey(lab.dir / ("no" + std::to_string(i) + ".ppm")), {40, 30}, 1);
    CHECK(lab.source.waiting() == ThumbnailSource::kWaitingAtMost);
    QStringList order;
    QObject::connect(&lab.source, &ThumbnailSource::ready, &lab.source,
                     [&](const PictureKey& key) { order << key.path; });
    CHECK(waitFor([&] { return lab.source.waiting() == 0 && order.size() >= ThumbnailSource::kWaitingAtMost; }));
    CHECK(order.first().endsWith("no4999.ppm"));
    CHECK(order.size() == ThumbnailSource::kWaitingAtMost);
    // What fell out of the line can be asked for again.
    CHECK(lab.wait({"colours@1", "val/red/0.ppm"}).state == ThumbnailSource::State::Ready);
    CHECK(lab.wait(fileKey(lab.dir / "no0.ppm")).state == ThumbnailSource::State::None);
}

TEST_CASE("A path survives as text and back, with bytes that are no UTF-8") {
    for (const std::string& path : {std::string("a/b.png"), std::string("\xC3\xA4\xE2\x82\xAC\xF0\x9F\x90\x9D.png"),
                                    std::string("bad\xFF\xFE.png"), std::string("cut\xE2\x82"), std::string("\xC3(x"),
                                    std::string("\xEF\xBF\xBD and \x80")})
        CHECK(pathBytes(pathText(path)) == path);
}

TEST_CASE("A grid of 100,000 pictures makes items for what it shows alone, also after it was scrolled to its end") {
    Lab lab;
    PictureModel model;
    std::atomic<int> made = 0;
    model.setItems(100'000, [&](int row) {
        ++made;
        PictureItem item;
        item.key = {{}, QString("/nowhere/%1.jpg").arg(row)};
        item.caption = QString::number(row);
        return item;
    });
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    PictureGrid grid(lab.source);
    grid.setCaptionLines(2);
    made = 0;
    QElapsedTimer clock;
    clock.start();
    grid.setModel(&model);
    grid.resize(900, 600);
    shot(grid);
    INFO("100,000 rows: shown after " << clock.elapsed() << " ms");
    const int perPaint = (grid.columns() + 1) * (600 / 90 + 2) * 8;
    CHECK(made < 6 * perPaint);
    made = 0;
    clock.start();
    int paints = 0;
    for (int at = 0; at <= grid.verticalScrollBar()->maximum(); at += grid.verticalScrollBar()->maximum() / 50) {
        grid.verticalScrollBar()->setValue(at);
        settle();
        ++paints;
    }
    INFO("a step of scrolling: " << static_cast<double>(clock.elapsed()) / paints << " ms");
    CHECK(made < paints * 4 * perPaint);
    CHECK(lab.source.waiting() <= 2 * ThumbnailSource::kWaitingAtMost);
    grid.setCurrentIndex(model.index(99'999));
    CHECK(grid.visualRect(model.index(99'999)).intersects(grid.viewport()->rect()));
}

TEST_CASE("The grid is used by keys: arrows choose, Enter opens, Delete asks, Escape chooses nothing") {
    Lab lab;
    PictureModel model;
    QVector<PictureItem> items(40);
    for (int i = 0; i < 40; ++i)
        items[i] = {
            fileKey(lab.dir / ("p" + std::to_string(i) + ".png")), QString("class %1").arg(i), "train", {}, {}, {}};
    model.setItems(items);
    PictureGrid grid(lab.source);
    grid.setModel(&model);
    grid.setAccessibleName("Pictures");
    grid.resize(660, 400);
    shot(grid);
    grid.setFocus();
    grid.setCurrentIndex(model.index(0));
    press(grid, Qt::Key_Right);
    press(grid, Qt::Key_Right, Qt::ShiftModifier);
    CHECK(grid.selectedRows() == QVector<int>{1, 2});
    press(grid, Qt::Key_Down);
    CHECK(grid.currentIndex().row() == 2 + grid.columns());
    QSignalSpy opened(&grid, &PictureGrid::opened), deleted(&grid, &PictureGrid::deleteRequested);
    press(grid, Qt::Key_Return);
    press(grid, Qt::Key_Delete);
    CHECK(opened.size() == 1);
    CHECK(deleted.size() == 1);
    press(grid, Qt::Key_Escape);
    CHECK(grid.selectedRows().isEmpty());
    CHECK(model.index(3).data(Qt::AccessibleTextRole).toString() == "class 3, train, p3.png");
    CHECK(unnamed(grid).isEmpty());
}

TEST_CASE("A strip shows the first pictures, counts the others, and opens by click and by key") {
    Lab lab;
    lab.import(3);
    for (const bool dark : {false, true}) {
        useTheme(dark);
        PictureStrip strip(lab.source);
        QVector<PictureItem> items(3);
        for (int i = 0; i < 3; ++i)
            items[i].key = {"colours@1", QString("train/red/%1.ppm").arg(i)};
        strip.setItems(items, 2);
        QSignalSpy opened(&strip, &PictureStrip::opened);
        strip.resize(strip.sizeHint());
        shot(strip);
        CHECK(waitFor([&] {
            return lab.source.get(items[1].key, {44, 34}, 1).state == ThumbnailSource::State::Ready;
        }));
        save(shot(strip), dark ? "picture-strip-dark" : "picture-strip-light");
        click(strip, {60, 10});
        strip.setFocus();
        press(strip, Qt::Key_Left);
        press(strip, Qt::Key_Return);
        REQUIRE(opened.size() == 2);
        CHECK(opened[0][0].toInt() == 1);
        CHECK(opened[1][0].toInt() == 0);
        CHECK(strip.accessibleName() == "3 pictures");
    }
    useTheme(false);
}
