// SPDX-License-Identifier: GPL-3.0-or-later
// Getting files out of the registry: download and export.
#include <algorithm>

#include "flambeau/base/sha256.h"
#include "flambeau/base/strings.h"
#include "flambeau/base/subprocess.h"
#include "flambeau/session/registry_service.h"
#include "flambeau/session/workspace.h"
#include "flambeau/store/artifacts.h"
#include "flambeau/store/workspace.h"
#include "registry_values.h"
#include "scratch_dir.h"

namespace flambeau::session {

namespace {

/// Which of the version's files an export copies; empty for onnx, which may have to be written first.
Result<const ModelFileEntry*> fileOfFormat(const ModelVersion& version, const std::string& format) {
    const ModelFileEntry* entry = nullptr;
    if (format == "torchscript")
        entry = version.file("model.ts");
    else if (format == "state_dict")
        entry = version.file("state_dict.pt");
    else if (format == "safetensors")
        entry = version.weights() && endsWith(version.weights()->path, ".safetensors") ? version.weights() : nullptr;
    else
        return Error{ErrorCode::InvalidArgument,
                     "There is no format '" + toPlainText(format) + "'.",
                     "It is onnx, torchscript, state_dict or safetensors.",
                     {}};
    if (!entry)
        return Error{ErrorCode::Unsupported,
                     version.reference() + " holds no " + format + " file.",
                     "Its files: `flambeau-cli model show " + version.reference() + "`.",
                     {}};
    return entry;
}

std::string fileNameFor(const ModelVersion& version, const std::string& format) {
    const std::string stem = version.name + "-" + std::to_string(version.version);
    if (format == "onnx")
        return stem + ".onnx";
    if (format == "torchscript")
        return stem + ".ts";
    return stem + (format == "state_dict" ? ".pt" : ".safetensors");
}

/// An existing folder takes the file under a name of ours; anything else is the file itself.
Result<fs::path> targetFile(const ModelVersion& version, const fs::path& given, const std::string& format) {
    std::error_code error;
    fs::path file = fs::absolute(given, error).lexically_normal();
    if (given.empty() || error)
        return Error{ErrorCode::InvalidArgument, "No file was named to export to.", "Give --to FILE.", {}};
    if (fs::is_directory(file, error))
        file /= fileNameFor(version, format);
    FLAMBEAU_CHECK(makeDirs(file.parent_path()));
    return file;
}

}  // namespace

Result<std::vector<ModelFileEntry>> RegistryService::download(const ModelVersion& version, const fs::path& given,
                                                              std::stop_token stop, const ProgressCallback& progress) {
    std::error_code error;
    const fs::path folder = fs::absolute(given, error).lexically_normal();
    if (fs::exists(folder, error) && !fs::is_directory(folder, error))
        return Error{ErrorCode::AlreadyExists, folder.string() + " is a file.", "Name a folder.", {}};
    std::uint64_t total = 0, before = 0;
    for (const ModelFileEntry& file : version.files) {
        if (!isSafeRelativePath(file.path))
            return Error{ErrorCode::Corrupt, version.reference() + " names a file outside its folder.",
                         "`flambeau-cli workspace check` looks for damage.", toPlainText(file.path)};
        // A file that is there with other content is the user's own; the same content is an earlier download.
        if (fs::exists(folder / file.path, error)) {
            const auto hash = sha256File(folder / file.path);
            if (!hash.ok() || *hash != file.sha256)
                return Error{ErrorCode::AlreadyExists,
                             (folder / file.path).string() + " is there with other content.",
                             "Name another folder; nothing was written.",
                             {}};
        }
        total += file.bytes;
    }
    FLAMBEAU_CHECK(makeDirs(folder));
    FLAMBEAU_TRY(const std::uint64_t room, freeDiskBytes(folder));
    if (room < total)
        return Error{ErrorCode::DiskFull,
                     "The model takes " + formatBytes(total) + ", and " + formatBytes(room) + " are free in " +
                         folder.string() + ".",
                     "Free some space or name another folder.",
                     {}};
    const store::Artifacts artifacts(m_workspace.store());
    for (const ModelFileEntry& file : version.files) {
        FLAMBEAU_CHECK(makeDirs((folder / file.path).parent_path()));
        const store::Progress told = [&](std::uint64_t done, std::uint64_t) {
            if (progress)
                progress("downloading", before + done, total);
        };
        FLAMBEAU_CHECK(artifacts.copyTo(file.sha256, folder / file.path, stop, told));
        before += file.bytes;
    }
    return version.files;
}

Result<ModelFileEntry> RegistryService::exportTo(const ModelVersion& given, const fs::path& to,
                                                 const ExportOptions& options, std::stop_token stop) {
    FLAMBEAU_TRY(const fs::path file, targetFile(given, to, options.format));
    const store::Artifacts artifacts(m_workspace.store());
    const bool changed = options.softmax || options.preprocess || options.portable;
    if (options.format != "onnx" && changed)
        return Error{ErrorCode::InvalidArgument,
                     "Softmax, preprocessing and portable operators are options of ONNX.",
                     "Leave them out, or take --format onnx.",
                     {}};
    if (options.format != "onnx" || !changed) {
        ModelVersion version = given;
        const ModelFileEntry* entry = nullptr;
        if (options.format == "onnx") {
            FLAMBEAU_TRY(version, withOnnx(given, stop));
            entry = version.file("model.onnx");
        } else {
            FLAMBEAU_TRY(entry, fileOfFormat(version, options.format));
        }
        FLAMBEAU_CHECK(artifacts.copyTo(entry->sha256, file, stop));
        return ModelFileEntry{file.string(), entry->sha256, entry->bytes};
    }
    if (!given.usable())
        return Error{ErrorCode::Unsupported,
                     given.reference() + " has no model.json with weights to write ONNX from.",
                     "Its files: `flambeau-cli model show " + given.reference() + "`.",
                     {}};
    FLAMBEAU_TRY(const ScratchDir scratch, ScratchDir::make(m_workspace.paths().root));
    FLAMBEAU_TRY(const fs::path description, blob(*given.file("model.json")));
    FLAMBEAU_TRY(const fs::path weights, blob(*given.weights()));
    const fs::path written = scratch.path() / "model.onnx";
    std::vector<std::string> arguments = {"export",         "--model", description.string(), "--weights",
                                          weights.string(), "--out",   written.string()};
    if (options.softmax)
        arguments.emplace_back("--softmax");
    if (options.preprocess)
        arguments.emplace_back("--preprocess");
    if (options.portable)
        arguments.emplace_back("--portable");
    FLAMBEAU_TRY(const nlohmann::json said, runJudge(arguments, {}, stop));
    FLAMBEAU_TRY(const CopiedFile copied, copyFileHashed(written, file));
    return ModelFileEntry{file.string(), copied.sha256, copied.bytes};
}

}  // namespace flambeau::session
