// SPDX-License-Identifier: GPL-3.0-or-later
// From a picture to a network's input as torchvision's transforms do it on PIL pictures: Resize (shorter side),
// CenterCrop, RandomResizedCrop, flip, ToTensor and Normalize. Pure, safe on any thread.
#pragma once

#include <array>
#include <functional>

#include "flambeau/image/image.h"
#include "flambeau/image/resize.h"

namespace flambeau::image {

/// torchvision's Resize(n): the shorter side becomes n, the longer is n * long / short, cut to an integer.
void shorterSideSize(int width, int height, int shorter, int& newWidth, int& newHeight);

/// Resize(resizeTo) + CenterCrop(cropTo). Where the resized picture is smaller than the crop, black is padded.
Image resizeAndCenterCrop(const Image& picture, int resizeTo, int cropTo);

/// torchvision's CenterCrop.
Image centerCrop(const Image& picture, int width, int height);

/// RandomResizedCrop.get_params: `uniform` gives numbers in [0, 1). Ten tries, then the central crop.
Box randomResizedCropBox(int width, int height, const std::function<double()>& uniform, double minScale = 0.08,
                         double maxScale = 1.0, double minRatio = 3.0 / 4.0, double maxRatio = 4.0 / 3.0);

/// (value / 255 - mean) / std, channels first: `out` holds 3 x height x width floats. `mirror` flips left and right.
void toFloatChw(const Image& picture, const std::array<float, 3>& mean, const std::array<float, 3>& std, float* out,
                bool mirror = false);

}  // namespace flambeau::image
