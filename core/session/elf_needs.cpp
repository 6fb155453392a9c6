// SPDX-License-Identifier: GPL-3.0-or-later
#include "elf_needs.h"

#include <elf.h>

#include <algorithm>
#include <cstring>

#include "flambeau/base/strings.h"

namespace flambeau::session {
namespace {

constexpr std::uint64_t kLargest = 512u << 20;
constexpr std::size_t kMostEntries = 10'000;

/// "2.4" < "2.34"
bool isOlder(const std::string& a, const std::string& b) {
    const auto left = split(a, '.'), right = split(b, '.');
    for (std::size_t i = 0; i < std::max(left.size(), right.size()); ++i) {
        const auto x = i < left.size() ? parseInt(left[i]).value_or(0) : 0;
        const auto y = i < right.size() ? parseInt(right[i]).value_or(0) : 0;
        if (x != y)
            return x < y;
    }
    return false;
}

class Reader {
public:
    explicit Reader(std::string bytes) : m_bytes(std::move(bytes)) {}

    template <class T>
    bool read(std::uint64_t at, T& into) const {
        if (at > m_bytes.size() || m_bytes.size() - at < sizeof into)
            return false;
        std::memcpy(&into, m_bytes.data() + at, sizeof into);
        return true;
    }

    bool begin() {
        static_assert(sizeof(Elf64_Ehdr) == 64);
        if (!read(0, m_header) || std::memcmp(m_header.e_ident, ELFMAG, SELFMAG) != 0 ||
            m_header.e_ident[EI_CLASS] != ELFCLASS64 || m_header.e_ident[EI_DATA] != ELFDATA2LSB)
            return false;
        for (std::size_t i = 0; i < m_header.e_phnum; ++i) {
            Elf64_Phdr segment{};
            if (!read(m_header.e_phoff + i * sizeof segment, segment))
                return false;
            if (segment.p_type == PT_LOAD)
                m_loaded.push_back(segment);
            else if (segment.p_type == PT_DYNAMIC)
                m_dynamic = segment;
        }
        return m_dynamic.p_type == PT_DYNAMIC;
    }

    /// Where an address of memory lies in the file.
    std::uint64_t place(std::uint64_t address) const {
        for (const Elf64_Phdr& segment : m_loaded)
            if (address >= segment.p_vaddr && address - segment.p_vaddr < segment.p_filesz)
                return segment.p_offset + (address - segment.p_vaddr);
        return ~std::uint64_t{0};
    }

    std::string text(std::uint64_t at) const {
        if (at >= m_bytes.size())
            return {};
        const std::size_t end = std::min(m_bytes.find('\0', at), at + 4096);
        return m_bytes.substr(at, end - at);
    }

    ElfNeeds needs() const {
        ElfNeeds all;
        std::uint64_t strings = 0, versions = 0;
        std::vector<std::uint64_t> libraries, paths;
        for (std::size_t i = 0; i < kMostEntries; ++i) {
            Elf64_Dyn entry{};
            if (!read(m_dynamic.p_offset + i * sizeof entry, entry) || entry.d_tag == DT_NULL)
                break;
            if (entry.d_tag == DT_STRTAB)
                strings = place(entry.d_un.d_ptr);
            else if (entry.d_tag == DT_VERNEED)
                versions = place(entry.d_un.d_ptr);
            else if (entry.d_tag == DT_NEEDED)
                libraries.push_back(entry.d_un.d_val);
            else if (entry.d_tag == DT_RUNPATH || entry.d_tag == DT_RPATH)
                paths.push_back(entry.d_un.d_val);
        }
        for (const std::uint64_t at : libraries)
            all.libraries.push_back(text(strings + at));
        if (!paths.empty())
            all.runPath = text(strings + paths.back());
        if (versions != 0)
            readVersions(all, versions, strings);
        return all;
    }

private:
    void readVersions(ElfNeeds& all, std::uint64_t at, std::uint64_t strings) const {
        Elf64_Verneed library{};
        for (std::size_t i = 0; i < kMostEntries && read(at, library); ++i) {
            std::uint64_t each = at + library.vn_aux;
            Elf64_Vernaux version{};
            for (std::size_t k = 0; k < library.vn_cnt && read(each, version); ++k, each += version.vna_next) {
                const std::string name = text(strings + version.vna_name);
                const auto dash = name.find('_');
                if (dash == std::string::npos || dash + 1 >= name.size() || name[dash + 1] < '0' ||
                    name[dash + 1] > '9')
                    continue;  // GLIBC_PRIVATE
                std::string& newest = all.versions[name.substr(0, dash)];
                if (newest.empty() || isOlder(newest, name.substr(dash + 1)))
                    newest = name.substr(dash + 1);
            }
            if (library.vn_next == 0)
                break;
            at += library.vn_next;
        }
    }

    std::string m_bytes;
    Elf64_Ehdr m_header{};
    Elf64_Phdr m_dynamic{};
    std::vector<Elf64_Phdr> m_loaded;
};

}  // namespace

Result<ElfNeeds> elfNeeds(const fs::path& file) {
    FLAMBEAU_TRY(std::string bytes, readFile(file, kLargest));
    Reader reader(std::move(bytes));
    if (!reader.begin())
        return Error{ErrorCode::Unsupported, file.string() + " is no program for a 64-bit Linux.", {}, {}};
    return reader.needs();
}

}  // namespace flambeau::session
