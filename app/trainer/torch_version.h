// SPDX-License-Identifier: GPL-3.0-or-later
// The libtorch that is compiled against, for the few places where releases differ.
#pragma once

#include <torch/version.h>

#define FLAMBEAU_TORCH_AT_LEAST(major, minor) \
    (TORCH_VERSION_MAJOR > (major) || (TORCH_VERSION_MAJOR == (major) && TORCH_VERSION_MINOR >= (minor)))
