// SPDX-License-Identifier: GPL-3.0-or-later
// libtorch's headers as the trainer uses them, precompiled once. Tensors, autograd and autocast all come with ATen;
// the module and optimizer classes of torch.h would double the cost of every file and are not used.
#pragma once

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/autocast_mode.h>
