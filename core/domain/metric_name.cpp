// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/domain/metric_name.h"

#include "flambeau/base/strings.h"

namespace flambeau::domain {

bool lowerIsBetter(std::string_view metric) {
    const std::string lower = toLowerAscii(metric);
    return lower.find("loss") != std::string::npos || lower.find("error") != std::string::npos;
}

}  // namespace flambeau::domain
