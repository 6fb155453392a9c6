// SPDX-License-Identifier: GPL-3.0-or-later
// What this program is as an engine: its libtorch, devices, sources and the key made of them. No state.
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

namespace flambeau::trainer {

std::string torchVersion();
/// The object that `flambeau-trainer info` prints.
nlohmann::json engineInfo();

}  // namespace flambeau::trainer
