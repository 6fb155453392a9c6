// SPDX-License-Identifier: GPL-3.0-or-later
#include "pictures.h"

#include <atomic>
#include <cmath>
#include <thread>

#include "flambeau/image/decode.h"
#include "flambeau/image/preprocess.h"

namespace flambeau::judge {
namespace {

constexpr std::uint64_t kMaxPictureBytes = 1ull << 30;

}  // namespace

Status preparePicture(const fs::path& path, const model::Preprocessing& how, bool asBytes, float* out) {
    FLAMBEAU_TRY(const std::string bytes, readFile(path, kMaxPictureBytes));
    FLAMBEAU_TRY(const image::Image picture, image::decode(bytes));
    const image::Image cropped = image::resizeAndCenterCrop(picture, how.resize, how.crop);
    if (!asBytes) {
        image::toFloatChw(cropped, how.mean, how.std, out);
        return {};
    }
    for (std::size_t i = 0; i < cropped.rgb.size(); ++i)
        out[i] = cropped.rgb[i];
    return {};
}

void inParallel(std::size_t count, const std::function<void(std::size_t)>& work) {
    std::atomic<std::size_t> next{0};
    const auto loop = [&] {
        for (std::size_t i = next++; i < count; i = next++)
            work(i);
    };
    const std::size_t helpers = std::min<std::size_t>(std::max(1u, std::thread::hardware_concurrency()), count);
    std::vector<std::thread> threads;
    for (std::size_t i = 1; i < helpers; ++i)
        threads.emplace_back(loop);
    loop();
    for (std::thread& thread : threads)
        thread.join();
}

Result<Inputs> pixelsOf(const Inputs& normalised, const model::Preprocessing& how) {
    const std::size_t plane = static_cast<std::size_t>(how.crop) * static_cast<std::size_t>(how.crop);
    Inputs pixels{normalised.count, std::vector<float>(normalised.values.size())};
    for (std::size_t i = 0; i < normalised.values.size(); ++i) {
        const std::size_t picture = i / (3 * plane), channel = i / plane % 3, place = i % plane;
        const float value = (normalised.values[i] * how.std[channel] + how.mean[channel]) * 255.0f;
        const float pixel = std::round(value);
        if (!(std::abs(value - pixel) < 0.02f) || pixel < 0 || pixel > 255) {
            return Error{ErrorCode::Corrupt, "The reference's inputs are not pictures prepared as model.json says.",
                         "Take model.json and reference.safetensors of the same run.", ""};
        }
        pixels.values[picture * 3 * plane + place * 3 + channel] = pixel;
    }
    return pixels;
}

}  // namespace flambeau::judge
