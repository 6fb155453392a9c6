// SPDX-License-Identifier: GPL-3.0-or-later
// How the tests of the whole window find what a person sees: buttons by their words, the error on the screen, every
// text that is painted.
#pragma once

#include <QAbstractButton>
#include <QFileDialog>
#include <QFrame>
#include <QLabel>
#include <QPaintEngine>
#include <QPainter>
#include <QPointer>
#include <QWidget>

#include "flambeau/ui/common/theme.h"
#include "ui_support.h"

namespace flambeau::studio::test {

inline QAbstractButton* button(QWidget& root, const QString& text) {
    for (auto* one : root.findChildren<QAbstractButton*>()) {
        if (one->isVisible() && (one->text() == text || one->accessibleName() == text))
            return one;
    }
    return nullptr;
}

/// Its words; empty where the window shows no error.
inline QString errorText(QWidget& window) {
    for (auto* frame : window.findChildren<QFrame*>()) {
        if (frame->isVisible() && frame->accessibleName().startsWith("Error: "))
            return frame->accessibleName().mid(7) + " | " + frame->accessibleDescription();
    }
    return {};
}

inline void closeError(QWidget& window) {
    if (auto* close = button(window, "Close this error"))
        close->click();
}

/// Everything that labels in it say.
inline QString words(QWidget& root) {
    QStringList texts;
    for (auto* label : root.findChildren<QLabel*>()) {
        if (label->isVisible())
            texts << label->text();
    }
    return texts.join(" | ");
}

/// Answers the dialog that a press has opened.
inline bool chooseFolder(QWidget& parent, const QString& folder) {
    QPointer<QFileDialog> dialog;
    if (!ui::test::waitFor([&] {
            dialog = parent.findChild<QFileDialog*>();
            return dialog && dialog->isVisible();
        }))
        return false;
    dialog->setDirectory(folder);
    dialog->selectFile(folder);
    QMetaObject::invokeMethod(dialog, "accept");
    return ui::test::waitFor([&] { return !dialog || !dialog->isVisible(); });
}

/// Takes texts and lets everything else go.
class TextEngine : public QPaintEngine {
public:
    explicit TextEngine(bool code) : QPaintEngine(AllFeatures), m_code(code) {}
    QStringList texts;

    bool begin(QPaintDevice*) override { return true; }
    bool end() override { return true; }
    Type type() const override { return User; }
    void updateState(const QPaintEngineState&) override {}
    void drawPixmap(const QRectF&, const QPixmap&, const QRectF&) override {}
    void drawImage(const QRectF&, const QImage&, const QRectF&, Qt::ImageConversionFlags) override {}
    void drawTiledPixmap(const QRectF&, const QPixmap&, const QPointF&) override {}
    void drawPath(const QPainterPath&) override {}
    void drawPolygon(const QPointF*, int, PolygonDrawMode) override {}
    void drawTextItem(const QPointF&, const QTextItem& item) override {
        if (m_code || item.font().family() != ui::font(ui::TextKind::Mono).family())
            texts << item.text();
    }

private:
    bool m_code;
};

class TextDevice : public QPaintDevice {
public:
    TextDevice(const QSize& size, bool code) : m_size(size), m_engine(code) {}
    QPaintEngine* paintEngine() const override { return &m_engine; }
    const QStringList& texts() const { return m_engine.texts; }

protected:
    int metric(PaintDeviceMetric metric) const override {
        switch (metric) {
            case PdmWidth:
                return m_size.width();
            case PdmHeight:
                return m_size.height();
            case PdmDpiX:
            case PdmDpiY:
            case PdmPhysicalDpiX:
            case PdmPhysicalDpiY:
                return 96;
            case PdmDevicePixelRatio:
                return 1;
            case PdmDevicePixelRatioScaled:
                return static_cast<int>(devicePixelRatioFScale());
            case PdmNumColors:
                return 1 << 24;
            case PdmDepth:
                return 32;
            default:
                return 300;
        }
    }

private:
    QSize m_size;
    mutable TextEngine m_engine;
};

/// Every text that the window shows now, in the order of painting; what is set in the face of code (command lines,
/// logs, paths, hashes) only with `code`.
inline QStringList painted(QWidget& window, bool code = true) {
    TextDevice device(window.size(), code);
    {
        QPainter painter(&device);
        window.render(&painter);
    }
    return device.texts();
}

/// Whether these words can be read in it, over the ends of lines too.
inline bool shows(QWidget& window, const QString& text) {
    return painted(window).join(' ').simplified().contains(text);
}

}  // namespace flambeau::studio::test
