// SPDX-License-Identifier: GPL-3.0-or-later
#include "shapes.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace flambeau::scan {
namespace {

/// SplitMix64: small, and the same everywhere.
class Random {
public:
    explicit Random(std::uint64_t seed) : m_state(seed) {}
    std::uint64_t next() {
        std::uint64_t z = m_state += 0x9e3779b97f4a7c15;
        z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
        z = (z ^ z >> 27) * 0x94d049bb133111eb;
        return z ^ z >> 31;
    }
    double uniform(double from, double to) {
        return from + (to - from) * static_cast<double>(next() >> 11) / 9007199254740992.0;
    }

private:
    std::uint64_t m_state;
};

struct Point {
    double x, y;
};
struct Colour {
    double r, g, b;
};

double lightness(const Colour& c) {
    return 0.299 * c.r + 0.587 * c.g + 0.114 * c.b;
}
Colour mix(const Colour& a, const Colour& b, double t) {
    return {a.r + (b.r - a.r) * t, a.g + (b.g - a.g) * t, a.b + (b.b - a.b) * t};
}
Colour randomColour(Random& random) {
    return {random.uniform(0, 255), random.uniform(0, 255), random.uniform(0, 255)};
}

/// A colour whose lightness is at least `distance` from both others.
Colour contrasting(Random& random, const Colour& a, const Colour& b, double distance) {
    for (int attempt = 0; attempt < 200; ++attempt) {
        const Colour c = randomColour(random);
        if (std::abs(lightness(c) - lightness(a)) > distance && std::abs(lightness(c) - lightness(b)) > distance)
            return c;
    }
    return lightness(a) + lightness(b) > 255 ? Colour{0, 0, 0} : Colour{255, 255, 255};
}

/// Corners around the origin on a circle of radius 1; none for the circle itself.
std::vector<Point> corners(std::size_t shape) {
    std::vector<Point> points;
    const auto onCircle = [&](int count, double radius, double offset) {
        for (int i = 0; i < count; ++i) {
            const double angle = 2 * std::numbers::pi * (i + offset) / count;
            points.push_back({radius * std::cos(angle), radius * std::sin(angle)});
        }
    };
    if (shapeNames[shape] == "square")
        onCircle(4, 1, 0);
    else if (shapeNames[shape] == "triangle")
        onCircle(3, 1.1, 0);
    else if (shapeNames[shape] == "star") {
        std::vector<Point> star;
        onCircle(5, 1.1, 0);
        star.swap(points);
        onCircle(5, 0.45, 0.5);
        std::vector<Point> both;
        for (std::size_t i = 0; i < 5; ++i) {
            both.push_back(star[i]);
            both.push_back(points[i]);
        }
        return both;
    }
    return points;
}

/// Even-odd rule.
bool inside(const std::vector<Point>& polygon, double x, double y) {
    bool in = false;
    for (std::size_t i = 0, j = polygon.size() - 1; i < polygon.size(); j = i++) {
        const Point &a = polygon[i], &b = polygon[j];
        if ((a.y > y) != (b.y > y) && x < (b.x - a.x) * (y - a.y) / (b.y - a.y) + a.x)
            in = !in;
    }
    return in;
}

struct Placed {
    std::vector<Point> polygon;  ///< empty: a circle
    Point centre;
    double radius;
    Colour near, far;  ///< shaded along x

