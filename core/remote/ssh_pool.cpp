// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/remote/ssh_pool.h"

namespace flambeau::remote {

SshPool::SshPool() = default;
SshPool::~SshPool() = default;

std::unique_ptr<SshTransport> SshPool::transport(SshOptions options, SshPrompter& prompter) {
    return std::make_unique<SshTransport>(std::move(options), prompter);
}

}  // namespace flambeau::remote
