// SPDX-License-Identifier: GPL-3.0-or-later
// What the build knows of itself. Constants.
#pragma once

namespace flambeau::trainer {

/// SHA-256 over the sources that the program was compiled from.
extern const char* const sourcesSha256;
extern const char* const compilerName;  ///< "GNU 12.2.0"
extern const char* const targetArch;    ///< "x86_64"
extern const char* const torchAbi;      ///< libstdc++'s: "new" or "old"

}  // namespace flambeau::trainer
