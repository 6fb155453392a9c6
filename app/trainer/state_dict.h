// SPDX-License-Identifier: GPL-3.0-or-later
// state_dict.pt: the weights as torch.load(weights_only=True) and a torchvision model read them. No state.
#pragma once

#include "flambeau/base/files.h"
#include "flambeau/base/result.h"
#include "network.h"

namespace flambeau::trainer {

Status writeStateDict(const Network& network, const fs::path& path);

}  // namespace flambeau::trainer
