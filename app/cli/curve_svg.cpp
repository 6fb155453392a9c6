// SPDX-License-Identifier: GPL-3.0-or-later
#include "curve_svg.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>

#include "flambeau/base/strings.h"

namespace flambeau::cli {
namespace {

// Eight colours that colour-blind eyes tell apart, the same as the window's series.
constexpr const char* colours[] = {"#0B6BB0", "#C9560A", "#12835F", "#B0558F", "#3E93C9", "#B98700", "#6C4A98", "#5C6670"};
constexpr double panelWidth = 560, panelHeight = 300, gap = 16, top = 56;
constexpr double left = 56, right = 16, head = 40, bottom = 28;

std::string number(double value, const char* format = "%.4g") {
    char text[40];
    std::snprintf(text, sizeof text, format, value);
    return text;
}

std::string escaped(const std::string& raw) {
    std::string text;
    for (const char c : escapeControls(raw)) {
        if (c == '<')
            text += "&lt;";
        else if (c == '&')
            text += "&amp;";
        else
            text += c;
    }
    return text;
}

struct Range {
    double low = std::numeric_limits<double>::infinity();
    double high = -std::numeric_limits<double>::infinity();
    void include(double value) {
        if (std::isfinite(value)) {
            low = std::min(low, value);
            high = std::max(high, value);
        }
    }
    void settle() {
        if (!(low <= high))
            low = 0, high = 1;
        if (low == high)
            low -= 0.5, high += 0.5;
    }
};

/// A step of 1, 2, 2.5 or 5 times a power of ten that cuts the range into about `parts`.
double niceStep(const Range& range, int parts) {
    const double raw = (range.high - range.low) / parts;
    const double magnitude = std::pow(10, std::floor(std::log10(raw)));
    for (const double factor : {1.0, 2.0, 2.5, 5.0}) {
        if (raw <= factor * magnitude)
            return factor * magnitude;
    }
    return 10 * magnitude;
}

class PanelPainter {
public:
    PanelPainter(const CurvePanel& panel, double x, double y) : m_panel(panel), m_x(x + left), m_y(y + head) {
        for (const auto& curve : panel.curves) {
            for (const auto& [px, py] : curve.points) {
                m_xRange.include(px);
                m_yRange.include(py);
            }
        }
        m_xRange.settle();
        m_yRange.settle();
        m_svg = "<g><rect x='" + number(x) + "' y='" + number(y) + "' width='" + number(panelWidth) + "' height='" +
                number(panelHeight) + "' rx='8' fill='#FFFFFF' stroke='#DFE3E8'/>";
        text(x + 16, y + 24, "font-weight='600'", escaped(panel.title));
    }

    std::string paint() {
        grid();
        for (std::size_t i = 0; i < m_panel.curves.size(); ++i)
            line(m_panel.curves[i], colours[i % std::size(colours)]);
        double legendX = m_x + width();
        for (std::size_t i = m_panel.curves.size(); i > 0; --i)
            legendX = legend(m_panel.curves[i - 1], colours[(i - 1) % std::size(colours)], legendX);
        return m_svg + "</g>\n";
    }

private:
    static double width() { return panelWidth - left - right; }
    static double height() { return panelHeight - head - bottom; }
    double toX(double value) const { return m_x + (value - m_xRange.low) / (m_xRange.high - m_xRange.low) * width(); }
    double toY(double value) const {
        return m_y + height() - (value - m_yRange.low) / (m_yRange.high - m_yRange.low) * height();
    }
    void text(double x, double y, const std::string& style, const std::string& words) {
        m_svg += "<text x='" + number(x) + "' y='" + number(y) + "' " + style + ">" + words + "</text>";
    }

