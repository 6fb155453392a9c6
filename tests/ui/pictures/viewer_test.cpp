// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures looked at large, with the real flambeau-scan.
#include <cmath>

#include <QApplication>
#include <QClipboard>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QWheelEvent>

#include "flambeau/session/workspace.h"
#include "flambeau/ui/common/page.h"
#include "flambeau/ui/common/theme.h"
#include "flambeau/ui/pictures/picture_grid.h"
#include "flambeau/ui/pictures/picture_viewer.h"
#include "test_support.h"
#include "ui_support.h"

using namespace flambeau;
using namespace flambeau::test;
using namespace flambeau::ui;
using namespace flambeau::ui::pictures;
using namespace flambeau::ui::test;
using flambeau::test::write;

namespace {

/// Stripes of one pixel: what was made smaller in between is grey.
std::string stripes(int width, int height) {
    std::string bytes = "P6\n" + std::to_string(width) + " " + std::to_string(height) + "\n255\n";
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x)
            bytes += std::string(3, x % 2 == 0 ? '\xff' : '\0');
    }
    return bytes;
}

class StandIn : public Page {
public:
    PageHeader header() const override { return {}; }
};

struct Wall {
    TempDir dir;
    session::Desk desk;
    StandIn page;
    PictureModel model;
    PictureGrid* grid;

    Wall() : desk(prepared(dir), false), grid(new PictureGrid(ThumbnailSource::of(desk), &page)) {
        write(dir / "wide.ppm", stripes(1000, 400));
        write(dir / "small.ppm", stripes(20, 10));
        write(dir / "torn.jpg", "no picture at all");
        QVector<PictureItem> items(3);
        int row = 0;
        for (const char* name : {"wide.ppm", "small.ppm", "torn.jpg"}) {
            items[row].key = {{}, pathText((dir / name).string())};
            items[row++].caption = "striped";
        }
        model.setItems(items);
        grid->setModel(&model);
        grid->setAccessibleName("Pictures");
        PictureViewer::serve(grid, ThumbnailSource::of(desk));
        page.resize(700, 500);
        grid->setGeometry(0, 0, 700, 500);
        page.show();
        QApplication::setActiveWindow(&page);
        grid->setFocus();
        grid->setCurrentIndex(model.index(0, 0));
        settle();
    }
    static fs::path prepared(const TempDir& dir) {
        qputenv("FLAMBEAU_SCAN", FLAMBEAU_BIN "/flambeau-scan");
        return dir / "workspace";
    }
    PictureViewer* viewer() {
        auto* there = page.findChild<PictureViewer*>();
        return there != nullptr && there->isVisible() ? there : nullptr;
    }
    PictureViewer* open(int key) {
        press(*QApplication::focusWidget(), key);
        REQUIRE(viewer() != nullptr);
        REQUIRE(waitFor([&] { return !viewer()->pictureSize().isEmpty(); }));
        settle();
        return viewer();
    }
    void key(int key) { press(*QApplication::focusWidget(), key); }
};

}  // namespace

TEST_CASE("Enter and Space show a picture large with every pixel it has, and Esc goes back to where it was opened") {
    for (const int key : {Qt::Key_Return, Qt::Key_Space}) {
        Wall wall;
        PictureViewer* viewer = wall.open(key);
        CHECK(viewer->pictureSize() == QSize(1000, 400));
        CHECK(viewer->path().toStdString() == (wall.dir / "wide.ppm").string());
        CHECK(viewer->geometry() == wall.page.rect());
        // As large as there is room for; where the screen has more pixels than the picture, in whole ones.
        const double room = 676 * viewer->devicePixelRatioF() / 1000;
        const double whole = room > 1 ? std::floor(room) : room;
        CHECK(viewer->zoom() == Approx(whole).epsilon(0.01));
        wall.key(Qt::Key_1);
        CHECK(viewer->zoom() == 1);
        const QImage seen = shot(*viewer);
        const qreal ratio = seen.devicePixelRatio();
        const QPoint middle = (QPointF(350, 200) * ratio).toPoint();
        const int a = qGray(seen.pixel(middle)), b = qGray(seen.pixel(middle + QPoint(1, 0)));
        CHECK(std::abs(a - b) == 255);
        wall.key(Qt::Key_0);
        CHECK(viewer->zoom() == Approx(whole).epsilon(0.01));
        wall.key(Qt::Key_Escape);
        CHECK(wall.viewer() == nullptr);
        CHECK(QApplication::focusWidget() == wall.grid);
    }
}

