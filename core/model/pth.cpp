// SPDX-License-Identifier: GPL-3.0-or-later
// PyTorch's two file formats, read without PyTorch. Zip (since 1.6): <root>/data.pkl holds the object,
// <root>/data/<key> the storages (torch/serialization.py, _save). Legacy: pickles of a magic number, a protocol
// version, facts about the system, the object, and the storages' keys, then for each key a u64 count and the elements
// (_legacy_save).
#include <algorithm>
#include <cstring>
#include <functional>
#include <optional>
#include <set>

#include "byte_file.h"
#include "flambeau/base/strings.h"
#include "flambeau/model/weights.h"
#include "pickle.h"
#include "safetensors_header.h"
#include "state_dict.h"
#include "zip_reader.h"

namespace flambeau::model {
namespace {

constexpr std::uint64_t kMaxPickle = 256ull << 20;
constexpr std::string_view kLegacyMagic{"\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19", 10};
constexpr std::int64_t kLegacyProtocol = 1001;

using Kind = PickleValue::Kind;

// --- zip

/// What becomes of the object that a file holds.
using Use = std::function<Status(const PickleValue& object, StorageSource& storages)>;

class ZipStorages : public StorageSource {
public:
    ZipStorages(const ByteFile& file, const std::map<std::string, ZipMember>& members, std::string root)
        : m_file(file), m_members(members), m_root(std::move(root)) {}

    Result<std::string_view> bytes(const std::string& key) override {
        if (const auto cached = m_cache.find(key); cached != m_cache.end())
            return std::string_view(cached->second);
        const std::string name = m_root + "data/" + key;
        const auto found = m_members.find(name);
        if (found == m_members.end())
            return m_file.corrupt("the storage '" + toPlainText(key) + "' is missing in it.");
        m_loaded += found->second.bytes;
        if (m_loaded > m_file.size())
            return m_file.corrupt("its members overlap.");
        FLAMBEAU_TRY(std::string bytes, readZipMember(m_file, name, found->second));
        return std::string_view(m_cache[key] = std::move(bytes));
    }

    Result<std::uint64_t> size(const std::string& key) override {
        const std::string name = m_root + "data/" + key;
        const auto found = m_members.find(name);
        if (found == m_members.end())
            return m_file.corrupt("the storage '" + toPlainText(key) + "' is missing in it.");
        FLAMBEAU_TRY([[maybe_unused]] const std::uint64_t place, findZipMember(m_file, name, found->second));
        return found->second.bytes;
    }

private:
    const ByteFile& m_file;
    const std::map<std::string, ZipMember>& m_members;
    std::string m_root;
    std::map<std::string, std::string> m_cache;  ///< tensors may share a storage
    std::uint64_t m_loaded = 0;
};

/// "archive/" of "archive/data.pkl"; TorchScript and foreign zips are refused here.
Result<std::string> zipRoot(const ByteFile& file, const std::map<std::string, ZipMember>& members) {
    std::string root;
    for (const auto& [name, member] : members) {
        const std::size_t slash = name.find('/');
        if (slash != std::string::npos && name.substr(slash) == "/data.pkl") {
            root = name.substr(0, slash + 1);
            break;
        }
    }
    if (root.empty())
        return file.unsupported("is a zip archive, but not of PyTorch weights.", "Name a .pth or a safetensors file.");
    const auto code = members.lower_bound(root + "code/");
    if (members.count(root + "constants.pkl") || (code != members.end() && startsWith(code->first, root + "code/"))) {
        return file.unsupported("is a TorchScript program, not a file of weights.",
                                "In Python: torch.save(torch.jit.load(FILE).state_dict(), \"weights.pth\").");
    }
    return root;
}

Status readZip(const ByteFile& file, const Use& use) {
    FLAMBEAU_TRY(const auto members, listZip(file));
    FLAMBEAU_TRY(const std::string root, zipRoot(file, members));
    if (const auto order = members.find(root + "byteorder"); order != members.end()) {
        if (order->second.bytes > 100)
            return file.corrupt("its byte order is no word.");
        FLAMBEAU_TRY(const std::string text, readZipMember(file, order->first, order->second));
        if (text != "little")
            return file.unsupported("was written on a big-endian machine.", "Save it again on an ordinary machine.");
    }
    const ZipMember& member = members.at(root + "data.pkl");
    if (member.bytes > kMaxPickle)
        return file.unsupported("holds a description larger than a file of weights has.", "Name a file of weights.");
    FLAMBEAU_TRY(const std::string pickle, readZipMember(file, root + "data.pkl", member));
    Unpickler unpickler(file.shown());
    std::size_t used = 0;
    FLAMBEAU_TRY(const PickleRef object, unpickler.load(pickle, used));
    ZipStorages storages(file, members, root);
    return use(*object, storages);
}

// --- legacy

class LegacyStorages : public StorageSource {
public:
    explicit LegacyStorages(const ByteFile& file) : m_file(file) {}

