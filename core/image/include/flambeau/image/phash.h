// SPDX-License-Identifier: GPL-3.0-or-later
// Perceptual signatures: pictures that look alike have signatures that differ in few bits. Two hashes of 64 bits (the
// signs of low DCT frequencies; the signs of horizontal gradients) and the mean colour, all three of which must be
// near. Pure, safe on any thread.
#pragma once

#include <cstdint>

#include "flambeau/image/image.h"

namespace flambeau::image {

struct Signature {
    std::uint64_t dct = 0;       ///< low DCT frequencies of the 32 x 32 grey picture against their median
    std::uint64_t gradient = 0;  ///< dHash: 9 x 8 grey, is the right neighbour brighter
    std::uint32_t tint = 0;      ///< mean colour, 0xRRGGBB
    bool flat = true;            ///< too little structure to compare: never near anything
};
Signature signatureOf(const Image& picture);

}  // namespace flambeau::image
