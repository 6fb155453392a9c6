// SPDX-License-Identifier: GPL-3.0-or-later
// The trainer's sources as they travel to a host: our own, nlohmann's headers, and the picture codecs as static
// archives where this machine has them. Private to this folder; plain functions, any thread.
#pragma once

#include <string>

#include "flambeau/base/result.h"

namespace flambeau::session {

/// SHA-256 over names and contents of our sources. NotFound where they are not on this machine.
Result<std::string> trainerSourcesHash();

struct TrainerPack {
    std::string tar;      ///< a ustar archive; sources/, include/, codecs/
    bool codecs = false;  ///< the archives for x86-64 are in it
};
/// `codecs`: for a host of this machine's architecture.
Result<TrainerPack> packTrainer(bool codecs);

}  // namespace flambeau::session
