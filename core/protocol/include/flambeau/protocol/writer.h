// SPDX-License-Identifier: GPL-3.0-or-later
// Appends events to a stream file: the one writer that the file has. Each line goes out in one write(2), so that a
// reader sees whole lines but for the last. Safe to call from several threads.
#pragma once

#include <memory>
#include <string>

#include "flambeau/base/files.h"
#include "flambeau/base/result.h"
#include "flambeau/protocol/event.h"

namespace flambeau::protocol {

class EventWriter {
public:
    /// Opens for appending; writes the header where the file is empty.
    static Result<EventWriter> open(const fs::path& path, const std::string& run, int rank);
    EventWriter(EventWriter&&) noexcept;
    EventWriter& operator=(EventWriter&&) noexcept;
    ~EventWriter();

    Status write(const Event& event);

private:
    EventWriter();
    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace flambeau::protocol
