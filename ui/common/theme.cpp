// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/ui/common/theme.h"

#include <algorithm>
#include <cmath>

#include <QApplication>
#include <QFile>
#include <QFontDatabase>
#include <QFontInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStyleFactory>
#include <QTimer>
#include <QWidget>

static void initResources() {
    Q_INIT_RESOURCE(flambeau_ui);
    Q_INIT_RESOURCE(flambeau_fonts);
}

namespace flambeau::ui {
namespace {

constexpr std::array<const char*, kTokens> kNames = {
    "window",      "navigation", "surface",  "sunken",     "border",   "text",     "secondary",
    "faint",       "accent",     "onAccent", "accentSoft", "good",     "goodSoft", "caution",
    "cautionSoft", "bad",        "badSoft",  "info",       "infoSoft", "grid",     "selection"};

Theme& current() {
    static Theme shown = Theme::builtIn(false);
    return shown;
}

QByteArray resource(const QString& path) {
    initResources();
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

Error corrupt(const QString& what) {
    return {ErrorCode::Corrupt,
            ("The theme file is damaged: " + what).toStdString(),
            "Install Flambeau again, or undo the change to resources/theme.json.",
            {}};
}

/// One of [light, dark].
QColor colorOf(const QJsonValue& pair, bool dark) {
    const QJsonArray both = pair.toArray();
    return both.size() == 2 ? QColor(both[dark ? 1 : 0].toString()) : QColor();
}

QStringList strings(const QJsonValue& list) {
    QStringList result;
    for (const QJsonValue& item : list.toArray())
        result << item.toString();
    return result;
}

QFont family(const QStringList& names, int pixels, int weight) {
    QFont font;
    font.setFamilies(names);
    font.setPixelSize(pixels);
    font.setWeight(static_cast<QFont::Weight>(weight));
    return font;
}

}  // namespace

QString tokenName(Token token) {
    return QString::fromLatin1(kNames[static_cast<std::size_t>(token)]);
}

Result<Theme> Theme::parse(const QByteArray& json, bool dark) {
    QJsonParseError problem{};
    const QJsonObject root = QJsonDocument::fromJson(json, &problem).object();
    if (problem.error != QJsonParseError::NoError)
        return corrupt(problem.errorString());
    Theme theme;
    theme.m_dark = dark;
    const QJsonObject colours = root["colours"].toObject();
    for (int i = 0; i < kTokens; ++i) {
        const QString name = tokenName(static_cast<Token>(i));
        theme.m_colors[static_cast<std::size_t>(i)] = colorOf(colours[name], dark);
        if (!theme.m_colors[static_cast<std::size_t>(i)].isValid())
            return corrupt("the colour '" + name + "' is missing.");
    }
    for (const QJsonValue& pair : root["series"].toArray())
        theme.m_series << colorOf(pair, dark);
    if (theme.m_series.isEmpty() ||
        std::any_of(theme.m_series.begin(), theme.m_series.end(), [](const QColor& c) { return !c.isValid(); }))
        return corrupt("the colours of series are missing.");
    const QJsonObject sizes = root["sizes"].toObject();
    for (auto it = sizes.begin(); it != sizes.end(); ++it)
        theme.m_sizes.insert(it.key(), it.value().toInt());
    for (const char* name :
         {"textPx", "smallPx", "titlePx", "monoPx", "controlRadius", "cardRadius", "controlHeight",
          "smallControlHeight", "rowHeight", "navigationWidth", "statusHeight", "pageMargin", "gap", "cardPadding"}) {
        if (theme.size(name) <= 0)
            return corrupt(QString("the size '%1' is missing.").arg(name));
    }
    const QJsonObject contrast = root["contrast"].toObject();
    for (auto it = contrast.begin(); it != contrast.end(); ++it)
        theme.m_contrast.insert(it.key(), strings(it.value()));
    theme.m_textFonts = strings(root["fonts"]["text"]);
    theme.m_monoFonts = strings(root["fonts"]["mono"]);
    return theme;
}

Theme Theme::builtIn(bool dark) {
    Result<Theme> parsed = parse(resource(":/flambeau/theme.json"), dark);
    if (!parsed)
        qFatal("%s", parsed.error().message.c_str());  // the file is part of the program
    return std::move(parsed).value();
}

QColor Theme::series(int index) const {
    const auto count = m_series.size();
    return m_series[((index % count) + count) % count];
}

QColor Theme::named(const QString& token) const {
    for (int i = 0; i < kTokens; ++i) {
        if (token == QLatin1String(kNames[static_cast<std::size_t>(i)]))
            return m_colors[static_cast<std::size_t>(i)];
    }
    return {};
}

QPalette Theme::palette() const {
    QPalette palette;
    const auto set = [&](QPalette::ColorRole role, Token token, Token disabled) {
        palette.setColor(QPalette::Active, role, color(token));
        palette.setColor(QPalette::Inactive, role, color(token));
        palette.setColor(QPalette::Disabled, role, color(disabled));
    };
    set(QPalette::Window, Token::Window, Token::Window);
    set(QPalette::WindowText, Token::Text, Token::Faint);
    set(QPalette::Base, Token::Surface, Token::Sunken);
    set(QPalette::AlternateBase, Token::Sunken, Token::Sunken);
    set(QPalette::Text, Token::Text, Token::Faint);
    set(QPalette::PlaceholderText, Token::Faint, Token::Faint);
    set(QPalette::Button, Token::Surface, Token::Sunken);
    set(QPalette::ButtonText, Token::Text, Token::Faint);
    set(QPalette::BrightText, Token::Bad, Token::Bad);
    set(QPalette::ToolTipBase, Token::Surface, Token::Surface);
    set(QPalette::ToolTipText, Token::Text, Token::Text);
    set(QPalette::Highlight, Token::Accent, Token::Border);
    set(QPalette::HighlightedText, Token::OnAccent, Token::Secondary);
    set(QPalette::Link, Token::Accent, Token::Faint);
    set(QPalette::LinkVisited, Token::Accent, Token::Faint);
    set(QPalette::Light, Token::Surface, Token::Surface);
    set(QPalette::Midlight, Token::Sunken, Token::Sunken);
    set(QPalette::Mid, Token::Border, Token::Border);
    set(QPalette::Dark, Token::Border, Token::Border);
    set(QPalette::Shadow, Token::Border, Token::Border);
    return palette;
}

QString Theme::fill(QString text) const {
    QStringList names = m_sizes.keys();
    for (const char* name : kNames)
        names << QString::fromLatin1(name);
    std::sort(names.begin(), names.end(),
              [](const QString& a, const QString& b) { return a.size() != b.size() ? a.size() > b.size() : a < b; });
    for (const QString& name : names) {
        const QString value = m_sizes.contains(name) ? QString::number(m_sizes[name]) : named(name).name();
        text.replace('@' + name, value);
    }
    return text.replace("%shade", m_dark ? "dark" : "light");
}

const Theme& theme() {
    return current();
}

namespace {

/// Windows that carry the style sheet; none: the application does.
QList<QWidget*>& carriers() {
    static QList<QWidget*> windows;
    return windows;
}

void showStyleSheet() {
    const QString sheet = theme().fill(QString::fromUtf8(resource(":/flambeau/theme.qss")));
    if (carriers().isEmpty()) {
        qApp->setStyleSheet(sheet);
        return;
    }
    if (!qApp->styleSheet().isEmpty())
        qApp->setStyleSheet({});
    for (QWidget* window : carriers())
        window->setStyleSheet(sheet);
}

}  // namespace

void applyTheme(const Theme& theme) {
    current() = theme;
    QApplication::setPalette(theme.palette());
    QApplication::setFont(font(TextKind::Body));
    showStyleSheet();
}

void carryStyleSheet(QWidget* window) {
    carriers() << window;
    showStyleSheet();
    QObject::connect(window, &QObject::destroyed, qApp, [window] {
        carriers().removeAll(window);
        if (!carriers().isEmpty())
            return;
        // Later: the window still has its children now, and is no window any more.
        QTimer::singleShot(0, qApp, [] {
            if (carriers().isEmpty() && qApp->styleSheet().isEmpty())
                showStyleSheet();
        });
    });
}

QStringList prepareApplication(QApplication& application) {
    initResources();
    QStringList problems;
    for (const char* weight : {"Regular", "Medium", "SemiBold", "Bold"})
        QFontDatabase::addApplicationFont(QString(":/flambeau/fonts/FlambeauInter-%1.otf").arg(weight));
    application.setStyle(QStyleFactory::create("Fusion"));
    applyTheme(Theme::builtIn(false));
    if (!theme().textFonts().contains(QFontInfo(font(TextKind::Body)).family()))
        problems << QApplication::translate("Theme", "The font Inter is missing (Debian: fonts-inter).");
    if (!theme().monoFonts().contains(QFontInfo(font(TextKind::Mono)).family()))
        problems << QApplication::translate("Theme",
                                            "The font JetBrains Mono is missing (Debian: fonts-jetbrains-mono).");
    return problems;
}

QColor mixed(const QColor& under, const QColor& over, double share) {
    const auto blend = [share](int a, int b) { return static_cast<int>(std::lround(a + (b - a) * share)); };
    return {blend(under.red(), over.red()), blend(under.green(), over.green()), blend(under.blue(), over.blue())};
}

double contrastRatio(const QColor& a, const QColor& b) {
    const auto luminance = [](const QColor& color) {
        const auto linear = [](double c) { return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
        return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
    };
    const double first = luminance(a), second = luminance(b);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

QFont font(TextKind kind) {
    const Theme& t = theme();
    switch (kind) {
        case TextKind::Body:
            return family(t.textFonts(), t.size("textPx"), QFont::Normal);
        case TextKind::BodyMedium:
            return family(t.textFonts(), t.size("textPx"), QFont::Medium);
        case TextKind::Strong:
        case TextKind::Heading:
            return family(t.textFonts(), t.size("textPx"), QFont::DemiBold);
        case TextKind::Small:
            return family(t.textFonts(), t.size("smallPx"), QFont::Normal);
        case TextKind::SmallMedium:
            return family(t.textFonts(), t.size("smallPx"), QFont::Medium);
        case TextKind::Title:
        case TextKind::Display: {
            QFont title =
                family(t.textFonts(), t.size("titlePx") + (kind == TextKind::Display ? 4 : 0), QFont::DemiBold);
            title.setLetterSpacing(QFont::AbsoluteSpacing, -0.2);
            return title;
        }
        case TextKind::Mono:
            return family(t.monoFonts(), t.size("monoPx"), QFont::Normal);
    }
    return {};
}

}  // namespace flambeau::ui
