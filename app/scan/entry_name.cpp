// SPDX-License-Identifier: GPL-3.0-or-later
#include "entry_name.h"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <clocale>

#include "flambeau/base/files.h"
#include "flambeau/base/strings.h"

namespace flambeau::scan {
namespace {

// The upper half of code page 437 (IBM; the table is part of Unicode's vendor mappings).
constexpr char16_t upperHalf[] =
    u"ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡"
    u"±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0";
static_assert(std::size(upperHalf) == 129);

}  // namespace

void useUtf8Names() {
    for (const char* locale : {"C.UTF-8", "C.utf8", "en_US.UTF-8"}) {
        if (std::setlocale(LC_CTYPE, locale))
            return;
    }
}

std::string fromCodePage437(std::string_view bytes) {
    std::string text;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        const char16_t code = byte < 0x80 ? byte : upperHalf[byte - 0x80];
        if (code < 0x80) {
            text += static_cast<char>(code);
        } else if (code < 0x800) {
            text += static_cast<char>(0xC0 | code >> 6);
            text += static_cast<char>(0x80 | (code & 0x3F));
        } else {
            text += static_cast<char>(0xE0 | code >> 12);
            text += static_cast<char>(0x80 | (code >> 6 & 0x3F));
            text += static_cast<char>(0x80 | (code & 0x3F));
        }
    }
    return text;
}

std::string nameOf(archive_entry* entry, bool zip) {
    const char* raw = archive_entry_pathname(entry);
    if (!raw)
        raw = archive_entry_pathname_utf8(entry);
    std::string name = raw ? raw : "";
    if (zip && toValidUtf8(name) != name)
        name = fromCodePage437(name);
    return name;
}

std::string pathOf(std::string name) {
    std::replace(name.begin(), name.end(), '\\', '/');
    if (startsWith(name, "/"))
        return {};
    std::string path;
    for (const auto& part : split(name, '/')) {
        if (part.empty() || part == ".")
            continue;
        if (!path.empty())
            path += '/';
        path += part;
    }
    return isSafeRelativePath(path) ? path : std::string();
}

}  // namespace flambeau::scan
