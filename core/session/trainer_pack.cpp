// SPDX-License-Identifier: GPL-3.0-or-later
#include "trainer_pack.h"

#include <algorithm>
#include <cstdio>
#include <map>
#include <vector>

#include "flambeau/base/sha256.h"
#include "flambeau/base/strings.h"
#include "flambeau/session/engine_prepare.h"

namespace flambeau::session {
namespace {

constexpr std::uint64_t kLargestFile = 64u << 20;

/// What is compiled: folders of the source tree.
constexpr const char* kFolders[] = {"app/trainer", "core/base",  "core/domain",    "core/protocol",
                                    "core/model",  "core/image", "packaging/cmake"};
/// Each codec's archives, in the order that a linker wants, and its headers.
constexpr const char* kArchives[] = {"libturbojpeg.a", "libpng16.a",    "libtiff.a",    "libwebpdemux.a",
                                     "libwebp.a",      "libsharpyuv.a", "libjbig.a",    "libLerc.a",
                                     "liblzma.a",      "libzstd.a",     "libdeflate.a", "libz.a"};
constexpr const char* kHeaders[] = {"turbojpeg.h",
                                    "png.h",
                                    "pngconf.h",
                                    "pnglibconf.h",
                                    "tiff.h",
                                    "tiffio.h",
                                    "tiffconf.h",
                                    "tiffvers.h",
                                    "webp/decode.h",
                                    "webp/demux.h",
                                    "webp/mux_types.h",
                                    "webp/types.h",
                                    "webp/format_constants.h"};

bool isSource(const fs::path& file) {
    const std::string name = file.filename().string();
    for (const char* end : {".cpp", ".h", ".cmake", "CMakeLists.txt"})
        if (endsWith(name, end))
            return true;
    return false;
}

/// name in the tree -> file, sorted.
Result<std::map<std::string, fs::path>> sourceFiles() {
    FLAMBEAU_TRY(const fs::path root, trainerSources());
    std::map<std::string, fs::path> files;
    for (const char* folder : kFolders) {
        std::error_code error;
        for (fs::recursive_directory_iterator each(root / folder, error); !error && each != fs::end(each);
             each.increment(error))
            if (each->is_regular_file(error) && isSource(each->path()))
                files[each->path().lexically_relative(root).string()] = each->path();
    }
    return files;
}

/// The first of `places` that has `name`.
fs::path foundIn(const std::vector<fs::path>& places, const std::string& name) {
    std::error_code ignored;
    for (const fs::path& place : places)
        if (fs::is_regular_file(place / name, ignored))
            return place / name;
    return {};
}

class Tar {
public:
    /// Format: POSIX.1-1988 ustar; `name` below 100 bytes.
    Status add(const std::string& name, std::string_view bytes) {
        char head[512] = {};
        if (name.size() >= 100)
            return Error{ErrorCode::Unsupported, "The name is too long to be sent: " + name, {}, {}};
        std::copy(name.begin(), name.end(), head);
        std::snprintf(head + 100, 8, "%07o", 0644);
        std::snprintf(head + 108, 8, "%07o", 0);
        std::snprintf(head + 116, 8, "%07o", 0);
        std::snprintf(head + 124, 12, "%011llo", static_cast<unsigned long long>(bytes.size()));
        std::snprintf(head + 136, 12, "%011o", 0);
        std::fill(head + 148, head + 156, ' ');
        head[156] = '0';
        std::snprintf(head + 257, 8, "ustar");
        head[263] = head[264] = '0';
        unsigned sum = 0;
        for (const char c : head)
            sum += static_cast<unsigned char>(c);
        std::snprintf(head + 148, 8, "%06o", sum);
        m_bytes.append(head, sizeof head);
        m_bytes.append(bytes);
        m_bytes.append((512 - bytes.size() % 512) % 512, '\0');
        return {};
    }
    Status addFile(const std::string& name, const fs::path& file) {
        FLAMBEAU_TRY(const std::string bytes, readFile(file, kLargestFile));
        return add(name, bytes);
    }
    std::string finish() {
        m_bytes.append(1024, '\0');
        return std::move(m_bytes);
    }

private:
    std::string m_bytes;
};

/// nlohmann's headers, where the machine has them; a host may have its own.
Status addJson(Tar& tar) {
    const fs::path json = foundIn({"/usr/include", "/usr/local/include"}, "nlohmann/json.hpp");
    if (json.empty())
        return {};
    const fs::path root = json.parent_path().parent_path();
    std::error_code error;
    for (fs::recursive_directory_iterator each(json.parent_path(), error); !error && each != fs::end(each);
         each.increment(error))
        if (each->is_regular_file(error))
            FLAMBEAU_CHECK(tar.addFile("include/" + each->path().lexically_relative(root).string(), each->path()));
    return {};
}

Result<bool> addCodecs(Tar& tar) {
    const std::vector<fs::path> libraries = {"/usr/lib/x86_64-linux-gnu", "/usr/lib64", "/usr/local/lib", "/usr/lib"};
    const std::vector<fs::path> includes = {"/usr/include/x86_64-linux-gnu", "/usr/include", "/usr/local/include"};
    bool any = false;
    for (const char* name : kArchives) {
        const fs::path file = foundIn(libraries, name);
        if (file.empty())
            continue;
        FLAMBEAU_CHECK(tar.addFile(std::string("codecs/lib/") + name, file));
        any = true;
    }
    for (const char* name : kHeaders)
        if (const fs::path file = foundIn(includes, name); !file.empty())
            FLAMBEAU_CHECK(tar.addFile(std::string("codecs/include/") + name, file));
    return any;
}

}  // namespace

Result<std::string> trainerSourcesHash() {
    FLAMBEAU_TRY(const auto files, sourceFiles());
    Sha256 all;
    for (const auto& [name, file] : files) {
        FLAMBEAU_TRY(const std::string hash, sha256File(file));
        all.update(hash + "  " + name + "\n");
    }
    return all.finishHex();
}

Result<TrainerPack> packTrainer(bool codecs) {
    FLAMBEAU_TRY(const auto files, sourceFiles());
    TrainerPack pack;
    Tar tar;
    for (const auto& [name, file] : files)
        FLAMBEAU_CHECK(tar.addFile("sources/" + name, file));
    FLAMBEAU_CHECK(addJson(tar));
    if (codecs) {
        FLAMBEAU_TRY(pack.codecs, addCodecs(tar));
    }
    pack.tar = tar.finish();
    return pack;
}

}  // namespace flambeau::session