    void grid() {
        const double yStep = niceStep(m_yRange, 5);
        for (double value = std::ceil(m_yRange.low / yStep) * yStep; value <= m_yRange.high + yStep * 1e-6; value += yStep) {
            const std::string y = number(toY(value));
            m_svg += "<path d='M" + number(m_x) + " " + y + "h" + number(width()) + "' stroke='#EBEEF1'/>";
            text(m_x - 8, toY(value) + 4, "text-anchor='end' fill='#626C77' font-size='11'",
                 number(std::abs(value) < yStep * 1e-6 ? 0 : value));
        }
        const double xStep = std::max(niceStep(m_xRange, 8), 1.0);
        for (double value = std::ceil(m_xRange.low / xStep) * xStep; value <= m_xRange.high + xStep * 1e-6; value += xStep)
            text(toX(value), m_y + height() + 18, "text-anchor='middle' fill='#626C77' font-size='11'", number(value, "%.9g"));
    }

    /// One vertical stroke from minimum to maximum a pixel column, joined from column to column.
    void line(const Curve& curve, const char* colour) {
        std::string path;
        bool down = false;
        for (std::size_t i = 0; i < curve.points.size();) {
            const long column = std::lround(toX(curve.points[i].first));
            Range range;
            double first = curve.points[i].second, last = first;
            for (; i < curve.points.size() && std::lround(toX(curve.points[i].first)) == column; ++i) {
                last = curve.points[i].second;
                range.include(last);
            }
            if (!(range.low <= range.high)) {
                down = false;
                continue;
            }
            const double stops[] = {std::isfinite(first) ? first : range.low, range.low, range.high,
                                    std::isfinite(last) ? last : range.high};
            double before = std::numeric_limits<double>::quiet_NaN();
            for (const double stop : stops) {
                if (stop != before)
                    path += (down ? "L" : "M") + number(static_cast<double>(column)) + " " + number(toY(stop), "%.1f");
                before = stop;
                down = true;
            }
        }
        m_svg += "<path d='" + path + "' fill='none' stroke='" + colour + "' stroke-width='1.5' stroke-linejoin='round'/>";
    }

    /// Right-aligned, from the right to the left; gives the x at which the next one ends.
    double legend(const Curve& curve, const char* colour, double x) {
        const std::string last = curve.points.empty() ? "" : number(curve.points.back().second, "%.3f");
        text(x, m_y - 16, "text-anchor='end'", escaped(curve.name) + "<tspan dx='6' font-weight='600'>" + last + "</tspan>");
        const double start = x - 6.9 * static_cast<double>(curve.name.size() + last.size()) - 28;
        m_svg += "<path d='M" + number(start) + " " + number(m_y - 20) + "h14' stroke='" + colour + "' stroke-width='3'/>";
        return start - 14;
    }

    const CurvePanel& m_panel;
    double m_x, m_y;
    Range m_xRange, m_yRange;
    std::string m_svg;
};

}  // namespace

std::string drawCurves(const std::string& title, const std::string& xName, const std::vector<CurvePanel>& panels) {
    const std::size_t columns = std::min<std::size_t>(2, std::max<std::size_t>(1, panels.size()));
    const std::size_t rows = (panels.size() + columns - 1) / columns;
    const double width = static_cast<double>(columns) * (panelWidth + gap) + gap;
    const double height = top + static_cast<double>(rows) * (panelHeight + gap);
    std::string svg = "<svg xmlns='http://www.w3.org/2000/svg' width='" + number(width) + "' height='" + number(height) +
                      "' font-family='Inter, sans-serif' font-size='12' fill='#1A1E24'>\n<rect width='100%' height='100%' "
                      "fill='#F5F6F8'/>\n<text x='16' y='35' font-size='20' font-weight='600'>" +
                      escaped(title) + "<tspan font-size='12' font-weight='400' fill='#56606B' dx='10'>by " + escaped(xName) +
                      "</tspan></text>\n";
    for (std::size_t i = 0; i < panels.size(); ++i)
        svg += PanelPainter(panels[i], gap + static_cast<double>(i % columns) * (panelWidth + gap),
                            top + static_cast<double>(i / columns) * (panelHeight + gap))
                   .paint();
    return svg + "</svg>\n";
}

}  // namespace flambeau::cli
