// SPDX-License-Identifier: GPL-3.0-or-later
// What useKeychain() has set, for whoever makes connections. Safe on any thread.
#pragma once

#include <memory>

#include "flambeau/remote/secret_store.h"

namespace flambeau::session {

/// Empty: each pool keeps its own.
std::shared_ptr<remote::SecretStore> programSecrets();
void setProgramSecrets(std::shared_ptr<remote::SecretStore> secrets);

}  // namespace flambeau::session
