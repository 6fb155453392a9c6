// SPDX-License-Identifier: GPL-3.0-or-later
// Where passphrases and passwords that let in are kept, so that nobody is asked twice. A store is the program's, shared
// by its threads, and outlives whatever connects by it; it may block (a keychain asks its own way).
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace flambeau::remote {

class SecretStore {
public:
    virtual ~SecretStore() = default;
    /// `key` says what the secret is for ("password anna@gpu1"); it holds nothing secret itself.
    virtual std::optional<std::string> find(const std::string& key) = 0;
    virtual void keep(const std::string& key, const std::string& secret) = 0;
    /// The secret is no longer right.
    virtual void forget(const std::string& key) = 0;
};

/// Keeps them in memory, which is wiped at its end. Safe on any thread.
class MemorySecrets : public SecretStore {
public:
    MemorySecrets() = default;
    ~MemorySecrets() override;
    MemorySecrets(const MemorySecrets&) = delete;
    MemorySecrets& operator=(const MemorySecrets&) = delete;

    std::optional<std::string> find(const std::string& key) override;
    void keep(const std::string& key, const std::string& secret) override;
    void forget(const std::string& key) override;

private:
    std::mutex m_mutex;
    std::map<std::string, std::string> m_secrets;
};

}  // namespace flambeau::remote
