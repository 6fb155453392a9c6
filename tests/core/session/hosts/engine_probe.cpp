// SPDX-License-Identifier: GPL-3.0-or-later
// Stands in for a trainer: says of itself what was appended to its file, so that it travels with it. With the word
// "broken-there" it fails wherever it lies in a host's folder; a file "gpu" beside it is a GPU that it finds.
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

#include <unistd.h>

int main() {
    char path[4096] = {};
    if (readlink("/proc/self/exe", path, sizeof path - 1) <= 0)
        return 1;
    std::ifstream file(path, std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    const std::string mark = std::string("\n#PROBE") + " ";
    const auto at = bytes.rfind(mark);
    if (at == std::string::npos)
        return 2;
    const auto end = bytes.find('\n', at + 1);
    const std::string word = bytes.substr(at + mark.size(), end - at - mark.size());
    std::string info = bytes.substr(end + 1);
    const std::string none = "\"cuda\": false";
    if (const auto cuda = info.find(none);
        cuda != std::string::npos && std::ifstream(std::string(path).substr(0, std::string(path).rfind('/')) + "/gpu"))
        info.replace(cuda, none.size(), "\"cuda\": true");
    std::cout << info << std::endl;
    if (word == "broken-there" && std::string(path).find("/trainer/") != std::string::npos) {
        std::cerr << "symbol lookup error: undefined symbol: _ZN3c105Error\033[2JE\n";
        return 127;
    }
    return 0;
}
