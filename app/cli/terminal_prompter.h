// SPDX-License-Identifier: GPL-3.0-or-later
// Asks who sits at the terminal, on the terminal itself (stdout and stdin may be a script's); without one it knows no
// answer. Lives in a command; one thread.
#pragma once

#include "flambeau/session/compute_service.h"

namespace flambeau::cli {

class TerminalPrompter : public session::ComputePrompter {
public:
    bool trust(const HostKey& key) override;
    std::optional<std::string> secret(const Secret& secret) override;

private:
    std::optional<std::string> ask(const std::string& question, bool echo);
    bool m_interrupted = false;  ///< by Ctrl+C: nothing more is asked
};

}  // namespace flambeau::cli
