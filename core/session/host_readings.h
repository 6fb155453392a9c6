// SPDX-License-Identifier: GPL-3.0-or-later
// What a host's answers mean to the services. Private to this folder; pure functions.
#pragma once

#include "flambeau/launch/host_use.h"
#include "flambeau/launch/scripts.h"
#include "flambeau/session/host_service.h"

namespace flambeau::session {

/// How busy the processors are needs an earlier look: `cpu` and `latency` stay unknown.
HostLoad loadOf(const launch::HostUse& use);
/// Runs are named by the first letters of their ids, or as the host calls them.
HostQueue queueOf(const launch::QueueAnswer& answer);

}  // namespace flambeau::session
