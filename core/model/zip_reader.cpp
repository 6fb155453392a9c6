// SPDX-License-Identifier: GPL-3.0-or-later
#include "zip_reader.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "flambeau/base/strings.h"

namespace flambeau::model {
namespace {

constexpr std::uint64_t kEndBytes = 22;  // end of central directory, without its comment
constexpr std::uint64_t kMaxComment = 65535;
constexpr std::uint64_t kMaxMembers = 1'000'000;
constexpr std::uint64_t kMaxDirectory = 256ull << 20;
constexpr std::uint32_t kEndMark = 0x06054b50, kEnd64Mark = 0x06064b50, kLocator64Mark = 0x07064b50,
                        kEntryMark = 0x02014b50, kLocalMark = 0x04034b50;

template <class T>
T little(const char* at) {
    T value;
    std::memcpy(&value, at, sizeof value);
    return value;
}

struct Directory {
    std::uint64_t offset = 0, bytes = 0, members = 0;
};

/// The zip64 record, where the locator before the end record points to one.
Status readEnd64(const ByteFile& file, std::uint64_t end, Directory& directory) {
    if (end < 20)
        return file.corrupt("its zip directory is broken.");
    FLAMBEAU_TRY(const std::string locator, file.readAt(end - 20, 20));
    if (little<std::uint32_t>(locator.data()) != kLocator64Mark)
        return file.corrupt("its zip directory is broken.");
    FLAMBEAU_TRY(const std::string record, file.readAt(little<std::uint64_t>(locator.data() + 8), 56));
    if (little<std::uint32_t>(record.data()) != kEnd64Mark)
        return file.corrupt("its zip directory is broken.");
    directory.members = little<std::uint64_t>(record.data() + 32);
    directory.bytes = little<std::uint64_t>(record.data() + 40);
    directory.offset = little<std::uint64_t>(record.data() + 48);
    return {};
}

Result<Directory> findDirectory(const ByteFile& file) {
    if (file.size() < kEndBytes)
        return file.cutOff();
    const std::uint64_t span = std::min(file.size(), kEndBytes + kMaxComment);
    const std::uint64_t start = file.size() - span;
    FLAMBEAU_TRY(const std::string tail, file.readAt(start, span));
    for (std::uint64_t i = span - kEndBytes + 1; i-- > 0;) {
        const char* record = tail.data() + i;
        // A record counts only when its comment ends with the file: pictures of the mark inside data do not.
        if (little<std::uint32_t>(record) != kEndMark || i + kEndBytes + little<std::uint16_t>(record + 20) != span)
            continue;
        Directory directory{little<std::uint32_t>(record + 16), little<std::uint32_t>(record + 12),
                            little<std::uint16_t>(record + 10)};
        if (directory.offset == 0xffffffffu || directory.bytes == 0xffffffffu || directory.members == 0xffffu)
            FLAMBEAU_CHECK(readEnd64(file, start + i, directory));
        return directory;
    }
    return file.cutOff();
}

/// Takes the 64-bit values that the extra field 0x0001 holds for those members of the entry that say "too large".
void applyZip64(std::string_view extra, ZipMember& member) {
    while (extra.size() >= 4) {
        const auto id = little<std::uint16_t>(extra.data());
        const auto length = little<std::uint16_t>(extra.data() + 2);
        extra.remove_prefix(4);
        if (length > extra.size())
            return;
        if (id == 0x0001) {
            std::string_view values = extra.substr(0, length);
            for (std::uint64_t* value : {&member.bytes, &member.packedBytes, &member.header}) {
                if (*value != 0xffffffffu || values.size() < 8)
                    continue;
                *value = little<std::uint64_t>(values.data());
                values.remove_prefix(8);
            }
            return;
        }
        extra.remove_prefix(length);
    }
}

/// Slicing by eight: S. Kounavis and F. Berry, "A Systematic Approach to Building High Performance Software-based CRC
/// Generators", 2005; reflected polynomial 0xEDB88320.
const std::array<std::array<std::uint32_t, 256>, 8>& crcTables() {
    static const auto tables = [] {
        std::array<std::array<std::uint32_t, 256>, 8> t{};
        for (std::uint32_t i = 0; i < 256; ++i) {
            std::uint32_t value = i;
            for (int bit = 0; bit < 8; ++bit)
                value = (value >> 1) ^ ((value & 1) ? 0xEDB88320u : 0);
            t[0][i] = value;
        }
        for (std::size_t slice = 1; slice < 8; ++slice) {
            for (std::size_t i = 0; i < 256; ++i)
                t[slice][i] = (t[slice - 1][i] >> 8) ^ t[0][t[slice - 1][i] & 0xff];
        }
        return t;
    }();
    return tables;
}

std::uint32_t crc32(std::string_view bytes) {
    const auto& t = crcTables();
    std::uint32_t crc = 0xffffffffu;
    while (bytes.size() >= 8) {
        const std::uint64_t word = little<std::uint64_t>(bytes.data()) ^ crc;
        crc = 0;
        for (std::size_t i = 0; i < 8; ++i)
            crc ^= t[7 - i][(word >> (8 * i)) & 0xff];
        bytes.remove_prefix(8);
    }
    for (const char c : bytes)
        crc = (crc >> 8) ^ t[0][(crc ^ static_cast<unsigned char>(c)) & 0xff];
    return ~crc;
}

}  // namespace

Result<std::map<std::string, ZipMember>> listZip(const ByteFile& file) {
    FLAMBEAU_TRY(const Directory directory, findDirectory(file));
    if (directory.members > kMaxMembers || directory.bytes > kMaxDirectory)
        return file.unsupported("is an archive with more members than a file of weights has.",
                                "Name a file of weights.");
    FLAMBEAU_TRY(const std::string text, file.readAt(directory.offset, directory.bytes));
    std::string_view rest = text;
    std::map<std::string, ZipMember> members;
    for (std::uint64_t i = 0; i < directory.members; ++i) {
        if (rest.size() < 46 || little<std::uint32_t>(rest.data()) != kEntryMark)
            return file.corrupt("its zip directory is broken.");
        const char* entry = rest.data();
        const std::size_t nameBytes = little<std::uint16_t>(entry + 28), extraBytes = little<std::uint16_t>(entry + 30),
                          commentBytes = little<std::uint16_t>(entry + 32);
        if (rest.size() < 46 + nameBytes + extraBytes + commentBytes)
            return file.corrupt("its zip directory is broken.");
        ZipMember member;
        member.encrypted = little<std::uint16_t>(entry + 8) & 1;
        member.method = little<std::uint16_t>(entry + 10);
        member.crc = little<std::uint32_t>(entry + 16);
        member.packedBytes = little<std::uint32_t>(entry + 20);
        member.bytes = little<std::uint32_t>(entry + 24);
        member.header = little<std::uint32_t>(entry + 42);
        applyZip64(rest.substr(46 + nameBytes, extraBytes), member);
        if (!members.emplace(std::string(rest.substr(46, nameBytes)), member).second)
            return file.corrupt("its zip directory names a member twice.");
        rest.remove_prefix(46 + nameBytes + extraBytes + commentBytes);
    }
    return members;
}

Result<std::uint64_t> findZipMember(const ByteFile& file, const std::string& name, const ZipMember& member) {
    const std::string shown = "'" + toPlainText(name.substr(0, 200)) + "'";
    if (member.method != 0 || member.encrypted || member.bytes != member.packedBytes)
        return file.unsupported("holds " + shown + " compressed or encrypted, as PyTorch never writes it.",
                                "Save it again with torch.save.");
    FLAMBEAU_TRY(const std::string header, file.readAt(member.header, 30));
    if (little<std::uint32_t>(header.data()) != kLocalMark)
        return file.corrupt("the member " + shown + " is not where the directory says.");
    const std::uint64_t offset =
        member.header + 30 + little<std::uint16_t>(header.data() + 26) + little<std::uint16_t>(header.data() + 28);
    if (offset > file.size() || member.bytes > file.size() - offset)
        return file.cutOff();
    return offset;
}

Result<std::string> readZipMember(const ByteFile& file, const std::string& name, const ZipMember& member) {
    FLAMBEAU_TRY(const std::uint64_t offset, findZipMember(file, name, member));
    FLAMBEAU_TRY(std::string bytes, file.readAt(offset, member.bytes));
    if (crc32(bytes) != member.crc)
        return file.corrupt("the bytes of '" + toPlainText(name.substr(0, 200)) + "' do not match their checksum.");
    return bytes;
}

}  // namespace flambeau::model
