// SPDX-License-Identifier: GPL-3.0-or-later
// What an archive's entry is called, as a path that may be written. Pure functions; main thread.
#pragma once

#include <string>
#include <string_view>

struct archive_entry;

namespace flambeau::scan {

/// libarchive turns the names of zip entries that are marked as UTF-8 into the locale's character set, and drops those
/// that do not fit: in the C locale, all that are not ASCII. Call once, before an archive is opened.
void useUtf8Names();

/// The entry's name as UTF-8 wherever that can be known: what is valid UTF-8 is taken for it; other names of a zip are
/// in code page 437, which the format names for entries without the mark. Of a tar, its bytes. "" where it has none.
std::string nameOf(archive_entry* entry, bool zip);

/// CP 437 -> UTF-8.
std::string fromCodePage437(std::string_view bytes);

/// The name as a relative path with '/' between its folders, or "" where it leads outside, or is none.
std::string pathOf(std::string name);

}  // namespace flambeau::scan