    bool covers(double x, double y) const {
        if (!polygon.empty())
            return inside(polygon, x, y);
        const double dx = x - centre.x, dy = y - centre.y;
        return dx * dx + dy * dy < radius * radius;
    }
};

Placed place(std::size_t shape, Point centre, double radius, double angle, Colour near, Colour far) {
    Placed placed{corners(shape), centre, shapeNames[shape] == "circle" ? radius * 0.85 : radius, near, far};
    for (auto& point : placed.polygon) {
        const Point p = point;
        point = {centre.x + radius * (p.x * std::cos(angle) - p.y * std::sin(angle)),
                 centre.y + radius * (p.x * std::sin(angle) + p.y * std::cos(angle))};
    }
    return placed;
}

struct Ground {
    Colour from, to;
    double angle;
    Colour at(double x, double y, double size) const {
        const double t = 0.5 + ((x / size - 0.5) * std::cos(angle) + (y / size - 0.5) * std::sin(angle)) * 0.7;
        return mix(from, to, std::clamp(t, 0.0, 1.0));
    }
};

/// Thin bars and small dots: things that are there but say nothing.
std::vector<Placed> clutter(Random& random, double size, const Ground& ground) {
    std::vector<Placed> things;
    const int count = static_cast<int>(random.uniform(2, 6));
    for (int i = 0; i < count; ++i) {
        const Point centre{random.uniform(0, size), random.uniform(0, size)};
        const Colour colour = mix(ground.at(centre.x, centre.y, size), randomColour(random), random.uniform(0.2, 0.5));
        if (random.uniform(0, 1) < 0.5) {
            things.push_back({{}, centre, size * random.uniform(0.01, 0.035), colour, colour});
            continue;
        }
        const double angle = random.uniform(0, std::numbers::pi), length = size * random.uniform(0.1, 0.35);
        const double width = size * random.uniform(0.006, 0.014);
        const Point along{std::cos(angle) * length, std::sin(angle) * length};
        const Point across{-std::sin(angle) * width, std::cos(angle) * width};
        things.push_back({{{centre.x + along.x + across.x, centre.y + along.y + across.y},
                           {centre.x - along.x + across.x, centre.y - along.y + across.y},
                           {centre.x - along.x - across.x, centre.y - along.y - across.y},
                           {centre.x + along.x - across.x, centre.y + along.y - across.y}},
                          centre,
                          length,
                          colour,
                          colour});
    }
    return things;
}

void paint(image::Image& picture, const Ground& ground, const std::vector<Placed>& things, Random& random) {
    constexpr int samples = 3;
    const double size = picture.width;
    const double noise = random.uniform(2, 9);
    for (int y = 0; y < picture.height; ++y) {
        std::uint8_t* pixel = picture.row(y);
        for (int x = 0; x < picture.width; ++x, pixel += 3) {
            Colour sum{0, 0, 0};
            for (int s = 0; s < samples * samples; ++s) {
                const double px = x + (s % samples + 0.5) / samples, py = y + (s / samples + 0.5) / samples;
                Colour colour = ground.at(px, py, size);
                for (const Placed& thing : things) {
                    if (thing.covers(px, py))
                        colour = mix(thing.near, thing.far, px / size);
                }
                sum = {sum.r + colour.r, sum.g + colour.g, sum.b + colour.b};
            }
            const double grain = random.uniform(-noise, noise);
            const double values[3] = {sum.r, sum.g, sum.b};
            for (std::size_t c = 0; c < 3; ++c) {
                const double value = values[c] / (samples * samples) + grain + random.uniform(-noise, noise) / 2;
                pixel[c] = static_cast<std::uint8_t>(std::clamp(value, 0.0, 255.0));
            }
        }
    }
}

}  // namespace

image::Image drawShape(std::size_t shape, std::uint64_t seed, int size) {
    Random random(seed * 4 + shape + 1);
    random.next();
    const Colour from = randomColour(random);
    Ground ground{from, mix(from, randomColour(random), 0.5), random.uniform(0, 2 * std::numbers::pi)};
    const Colour near = contrasting(random, ground.from, ground.to, 65);
    const Colour far = mix(near, contrasting(random, ground.from, ground.to, 65), 0.3);
    std::vector<Placed> things = clutter(random, size, ground);
    const double radius = size * random.uniform(0.27, 0.4);
    const double margin = radius * 0.9;
    const Point centre{random.uniform(margin, size - margin), random.uniform(margin, size - margin)};
    things.push_back(place(shape, centre, radius, random.uniform(0, 2 * std::numbers::pi), near,
                           std::abs(lightness(far) - lightness(ground.from)) > 40 ? far : near));
    image::Image picture(size, size);
    paint(picture, ground, things, random);
    return picture;
}

}  // namespace flambeau::scan
