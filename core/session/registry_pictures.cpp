// SPDX-License-Identifier: GPL-3.0-or-later
// The pictures that a model is judged on, where they lie on a host.
#include "flambeau/base/strings.h"
#include "flambeau/session/dataset_service.h"
#include "flambeau/session/registry_service.h"

namespace flambeau::session {

namespace {

/// What is brought here of a dataset that lies on a host, so that a model can be judged on all of its validation set.
constexpr std::uint64_t kFetchedAtMost = 200'000'000;
constexpr std::size_t kFetchedFilesAtMost = 20'000;

}  // namespace

/// The validation pictures of a dataset that lies on a host, brought into `scratch` for as long as they are judged.
Result<std::string> RegistryService::fetchedDataRoot(const ModelVersion& version, const fs::path& scratch,
                                                     std::stop_token stop, const ProgressCallback& progress) {
    const std::string on = domain::datasetPlaceFrom(version.dataRoot).on;
    const std::string title = "The validation pictures of " + version.reference() + " lie on " + on;
    const auto withTitle = [&title](Error error) {
        error.message = title + ": " + error.message;
        return error;
    };
    DatasetService datasets(m_workspace, m_hosts);
    const auto manifest = datasets.find(version.dataset.name + "@" + std::to_string(version.dataset.version));
    if (!manifest || manifest->fingerprint != version.dataset.fingerprint || manifest->on.empty())
        return Error{ErrorCode::NotFound,
                     title + ", and the workspace does not know the dataset any more.",
                     "The sixteen pictures that the run kept can still be judged.",
                     {}};
    std::vector<std::string> paths;
    std::uint64_t bytes = 0;
    for (const auto& file : manifest->files) {
        if (file.split == "val") {
            paths.push_back(file.path);
            bytes += file.bytes;
        }
    }
    if (bytes > kFetchedAtMost || paths.size() > kFetchedFilesAtMost)
        return Error{ErrorCode::Unsupported,
                     title + " and are " + formatBytes(bytes) + " in " +
                         formatCount(static_cast<std::int64_t>(paths.size())) +
                         " files: more than is fetched for judging (" + formatBytes(kFetchedAtMost) + ").",
                     "The sixteen pictures that the run kept are judged.",
                     {}};
    const auto fetched = datasets.fetch(*manifest, paths, scratch, stop, progress);
    if (!fetched)
        return withTitle(fetched.error());
    if (fetched->pictures < paths.size())
        return withTitle(fetched->problem.value_or(Error{ErrorCode::Failed, "not all of them came.", {}, {}}));
    return scratch.string();
}

}  // namespace flambeau::session
