// SPDX-License-Identifier: GPL-3.0-or-later
// The look of the window as a value: colours, sizes and fonts of resources/theme.json for light or dark, the palette
// and the style sheet that follow from them. GUI thread only.
//
// Like QApplication's palette there is one theme for the whole application, and applyTheme() sets both together; what
// paints itself reads theme() in paintEvent and is repainted by Qt through the palette's change.
#pragma once

#include <array>

#include <QByteArray>
#include <QColor>
#include <QFont>
#include <QHash>
#include <QPalette>
#include <QString>
#include <QStringList>
#include <QVector>

#include "flambeau/base/result.h"

class QApplication;
class QWidget;

namespace flambeau::ui {

enum class Token {
    Window,
    Navigation,
    Surface,
    Sunken,
    Border,
    Text,
    Secondary,
    Faint,
    Accent,
    OnAccent,
    AccentSoft,
    Good,
    GoodSoft,
    Caution,
    CautionSoft,
    Bad,
    BadSoft,
    Info,
    InfoSoft,
    Grid,
    Selection,
};
inline constexpr int kTokens = static_cast<int>(Token::Selection) + 1;

/// The name in the theme file: "onAccent".
QString tokenName(Token token);

class Theme {
public:
    /// Corrupt where a token, a size or a colour is missing or cannot be read.
    static Result<Theme> parse(const QByteArray& json, bool dark);
    /// Of the file that is built in.
    static Theme builtIn(bool dark);

    bool dark() const { return m_dark; }
    QColor color(Token token) const { return m_colors[static_cast<std::size_t>(token)]; }
    /// The colour of the n-th series; starts again after the last.
    QColor series(int index) const;
    int seriesCount() const { return static_cast<int>(m_series.size()); }
    int size(const QString& name) const { return m_sizes.value(name); }
    QStringList textFonts() const { return m_textFonts; }
    QStringList monoFonts() const { return m_monoFonts; }

    QPalette palette() const;
    /// `text` with @token, @size and %name replaced; the longest names first.
    QString fill(QString text) const;
    /// Which grounds a token is written on with a contrast of at least 4.5.
    const QHash<QString, QStringList>& contrast() const { return m_contrast; }
    QColor named(const QString& token) const;

private:
    bool m_dark = false;
    std::array<QColor, kTokens> m_colors;
    QVector<QColor> m_series;
    QHash<QString, int> m_sizes;
    QStringList m_textFonts, m_monoFonts;
    QHash<QString, QStringList> m_contrast;
};

/// The theme that applyTheme() set last; the light one before.
const Theme& theme();

/// Sets the theme, the application's palette, font and style sheet.
void applyTheme(const Theme& theme);
/// From now on, and as long as it lives, the window carries the style sheet instead of the application. With a style
/// sheet of the application Qt styles a tree of widgets anew at each level that it is put together; so once.
void carryStyleSheet(QWidget* window);

/// Once, before the first window: style, fonts (the built-in variant of Inter where it was made), light theme. Gives a
/// sentence about each font that is missing, for the log.
QStringList prepareApplication(QApplication& application);

inline QColor color(Token token) {
    return theme().color(token);
}
/// (1 - share) of `under` and `share` of `over`: used instead of alpha.
QColor mixed(const QColor& under, const QColor& over, double share);
/// As WCAG 2.1 defines it: 1 to 21.
double contrastRatio(const QColor& a, const QColor& b);

enum class TextKind { Body, BodyMedium, Strong, Small, SmallMedium, Heading, Title, Display, Mono };
QFont font(TextKind kind);

}  // namespace flambeau::ui
