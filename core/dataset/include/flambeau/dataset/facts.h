// SPDX-License-Identifier: GPL-3.0-or-later
// What flambeau-scan says of one file: the line that it writes and that importDataset reads. Plain values.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "flambeau/base/result.h"

namespace flambeau::dataset {

struct FileFacts {
    std::string path;  ///< relative to the root, with '/'; bytes as the file system has them
    std::uint64_t bytes = 0;
    std::int64_t mtimeNs = 0;
    std::string sha256;  ///< empty where the file could not be read
    /// Empty: a picture that decodes. Else a finding's kind: "truncated", "unreadable", "not_an_image",
    /// "unsupported_format", "absurd_dimensions", "empty_file", "crashed_reader", "took_too_long", "changed".
    std::string error;
    std::string detail;         ///< of the error, a sentence
    std::string format;         ///< "jpeg", …; "" unknown
    int width = 0, height = 0;  ///< as shown, after orientation
    int orientation = 1;
    std::string mode;  ///< "grey", "rgb", "cmyk", …
    bool alpha = false;
    int bits = 8;
    int frames = 1;
    bool flat = true;  ///< no signature
    std::uint64_t dct = 0, gradient = 0;
    std::uint32_t tint = 0;
    std::vector<std::string> notes;  ///< sentences about damage that did not stop the decoder

    bool ok() const { return error.empty(); }
    bool operator==(const FileFacts&) const = default;
};

/// Paths that are not UTF-8 are written with "path_hex" beside a readable "path".
nlohmann::json toJson(const FileFacts& facts);
Result<FileFacts> factsFromJson(const nlohmann::json& json);

}  // namespace flambeau::dataset
