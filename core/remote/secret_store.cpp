// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/remote/secret_store.h"

#include <string.h>

namespace flambeau::remote {
namespace {

void wipe(std::string& secret) {
    ::explicit_bzero(secret.data(), secret.size());
    secret.clear();
}

}  // namespace

MemorySecrets::~MemorySecrets() {
    for (auto& [key, secret] : m_secrets)
        wipe(secret);
}

std::optional<std::string> MemorySecrets::find(const std::string& key) {
    const std::lock_guard lock(m_mutex);
    const auto found = m_secrets.find(key);
    return found == m_secrets.end() ? std::nullopt : std::optional(found->second);
}

void MemorySecrets::keep(const std::string& key, const std::string& secret) {
    const std::lock_guard lock(m_mutex);
    std::string& kept = m_secrets[key];
    wipe(kept);
    kept = secret;
}

void MemorySecrets::forget(const std::string& key) {
    const std::lock_guard lock(m_mutex);
    const auto found = m_secrets.find(key);
    if (found == m_secrets.end())
        return;
    wipe(found->second);
    m_secrets.erase(found);
}

}  // namespace flambeau::remote
