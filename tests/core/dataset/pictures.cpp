// SPDX-License-Identifier: GPL-3.0-or-later
#include "pictures.h"

#include <algorithm>
#include <cmath>
#include <random>

#include "flambeau/image/encode.h"

namespace flambeau::test {

image::Image picture(unsigned number, int width, int height) {
    std::mt19937 random(number * 7919 + 13);
    const auto draw = [&](double from, double to) {
        return from + (to - from) * static_cast<double>(random() % 10000) / 10000.0;
    };
    struct Wave {
        double fx, fy, phase, strength[3];
    };
    std::vector<Wave> waves;
    for (int i = 0; i < 7; ++i)
        waves.push_back({draw(-22, 22), draw(-22, 22), draw(0, 6.3), {draw(5, 30), draw(5, 30), draw(5, 30)}});
    const double base[3] = {draw(70, 190), draw(70, 190), draw(70, 190)};
    image::Image made(width, height);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            for (int c = 0; c < 3; ++c) {
                double value = base[c];
                for (const Wave& wave : waves)
                    value += wave.strength[c] * std::sin(wave.fx * x / width + wave.fy * y / height + wave.phase);
                made.row(y)[x * 3 + c] = static_cast<std::uint8_t>(std::clamp(value, 0.0, 255.0));
            }
        }
    }
    return made;
}

std::string jpeg(unsigned number, int quality, int width, int height) {
    return must(image::encodeJpeg(picture(number, width, height), quality));
}
std::string png(unsigned number) {
    return must(image::encodePng(picture(number)));
}

void fill(const fs::path& folder, unsigned first, unsigned count) {
    for (unsigned i = 0; i < count; ++i)
        write(folder / ("p" + std::to_string(first + i) + ".jpg"), jpeg(first + i));
}

dataset::ImportRequest requestFor(const fs::path& source) {
    dataset::ImportRequest request;
    request.source = source;
    request.name = "things";
    request.scanProgram = fs::path(FLAMBEAU_BIN) / "flambeau-scan";
    return request;
}

dataset::ImportOutcome import(const fs::path& source) {
    return must(dataset::importDataset(requestFor(source)));
}

std::vector<domain::Finding> ofKind(const domain::DatasetManifest& manifest, const std::string& kind) {
    std::vector<domain::Finding> found;
    for (const auto& finding : manifest.findings) {
        if (finding.kind == kind)
            found.push_back(finding);
    }
    return found;
}

bool names(const domain::DatasetManifest& manifest, const std::string& kind, const std::string& path) {
    for (const auto& finding : ofKind(manifest, kind)) {
        if (std::find(finding.files.begin(), finding.files.end(), path) != finding.files.end())
            return true;
    }
    return false;
}

std::string splitOf(const domain::DatasetManifest& manifest, const std::string& path) {
    for (const auto& file : manifest.files) {
        if (file.path == path)
            return file.split;
    }
    return {};
}

std::string classOf(const domain::DatasetManifest& manifest, const std::string& path) {
    for (const auto& file : manifest.files) {
        if (file.path == path)
            return manifest.classes.at(static_cast<std::size_t>(file.label));
    }
    return {};
}

}  // namespace flambeau::test
