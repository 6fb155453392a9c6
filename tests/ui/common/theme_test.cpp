// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QDBusVariant>
#include <QFile>
#include <QFontDatabase>
#include <QFontInfo>
#include <QFontMetricsF>
#include <QPainter>
#include <QRegularExpression>

#include "flambeau/ui/common/icons.h"
#include "flambeau/ui/common/theme.h"
#include "flambeau/ui/common/theme_controller.h"
#include "flambeau/ui/common/widgets.h"
#include "ui_support.h"

using namespace flambeau;
using namespace flambeau::ui;
using namespace flambeau::ui::test;

TEST_CASE("Every colour reaches 4.5 on each ground that it is written on, light and dark") {
    for (const bool dark : {false, true}) {
        const Theme theme = Theme::builtIn(dark);
        REQUIRE(theme.contrast().size() >= 9);
        for (auto it = theme.contrast().begin(); it != theme.contrast().end(); ++it) {
            for (const QString& ground : it.value()) {
                INFO((dark ? "dark: " : "light: ") << it.key() << " on " << ground);
                REQUIRE(theme.named(it.key()).isValid());
                REQUIRE(theme.named(ground).isValid());
                CHECK(contrastRatio(theme.named(it.key()), theme.named(ground)) >= 4.5);
            }
        }
    }
}

TEST_CASE("Lines of series stand out from their ground by 2.5 at least and no two are alike") {
    for (const bool dark : {false, true}) {
        const Theme theme = Theme::builtIn(dark);
        REQUIRE(theme.seriesCount() == 8);
        for (int i = 0; i < theme.seriesCount(); ++i) {
            INFO(i);
            CHECK(contrastRatio(theme.series(i), theme.color(Token::Surface)) >= 2.5);
            for (int j = 0; j < i; ++j)
                CHECK(theme.series(i) != theme.series(j));
        }
        CHECK(theme.series(8) == theme.series(0));
        CHECK(theme.series(-1) == theme.series(7));
    }
}

TEST_CASE("A theme file without one of its tokens, sizes or series is refused by name") {
    QFile file(":/flambeau/theme.json");
    REQUIRE(file.open(QIODevice::ReadOnly));
    const QByteArray good = file.readAll();
    REQUIRE(Theme::parse(good, true).ok());
    for (const char* word : {"accentSoft", "rowHeight", "series", "colours"}) {
        QByteArray bad = good;
        bad.replace(QByteArray("\"") + word + "\":", QByteArray("\"other\":"));
        const Result<Theme> result = Theme::parse(bad, false);
        INFO(word);
        REQUIRE_FALSE(result.ok());
        CHECK(result.error().code == ErrorCode::Corrupt);
        CHECK_FALSE(result.error().hint.empty());
    }
    CHECK_FALSE(Theme::parse("{", false).ok());
}

TEST_CASE("No name of a token is left in the style sheet") {
    QFile file(":/flambeau/theme.qss");
    REQUIRE(file.open(QIODevice::ReadOnly));
    const QString text = Theme::builtIn(true).fill(QString::fromUtf8(file.readAll()));
    const QString rules = text.mid(text.indexOf("*/"));
    CHECK_FALSE(rules.contains('@'));
    CHECK_FALSE(rules.contains('%'));
    CHECK(rules.contains("#2d323a"));
    // Every picture that it names is there.
    static const QRegularExpression url("url\\(([^)]+)\\)");
    auto it = url.globalMatch(rules);
    int seen = 0;
    for (; it.hasNext(); ++seen)
        CHECK(QFile::exists(it.next().captured(1)));
    CHECK(seen >= 5);
}

TEST_CASE("The palette has the theme's colours in all three groups") {
    const Theme theme = Theme::builtIn(true);
    const QPalette palette = theme.palette();
    for (auto group : {QPalette::Active, QPalette::Inactive}) {
        CHECK(palette.color(group, QPalette::Window) == theme.color(Token::Window));
        CHECK(palette.color(group, QPalette::Text) == theme.color(Token::Text));
        CHECK(palette.color(group, QPalette::Highlight) == theme.color(Token::Accent));
    }
    CHECK(palette.color(QPalette::Disabled, QPalette::Text) == theme.color(Token::Faint));
}

TEST_CASE("All digits are as wide as each other in each weight, and the weights are really there") {
    for (const TextKind kind :
         {TextKind::Body, TextKind::BodyMedium, TextKind::Strong, TextKind::Small, TextKind::Title}) {
        const QFontMetricsF metrics(font(kind));
        for (char digit = '1'; digit <= '9'; ++digit)
            CHECK(metrics.horizontalAdvance(QChar(digit)) == Approx(metrics.horizontalAdvance('0')));
        CHECK(theme().textFonts().contains(QFontInfo(font(kind)).family()));
    }
    CHECK(QFontInfo(font(TextKind::Strong)).weight() == QFont::DemiBold);
    CHECK(QFontInfo(font(TextKind::BodyMedium)).weight() == QFont::Medium);
    CHECK(QFontInfo(font(TextKind::Mono)).fixedPitch());
}

TEST_CASE("Every drawing shows something, in the colour of its token, and follows the theme") {
    REQUIRE(iconNames().size() >= 40);
    for (const QString& name : iconNames()) {
        INFO(name);
        for (const bool dark : {false, true}) {
            useTheme(dark);
            const QImage image = icon(name, Token::Accent).pixmap(QSize(32, 32)).toImage();
            int inked = 0;
            bool right = true;
            for (int y = 0; y < image.height(); ++y) {
                for (int x = 0; x < image.width(); ++x) {
                    const QColor pixel = image.pixelColor(x, y);
                    inked += pixel.alpha() > 0;
                    right = right && (pixel.alpha() < 255 || pixel.rgb() == color(Token::Accent).rgb());
                }
            }
            CHECK(inked > 10);
            CHECK(right);
        }
    }
    useTheme(false);
}

TEST_CASE("What the desktop answers is read from one variant or from two, and no preference is none") {
    const QVariant dark(1u);
    CHECK(darkFromPortal(dark) == true);
    CHECK(darkFromPortal(QVariant::fromValue(QDBusVariant(dark))) == true);
    CHECK(darkFromPortal(QVariant::fromValue(QDBusVariant(QVariant::fromValue(QDBusVariant(QVariant(2u)))))) == false);
    CHECK_FALSE(darkFromPortal(QVariant(0u)).has_value());
    CHECK_FALSE(darkFromPortal(QVariant("dark")).has_value());
    CHECK_FALSE(darkFromPortal(QVariant()).has_value());
}

TEST_CASE("Choosing a theme changes palette, style sheet and theme at once and tells it once") {
    useTheme(false);
    ThemeController themes;
    int told = 0;
    QObject::connect(&themes, &ThemeController::themeChanged, [&](bool dark) {
        ++told;
        CHECK(theme().dark() == dark);
        CHECK(qApp->palette().color(QPalette::Window) == color(Token::Window));
        CHECK(qApp->styleSheet().contains(color(Token::Border).name()));
    });
    themes.setMode(ThemeMode::Dark);
    CHECK(told == 1);
    themes.setMode(ThemeMode::Dark);
    CHECK(told == 1);
    themes.setMode(ThemeMode::System);  // no desktop here: light
    CHECK(told == 2);
    CHECK_FALSE(theme().dark());
    CHECK_FALSE(themes.followDesktop());
    for (const ThemeMode mode : {ThemeMode::System, ThemeMode::Light, ThemeMode::Dark})
        CHECK(themeModeFrom(toString(mode)) == mode);
    CHECK(themeModeFrom("purple") == ThemeMode::System);
}