    /// Walks the storages behind the pickles and notes where each lies.
    Status index(const PickleValue& keys, const Unpickler& unpickler, std::uint64_t offset) {
        if (keys.kind != Kind::List)
            return m_file.corrupt("its list of storages is none.");
        for (const PickleRef key : keys.items) {
            const auto described = unpickler.storages().find(key->text);
            if (key->kind != Kind::Text || described == unpickler.storages().end())
                return m_file.corrupt("it holds a storage that nothing describes.");
            const auto [type, count] = described->second;
            std::uint64_t written = 0;
            FLAMBEAU_CHECK(m_file.readAt(offset, &written, sizeof written));
            if (written != count)
                return m_file.corrupt("a storage in it has another size than described.");
            offset += sizeof written;
            const std::uint64_t bytes = count * sizeOf(type);
            if (bytes > m_file.size() - offset)
                return m_file.cutOff();
            if (!m_places.emplace(key->text, std::pair(offset, bytes)).second)
                return m_file.corrupt("it holds a storage twice.");
            offset += bytes;
        }
        return {};
    }

    Result<std::string_view> bytes(const std::string& key) override {
        if (const auto cached = m_cache.find(key); cached != m_cache.end())
            return std::string_view(cached->second);
        const auto found = m_places.find(key);
        if (found == m_places.end())
            return m_file.corrupt("the storage '" + toPlainText(key) + "' is missing in it.");
        FLAMBEAU_TRY(std::string bytes, m_file.readAt(found->second.first, found->second.second));
        return std::string_view(m_cache[key] = std::move(bytes));
    }

