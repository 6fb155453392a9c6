// SPDX-License-Identifier: GPL-3.0-or-later
// Writing pictures: thumbnails, the drawn sample, the pictures of tests. Pure functions, safe on any thread.
#pragma once

#include <string>

#include "flambeau/base/result.h"
#include "flambeau/image/image.h"

namespace flambeau::image {

/// JPEG with 4:2:0 chroma; quality 1 to 100.
Result<std::string> encodeJpeg(const Image& picture, int quality = 90);
Result<std::string> encodePng(const Image& picture);

}  // namespace flambeau::image
