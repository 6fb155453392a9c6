// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/launch/nvidia_smi.h"

#include <vector>

#include "flambeau/base/strings.h"

namespace flambeau::launch {

std::optional<NvidiaGpu> parseNvidiaSmiLine(std::string_view line) {
    constexpr std::size_t kFields = 6;
    constexpr double kMebibyte = 1024.0 * 1024.0, kMost = 1e9;
    const std::vector<std::string> fields = split(line, ',');
    if (fields.size() < kFields)
        return std::nullopt;
    // A name with a comma would push the others to the right; they are counted from there.
    const std::size_t more = fields.size() - kFields;
    const std::vector<std::string> name(fields.begin() + 1, fields.begin() + 2 + static_cast<std::ptrdiff_t>(more));
    const auto index = parseInt(trim(fields[0]));
    if (!index || *index < 0 || *index > 4096)
        return std::nullopt;
    const auto number = [&](std::size_t field) { return parseDouble(trim(fields[field + more])); };
    NvidiaGpu gpu;
    gpu.index = static_cast<int>(*index);
    gpu.name = toPlainText(trim(join(name, ",")));
    gpu.driver = toPlainText(trim(fields[2 + more]));
    if (const auto used = number(3); used && *used >= 0 && *used < kMost)
        gpu.memoryUsed = static_cast<std::int64_t>(*used * kMebibyte);
    if (const auto total = number(4); total && *total > 0 && *total < kMost)
        gpu.memoryTotal = static_cast<std::int64_t>(*total * kMebibyte);
    if (const auto use = number(5); use && *use >= 0 && *use <= 100)
        gpu.use = *use / 100;
    return gpu;
}

}  // namespace flambeau::launch
