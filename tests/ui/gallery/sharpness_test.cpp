// SPDX-License-Identifier: GPL-3.0-or-later
// On screens of 1.5x and 2x: what is drawn has as much detail as the screen has pixels, and lies on them.
#include <QIcon>
#include <QImage>
#include <QPainter>
#include <QPixmap>

#include "flambeau/ui/common/icons.h"
#include "flambeau/ui/common/paint.h"
#include "flambeau/ui/common/theme.h"
#include "ui_support.h"

using namespace flambeau::ui;
using namespace flambeau::ui::test;

namespace {

QImage canvas(const QSize& size, double ratio) {
    QImage image((QSizeF(size) * ratio).toSize(), QImage::Format_RGB32);
    image.setDevicePixelRatio(ratio);
    image.fill(Qt::white);
    return image;
}

/// Some square of 2 x 2 device pixels is of more than one colour: it was not enlarged from half the size.
bool fine(const QImage& image) {
    for (int y = 0; y + 1 < image.height(); y += 2) {
        for (int x = 0; x + 1 < image.width(); x += 2) {
            const QRgb first = image.pixel(x, y);
            if (image.pixel(x + 1, y) != first || image.pixel(x, y + 1) != first || image.pixel(x + 1, y + 1) != first)
                return true;
        }
    }
    return false;
}

}  // namespace

TEST_CASE("Every icon has a pixel for each of the screen's at 2x and at 1.5x") {
    for (const QString& name : iconNames()) {
        INFO(name);
        for (const double ratio : {1.5, 2.0}) {
            const QPixmap pixmap = icon(name).pixmap(QSize(16, 16), ratio);
            CHECK(pixmap.size() == (QSizeF(16, 16) * ratio).toSize());
            CHECK(pixmap.devicePixelRatio() == ratio);
        }
        QImage image = canvas({16, 16}, 2);
        {
            QPainter painter(&image);
            paintIcon(painter, {0, 0, 16, 16}, name, Qt::black);
        }
        CHECK(fine(image));
    }
}

TEST_CASE("At 1.5x an icon looks the same wherever its widget begins") {
    // An even and an odd place: 15 x 1.5 lies between two pixels.
    QImage even = canvas({40, 40}, 1.5), odd = even;
    for (auto& [image, at] : {std::pair<QImage&, int>(even, 10), std::pair<QImage&, int>(odd, 15)}) {
        QPainter painter(&image);
        painter.translate(at, at);
        paintIcon(painter, {0, 0, 16, 16}, "plus", Qt::black);
    }
    CHECK(even.copy(15, 15, 24, 24) == odd.copy(23, 23, 24, 24));
}

TEST_CASE("At 1.5x a frame and a line are one whole pixel wide wherever their widget begins") {
    for (const int at : {10, 15}) {
        INFO("at " << at);
        QImage image = canvas({60, 60}, 1.5);
        {
            QPainter painter(&image);
            painter.translate(at, at);
            paintFrame(painter, {0, 0, 30, 21}, 4, {}, Qt::black);
            paintLine(painter, {0, 30}, {30, 30}, Qt::black);
        }
        const int x = qRound((at + 15) * 1.5);
        int black = 0, between = 0;
        for (int y = 0; y < image.height(); ++y) {
            const int grey = qGray(image.pixel(x, y));
            black += grey == 0;
            between += grey > 0 && grey < 255;
        }
        CHECK(black == 3);  // the frame's upper and lower edge, and the line
        CHECK(between == 0);
    }
}
