// SPDX-License-Identifier: GPL-3.0-or-later
// The one place that knows every page: which there are, in which order, and what each installs at the start.
#pragma once

namespace flambeau::studio {

class Studio;

void addPages(Studio& studio);

}  // namespace flambeau::studio
