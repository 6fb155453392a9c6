// SPDX-License-Identifier: GPL-3.0-or-later
#include "host_ask.h"

#include "flambeau/base/strings.h"
#include "flambeau/remote/transport.h"

namespace flambeau::session {

Result<std::string> executeThere(const HostPlace& place, std::string script, const std::string& what,
                                 std::stop_token stop, const AskLimits& limits) {
    remote::Command command;
    command.script = std::move(script);
    command.stop = stop;
    command.timeout = limits.within;
    command.maxOutput = limits.mostAnswer;
    FLAMBEAU_TRY(auto result, place.transport->exec(command));
    if (result.exitCode != 0)
        return Error{ErrorCode::Failed, what + " failed (exit code " + std::to_string(result.exitCode) + ")", "",
                     toPlainText(result.err)};
    return std::move(result.out);
}

}  // namespace flambeau::session
