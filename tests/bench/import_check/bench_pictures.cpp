// SPDX-License-Identifier: GPL-3.0-or-later
// Makes the pictures of the figure "import-check": distinct JPEGs of 500x375, cut, mirrored and dimmed at random from
// photographs; or, without any, drawn as grainy waves.
// usage: bench_pictures TARGET COUNT [FOLDER-OF-PHOTOGRAPHS]
#include <algorithm>
#include <atomic>
#include <cmath>
#include <fstream>
#include <iostream>
#include <iterator>
#include <random>
#include <thread>

#include "flambeau/base/files.h"
#include "flambeau/image/decode.h"
#include "flambeau/image/encode.h"
#include "flambeau/image/preprocess.h"

using namespace flambeau;

namespace {

constexpr int width = 500, height = 375;

std::vector<std::string> photographs(const fs::path& folder) {
    std::vector<fs::path> paths;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.path().extension() == ".jpg")
            paths.push_back(entry.path());
    }
    std::sort(paths.begin(), paths.end());
    std::vector<std::string> bytes;
    for (const auto& path : paths) {
        std::ifstream in(path, std::ios::binary);
        bytes.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
    }
    return bytes;
}

image::Image waves(std::mt19937_64& random) {
    image::Image picture(width, height);
    const double a = static_cast<double>(random() % 1000) / 20, b = static_cast<double>(random() % 1000) / 20;
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width * 3; ++x)
            picture.row(y)[x] = static_cast<std::uint8_t>(110 + 70 * std::sin(a * x / 1500 + b * y / height) +
                                                          static_cast<double>(random() % 40));
    }
    return picture;
}

image::Image variation(const std::string& photograph, std::mt19937_64& random) {
    auto decoded = image::decode(photograph);
    if (!decoded.ok())
        return waves(random);
    const auto uniform = [&] { return static_cast<double>(random() >> 11) / 9007199254740992.0; };
    const auto box = image::randomResizedCropBox(decoded->width, decoded->height, uniform, 0.3, 1);
    image::Image picture = image::resizedCrop(*decoded, box, width, height);
    if (random() % 2 == 0)
        image::flipHorizontal(picture);
    const double light = 0.7 + 0.3 * uniform();
    for (auto& value : picture.rgb)
        value = static_cast<std::uint8_t>(value * light);
    return picture;
}

bool make(const fs::path& target, std::size_t number, const std::vector<std::string>& sources) {
    std::mt19937_64 random(number + 1);
    const image::Image picture = sources.empty() ? waves(random) : variation(sources[number % sources.size()], random);
    const auto bytes = image::encodeJpeg(picture, 92);
    if (!bytes.ok())
        return false;
    std::ofstream out(target / (number % 2 == 0 ? "even" : "odd") / (std::to_string(number) + ".jpg"),
                      std::ios::binary);
    out << *bytes;
    return out.good();
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 3) {
        std::cerr << "usage: bench_pictures TARGET COUNT [FOLDER-OF-PHOTOGRAPHS]\n";
        return 2;
    }
    const fs::path target(argv[1]);
    const auto count = static_cast<std::size_t>(std::stoul(argv[2]));
    const auto sources = argc > 3 ? photographs(argv[3]) : std::vector<std::string>();
    fs::create_directories(target / "even");
    fs::create_directories(target / "odd");
    std::atomic<std::size_t> next = 0;
    std::atomic<bool> good = true;
    {
        std::vector<std::jthread> threads;
        for (unsigned i = 0; i < std::max(1u, std::thread::hardware_concurrency()); ++i)
            threads.emplace_back([&] {
                for (std::size_t n = next++; n < count && good; n = next++) {
                    if (!make(target, n, sources))
                        good = false;
                }
            });
    }
    return good ? 0 : 1;
}
