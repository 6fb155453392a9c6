// SPDX-License-Identifier: GPL-3.0-or-later
// For what is read, and read again when it is asked for meanwhile: of many who ask while an answer is awaited, one more
// reading is enough. A plain value of the one that reads; one thread.
#pragma once

#include <utility>

namespace flambeau::ui {

class OneAtATime {
public:
    /// True: ask now. False: an answer is awaited, and end() will tell that there was more to ask.
    bool begin() {
        if (m_busy) {
            m_stale = true;
            return false;
        }
        m_busy = true;
        return true;
    }
    /// The answer is there. True: somebody asked meanwhile, so begin anew.
    bool end() {
        m_busy = false;
        return std::exchange(m_stale, false);
    }
    bool busy() const { return m_busy; }

private:
    bool m_busy = false, m_stale = false;
};

}  // namespace flambeau::ui
