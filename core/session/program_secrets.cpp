// SPDX-License-Identifier: GPL-3.0-or-later
#include "program_secrets.h"

#include <mutex>

namespace flambeau::session {
namespace {

struct Kept {
    std::mutex mutex;
    std::shared_ptr<remote::SecretStore> secrets;
};

Kept& kept() {
    static Kept one;
    return one;
}

}  // namespace

std::shared_ptr<remote::SecretStore> programSecrets() {
    const std::lock_guard lock(kept().mutex);
    return kept().secrets;
}

void setProgramSecrets(std::shared_ptr<remote::SecretStore> secrets) {
    const std::lock_guard lock(kept().mutex);
    kept().secrets = std::move(secrets);
}

}  // namespace flambeau::session