    Result<std::uint64_t> size(const std::string& key) override {
        const auto found = m_places.find(key);
        if (found == m_places.end())
            return m_file.corrupt("the storage '" + toPlainText(key) + "' is missing in it.");
        return found->second.second;
    }

private:
    const ByteFile& m_file;
    std::map<std::string, std::pair<std::uint64_t, std::uint64_t>> m_places;
    std::map<std::string, std::string> m_cache;
};

Status checkSystem(const ByteFile& file, const PickleValue& version, const PickleValue& system) {
    if (version.kind != Kind::Int || version.integer != kLegacyProtocol || system.kind != Kind::Dict)
        return file.unsupported("has a version of PyTorch's old format that is not known.",
                                "Load and save it again with a newer PyTorch.");
    for (const auto& [key, value] : system.entries) {
        if (key->text == "little_endian" && value->kind == Kind::Bool && value->integer == 0)
            return file.unsupported("was written on a big-endian machine.", "Save it again on an ordinary machine.");
    }
    return {};
}

Status readLegacy(const ByteFile& file, const std::string& head, const Use& use) {
    std::string_view rest = head;
    Unpickler unpickler(file.shown());
    std::size_t used = 0;
    const auto next = [&]() -> Result<PickleRef> {
        FLAMBEAU_TRY(const PickleRef value, unpickler.load(rest, used));
        rest.remove_prefix(used);
        return value;
    };
    FLAMBEAU_TRY(const PickleRef magic, next());
    if (magic->kind != Kind::Opaque || magic->text != kLegacyMagic) {
        return file.unsupported("is a Python pickle, but not one of PyTorch's.",
                                "In Python, save the state dict: torch.save(model.state_dict(), \"weights.pth\").");
    }
    FLAMBEAU_TRY(const PickleRef version, next());
    FLAMBEAU_TRY(const PickleRef system, next());
    FLAMBEAU_CHECK(checkSystem(file, *version, *system));
    FLAMBEAU_TRY(const PickleRef object, next());
    FLAMBEAU_TRY(const PickleRef keys, next());
    LegacyStorages storages(file);
    FLAMBEAU_CHECK(storages.index(*keys, unpickler, head.size() - rest.size()));
    return use(*object, storages);
}

/// The pickles stand in front of the storages; how long they are nothing says. Where they end first, more is read.
Status readLegacy(const ByteFile& file, const Use& use) {
    const std::uint64_t most = std::min(file.size(), kMaxPickle);
    for (std::uint64_t span = std::min<std::uint64_t>(most, 1 << 20);; span = std::min(most, span * 16)) {
        FLAMBEAU_TRY(const std::string head, file.readAt(0, span));
        const Status done = readLegacy(file, head, use);
        if (done.ok() || span == most || done.error().code != ErrorCode::Corrupt)
            return done;
    }
}

/// PyTorch's first format (before 0.1.10) was a tar archive. It is refused; whether it is also cut off is worth saying.
Error refuseTar(const ByteFile& file) {
    constexpr std::uint64_t block = 512;
    std::uint64_t offset = 0;
    for (int members = 0; members < 1000 && offset + block <= file.size(); ++members) {
        const auto header = file.readAt(offset, block);
        if (!header.ok() || (*header)[0] == '\0')
            break;
        std::uint64_t bytes = 0;  // twelve octal digits at 124
        for (std::size_t i = 124; i < 136 && (*header)[i] >= '0' && (*header)[i] <= '7'; ++i)
            bytes = bytes * 8 + static_cast<std::uint64_t>((*header)[i] - '0');
        offset += block + (bytes + block - 1) / block * block;
    }
    if (offset > file.size())
        return file.cutOff();
    return file.unsupported("is a tar archive; PyTorch wrote weights so before version 0.1.10.",
                            "In Python, load it and save its state dict again with torch.save.");
}

Error notWeights(const ByteFile& file, std::string_view head) {
    const std::string hint = "Flambeau reads safetensors and PyTorch's .pth and .pt files of weights.";
    if (startsWith(head, "version https://git-lfs"))
        return file.unsupported("is a pointer of Git LFS, not the weights themselves.",
                                "Fetch the file: git lfs pull.");
    if (startsWith(head, "<") || startsWith(head, "\n<"))
        return file.unsupported("is a web page, not a file of weights.", "Download it again; " + hint);
    if (head.empty())
        return file.corrupt("it is empty.");
    return file.unsupported("is not a file of weights.", hint);
}

Status readAny(const ByteFile& file, const Use& use) {
    FLAMBEAU_TRY(const std::string head, file.readAt(0, std::min<std::uint64_t>(file.size(), 64)));
    if (startsWith(head, "PK\x03\x04") || startsWith(head, "PK\x05\x06"))
        return readZip(file, use);
    if (startsWith(head, "\x80"))
        return readLegacy(file, use);
    if (file.size() >= 512) {
        FLAMBEAU_TRY(const std::string mark, file.readAt(257, 5));
        if (mark == "ustar")
            return refuseTar(file);
    }
    return notWeights(file, head);
}

/// A safetensors header is an object of less than 100 MB: its length's upper bytes are zero, and '{' follows.
Result<bool> beginsAsSafetensors(const ByteFile& file) {
    FLAMBEAU_TRY(const std::string head, file.readAt(0, std::min<std::uint64_t>(file.size(), 9)));
    return head.size() > 8 && head[8] == '{' && head.substr(4, 4) == std::string(4, '\0');
}

}  // namespace

Result<Weights> readPth(const fs::path& path) {
    FLAMBEAU_TRY(const ByteFile file, ByteFile::open(path));
    Weights weights;
    FLAMBEAU_CHECK(readAny(file, [&](const PickleValue& object, StorageSource& storages) -> Status {
        FLAMBEAU_TRY(weights, collectStateDict(file, object, storages));
        return {};
    }));
    return weights;
}

Result<Weights> readWeights(const fs::path& path) {
    FLAMBEAU_TRY(const ByteFile file, ByteFile::open(path));
    FLAMBEAU_TRY(const bool safetensors, beginsAsSafetensors(file));
    return safetensors ? readSafetensors(path) : readPth(path);
}

Result<WeightsInfo> inspectWeights(const fs::path& path, const std::string& shown) {
    FLAMBEAU_TRY(const ByteFile file, ByteFile::open(path, shown));
    FLAMBEAU_TRY(const bool safetensors, beginsAsSafetensors(file));
    if (safetensors)
        return describeSafetensors(file);
    WeightsInfo info;
    FLAMBEAU_CHECK(readAny(file, [&](const PickleValue& object, StorageSource& storages) -> Status {
        FLAMBEAU_TRY(info, describeStateDict(file, object, storages));
        return {};
    }));
    return info;
}

}  // namespace flambeau::model
