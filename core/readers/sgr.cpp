// SPDX-License-Identifier: GPL-3.0-or-later
#include "sgr.h"

#include <algorithm>

namespace flambeau::readers {

namespace {

int clampColour(int value) {
    return std::clamp(value, 0, 255);
}

// 38 or 48 and what follows it, from parameters[at]; leaves `at` on the last one used.
int extendedColour(const std::vector<int>& parameters, std::size_t& at) {
    if (at + 2 < parameters.size() && parameters[at + 1] == 5) {
        at += 2;
        return clampColour(parameters[at]);
    }
    if (at + 4 < parameters.size() && parameters[at + 1] == 2) {
        const int red = clampColour(parameters[at + 2]), green = clampColour(parameters[at + 3]),
                  blue = clampColour(parameters[at + 4]);
        at += 4;
        return 0x1000000 + (red << 16) + (green << 8) + blue;
    }
    at = parameters.size();
    return -1;
}

bool applyColour(TextStyle& style, const std::vector<int>& parameters, std::size_t& at) {
    const int code = parameters[at];
    if (code >= 30 && code <= 37)
        style.foreground = code - 30;
    else if (code >= 90 && code <= 97)
        style.foreground = code - 90 + 8;
    else if (code >= 40 && code <= 47)
        style.background = code - 40;
    else if (code >= 100 && code <= 107)
        style.background = code - 100 + 8;
    else if (code == 39)
        style.foreground = -1;
    else if (code == 49)
        style.background = -1;
    else if (code == 38)
        style.foreground = extendedColour(parameters, at);
    else if (code == 48)
        style.background = extendedColour(parameters, at);
    else
        return false;
    return true;
}

void applyAttribute(TextStyle& style, int code) {
    switch (code) {
        case 0:
            style = TextStyle{};
            break;
        case 1:
            style.bold = true;
            break;
        case 2:
            style.faint = true;
            break;
        case 3:
            style.italic = true;
            break;
        case 4:
        case 21:
            style.underline = true;
            break;
        case 7:
            style.inverse = true;
            break;
        case 22:
            style.bold = style.faint = false;
            break;
        case 23:
            style.italic = false;
            break;
        case 24:
            style.underline = false;
            break;
        case 27:
            style.inverse = false;
            break;
        default:
            break;
    }
}

}  // namespace

std::vector<int> sgrNumbers(std::string_view text) {
    std::vector<int> numbers(1, 0);
    for (char c : text) {
        if (c >= '0' && c <= '9')
            numbers.back() = std::min(numbers.back() * 10 + (c - '0'), 100000);
        else if (c == ';' || c == ':')
            numbers.push_back(0);
        else
            return {};
    }
    return numbers;
}

void applySgr(TextStyle& style, const std::vector<int>& parameters) {
    for (std::size_t at = 0; at < parameters.size(); ++at) {
        if (!applyColour(style, parameters, at) && at < parameters.size())
            applyAttribute(style, parameters[at]);
    }
}

}  // namespace flambeau::readers
