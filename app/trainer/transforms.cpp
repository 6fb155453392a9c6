// SPDX-License-Identifier: GPL-3.0-or-later
#include "transforms.h"

#include <algorithm>
#include <cmath>

#include "flambeau/image/decode.h"
#include "flambeau/image/preprocess.h"

namespace flambeau::trainer {
namespace {

constexpr double colourStrength = 0.3;

std::uint8_t toByte(double value) {
    return static_cast<std::uint8_t>(std::clamp(value, 0.0, 255.0));
}

/// PIL's conversion to grey.
int grey(const std::uint8_t* p) {
    return (p[0] * 19595 + p[1] * 38470 + p[2] * 7471 + 0x8000) >> 16;
}

/// other + factor * (pixel - other), cut to a byte: PIL's Image.blend, on which its enhancers rest.
void blend(image::Image& picture, double factor, const auto& other) {
    for (std::size_t i = 0; i < picture.rgb.size(); i += 3) {
        const double base = other(&picture.rgb[i]);
        for (std::size_t c = 0; c < 3; ++c)
            picture.rgb[i + c] = toByte(base + factor * (picture.rgb[i + c] - base));
    }
}

void changeColours(image::Image& picture, const Draw& draw) {
    blend(picture, draw.brightness, [](const std::uint8_t*) { return 0; });
    double sum = 0;
    for (std::size_t i = 0; i < picture.rgb.size(); i += 3)
        sum += grey(&picture.rgb[i]);
    const int mean = static_cast<int>(sum / (static_cast<double>(picture.rgb.size()) / 3) + 0.5);
    blend(picture, draw.contrast, [mean](const std::uint8_t*) { return mean; });
    blend(picture, draw.saturation, [](const std::uint8_t* pixel) { return grey(pixel); });
}

}  // namespace

Draw drawFor(Augmentation augmentation, int width, int height, Random random) {
    Draw draw;
    draw.box = image::randomResizedCropBox(width, height, [&] { return random.uniform(); });
    draw.mirror = random.uniform() < 0.5;
    draw.colour = augmentation == Augmentation::Colour;
    if (draw.colour) {
        for (double* factor : {&draw.brightness, &draw.contrast, &draw.saturation})
            *factor = random.uniform(1 - colourStrength, 1 + colourStrength);
    }
    return draw;
}

Result<image::Image> openPicture(const fs::path& file) {
    const auto named = [&](Error error) {
        error.message = "The picture " + file.string() + " cannot be read: " + error.message;
        if (error.hint.empty())
            error.hint = "Put the file back, or import the dataset again, then resume the run.";
        return error;
    };
    auto bytes = readFile(file);
    if (!bytes.ok())
        return named(std::move(bytes).error());
    auto picture = image::decode(*bytes);
    if (!picture.ok())
        return named(std::move(picture).error());
    return picture;
}

void evalInput(const image::Image& picture, const model::Preprocessing& preprocessing, float* out) {
    const image::Image cropped = image::resizeAndCenterCrop(picture, preprocessing.resize, preprocessing.crop);
    image::toFloatChw(cropped, preprocessing.mean, preprocessing.std, out);
}

void trainInput(const image::Image& picture, const model::Preprocessing& preprocessing, const Draw& draw, float* out) {
    image::Image cropped = image::resizedCrop(picture, draw.box, preprocessing.crop, preprocessing.crop);
    if (draw.colour)
        changeColours(cropped, draw);
    image::toFloatChw(cropped, preprocessing.mean, preprocessing.std, out, draw.mirror);
}

}  // namespace flambeau::trainer
