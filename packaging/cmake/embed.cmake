# SPDX-License-Identifier: GPL-3.0-or-later
# Writes IN's bytes into OUT as a C++ array behind a std::string_view named VAR.
file(READ "${IN}" hex HEX)
string(REGEX REPLACE "(..)" "0x\\1," bytes "${hex}")
file(WRITE "${OUT}" "#include <string_view>
namespace flambeau::resources {
static const unsigned char ${VAR}Bytes[] = {${bytes}0};
extern const std::string_view ${VAR};
const std::string_view ${VAR}{reinterpret_cast<const char*>(${VAR}Bytes), sizeof(${VAR}Bytes) - 1};
}
")
