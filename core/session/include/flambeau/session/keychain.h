// SPDX-License-Identifier: GPL-3.0-or-later
// The desktop's keychain, for the passphrases and passwords of hosts.
#pragma once

namespace flambeau::session {

/// Every HostConnections that is made from now on keeps what let in to hosts in the desktop's keychain; in memory, for
/// the program's life, where there is no keychain or it does not open. For a program that a person uses: without this
/// call secrets stay in the memory of each HostConnections. On the main thread, once, after the
/// application object was made.
void useKeychain();

}  // namespace flambeau::session
