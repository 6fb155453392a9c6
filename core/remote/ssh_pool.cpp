// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/remote/ssh_pool.h"

#include "ssh_hub.h"

namespace flambeau::remote {

SshPool::SshPool(std::shared_ptr<SecretStore> secrets)
    : m_hub(std::make_shared<SshHub>(secrets ? std::move(secrets) : std::make_shared<MemorySecrets>())) {}

SshPool::~SshPool() = default;

std::unique_ptr<SshTransport> SshPool::transport(SshOptions options, SshPrompter& prompter) {
    return std::make_unique<SshTransport>(std::move(options), prompter, m_hub);
}

}  // namespace flambeau::remote
