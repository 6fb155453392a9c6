// SPDX-License-Identifier: GPL-3.0-or-later
// From a picture's file to a network's input, as torchvision's transforms: evaluation (Resize, CenterCrop) and training
// (RandomResizedCrop, mirror, colours). What is random is drawn first, into a plain value, and then applied, so that
// the same draw can be given to torchvision. Pure, safe on any thread.
#pragma once

#include <array>
#include <string>

#include "flambeau/base/files.h"
#include "flambeau/base/result.h"
#include "flambeau/image/image.h"
#include "flambeau/image/resize.h"
#include "flambeau/model/model_file.h"
#include "options.h"
#include "random.h"

namespace flambeau::trainer {

/// What one picture is changed by. Colour factors are torchvision's: 1 leaves the picture alone; they are applied in
/// the order brightness, contrast, saturation.
struct Draw {
    image::Box box;
    bool mirror = false;
    bool colour = false;
    double brightness = 1, contrast = 1, saturation = 1;
};

Draw drawFor(Augmentation augmentation, int width, int height, Random random);

/// The file's picture, upright RGB. NotFound, Io, or what the decoder found wrong; the file is named.
Result<image::Image> openPicture(const fs::path& file);

/// [3,crop,crop] floats.
void evalInput(const image::Image& picture, const model::Preprocessing& preprocessing, float* out);
void trainInput(const image::Image& picture, const model::Preprocessing& preprocessing, const Draw& draw, float* out);

}  // namespace flambeau::trainer
