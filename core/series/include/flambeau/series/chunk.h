// SPDX-License-Identifier: GPL-3.0-or-later
// Points packed into bytes, exactly: decode(encode(points)) gives the same 64-bit patterns. Pure functions.
//
// Layout, little-endian: u8 version 1; u8 kind of each column: steps, times, values, epochs; u8 0, 0, 0; u32 count;
// then the columns in that order.
//   steps   0 raw i64 each; 1 i64 first, i64 stride; 2 i64 first, then u32 differences
//   times   0 raw f64 each; 2 f64 first, then u32 differences of the bit patterns (of times that grow, these are small)
//   values  0 raw f64 each; 1 f32 each, where every one is a float
//   epochs  0 raw f64 each; 1 f32 each; 3 none has one
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "flambeau/series/point.h"

namespace flambeau::series {

/// Points of a full chunk in the store.
inline constexpr std::size_t kChunkPoints = 1024;
/// The most that one packed block may hold.
inline constexpr std::size_t kMaxPackedPoints = 1u << 20;

/// Replaces `out`. At most kMaxPackedPoints.
void encodePoints(std::span<const Point> points, std::string& out);
/// Appends to `out`; false, and `out` as it was, where the bytes are no packed points.
bool decodePoints(std::string_view bytes, std::vector<Point>& out);

}  // namespace flambeau::series