TEST_CASE("Arrows go to the next picture, a small one is enlarged in whole pixels, what cannot be opened says so") {
    Wall wall;
    PictureViewer* viewer = wall.open(Qt::Key_Return);
    wall.key(Qt::Key_Left);
    CHECK(viewer->row() == 0);
    wall.key(Qt::Key_Right);
    CHECK(viewer->row() == 1);
    REQUIRE(waitFor([&] { return viewer->pictureSize() == QSize(20, 10); }));
    CHECK(viewer->zoom() == std::floor(16 * viewer->devicePixelRatioF()));
    wall.key(Qt::Key_Right);
    REQUIRE(waitFor([&] { return !viewer->problem().isEmpty(); }));
    CHECK(viewer->row() == 2);
    wall.key(Qt::Key_Right);
    CHECK(viewer->row() == 2);
    wall.key(Qt::Key_Escape);
    CHECK(wall.grid->currentIndex().row() == 2);
}

TEST_CASE("The wheel and the keys zoom, what lies under the pointer stays, the path is copied") {
    Wall wall;
    PictureViewer* viewer = wall.open(Qt::Key_Return);
    const double whole = viewer->zoom();
    QWidget* canvas = QApplication::focusWidget();
    QWheelEvent wheel({100, 220}, canvas->mapToGlobal(QPointF(100, 220)), {}, {0, 240}, Qt::NoButton, {},
                      Qt::NoScrollPhase, false);
    QApplication::sendEvent(canvas, &wheel);
    CHECK(viewer->zoom() == Approx(whole * 1.44));
    wall.key(Qt::Key_Minus);
    wall.key(Qt::Key_Plus);
    CHECK(viewer->zoom() == Approx(whole * 1.44));
    for (int i = 0; i < 40; ++i)
        wall.key(Qt::Key_Plus);
    CHECK(viewer->zoom() == 32);
    press(*canvas, Qt::Key_C, Qt::ControlModifier);
    CHECK(QApplication::clipboard()->text().toStdString() == (wall.dir / "wide.ppm").string());
}

TEST_CASE("The viewer is named, fits, keeps Tab within, and closes when its pictures are gone") {
    Wall wall;
    PictureViewer* viewer = wall.open(Qt::Key_Return);
    for (const bool dark : {false, true}) {
        useTheme(dark);
        save(shot(wall.page), dark ? "picture-viewer-dark" : "picture-viewer-light");
    }
    useTheme(false);
    CHECK(unnamed(*viewer) == QStringList());
    // A long path gives way in its middle; its tooltip has the whole.
    CHECK(layoutFaults(*viewer).filter(QRegularExpression("^((?!pixels ·).)*$")) == QStringList());
    for (int i = 0; i < 12; ++i) {
        wall.key(Qt::Key_Tab);
        CHECK(viewer->isAncestorOf(QApplication::focusWidget()));
    }
    wall.page.resize(900, 640);
    settle();
    CHECK(viewer->geometry() == wall.page.rect());
    wall.model.setItems({});
    CHECK(wall.viewer() == nullptr);
    CHECK_FALSE(PictureViewer::closeOver(&wall.page));
}

TEST_CASE("Where flambeau-scan is not there, the viewer says so and shows what it has") {
    Wall wall;
    const QByteArray kept = qgetenv("FLAMBEAU_SCAN");
    qputenv("FLAMBEAU_SCAN", "/nowhere/flambeau-scan");
    press(*wall.grid, Qt::Key_Return);
    REQUIRE(wall.viewer() != nullptr);
    CHECK(waitFor([&] { return wall.viewer()->problem().contains("flambeau-scan"); }));
    CHECK(PictureViewer::closeOver(&wall.page));
    kept.isEmpty() ? (void)qunsetenv("FLAMBEAU_SCAN") : (void)qputenv("FLAMBEAU_SCAN", kept);
}
