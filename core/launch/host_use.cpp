// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/launch/host_use.h"

#include "flambeau/base/strings.h"

namespace flambeau::resources {
extern const std::string_view process_sh;
extern const std::string_view facts_sh;
}  // namespace flambeau::resources

namespace flambeau::launch {

std::string useScript() {
    // The answer is one of facts, with fewer lines, and one that facts do not have.
    return "LC_ALL=C\nexport LC_ALL\n" + std::string(resources::process_sh) + std::string(resources::facts_sh) +
           "printf 'flambeau-facts 1\\n'\n"
           "fb_line stat \"$(sed -n 's/^cpu  *//p' /proc/stat 2>/dev/null | head -n 1)\"\n"
           "fb_use\nfb_gpus\nprintf 'end\\n'\n";
}

Result<HostUse> parseUse(std::string_view out) {
    HostUse use;
    FLAMBEAU_TRY(use.now, parseFacts(out));
    constexpr std::string_view kKey = "\nstat\t";
    const std::size_t at = out.find(kKey);
    if (at == std::string_view::npos)
        return use;
    const std::string_view line = out.substr(at + kKey.size(), out.find('\n', at + kKey.size()) - at - kKey.size());
    std::uint64_t busy = 0, all = 0;
    std::size_t column = 0;
    // user nice system idle iowait irq softirq steal; guest times are in user already.
    for (const std::string& one : split(line, ' ')) {
        const auto ticks = parseInt(one);
        if (column == 8 || !ticks || *ticks < 0 || *ticks > (std::int64_t{1} << 56))
            break;
        all += static_cast<std::uint64_t>(*ticks);
        busy += column == 3 || column == 4 ? 0 : static_cast<std::uint64_t>(*ticks);
        ++column;
    }
    if (column >= 4) {
        use.busyTicks = busy;
        use.allTicks = all;
    }
    return use;
}

}  // namespace flambeau::launch
