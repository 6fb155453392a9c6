// SPDX-License-Identifier: GPL-3.0-or-later
// flambeau-probe on a host: put into <folder>/bin/<its SHA-256>/ once, verified, and asked there about a folder. What
// comes back is hostile until checked, and it is checked here. Private to this folder; one object on the thread of its
// transport, which outlives it; calls block.
#pragma once

#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "flambeau/dataset/import.h"
#include "flambeau/session/dataset_service.h"
#include "flambeau/session/hosts.h"

namespace flambeau::session {

class HostProbe {
public:
    /// Unavailable where this installation has no probe for such a machine, or the host does not run it.
    static Result<std::unique_ptr<HostProbe>> place(const HostPlace& place, std::stop_token stop,
                                                    const ProgressCallback& progress);

    const std::string& host() const { return m_host; }
    Result<std::string> home();
    Result<dataset::Elsewhere::Listed> walk(const std::string& root, const dataset::Elsewhere::Told& told);
    /// `workers` 0: as many as the host has cores.
    Result<std::vector<dataset::FileFacts>> scan(const std::string& root, const std::vector<std::string>& paths,
                                                 int workers, const dataset::Elsewhere::Told& told);
    Result<std::string> table(const std::string& path);
    /// Small pictures as JPEGs, each at most once, in any order; those that cannot be opened do not come. They are
    /// foreign pictures like any other.
    Status small(const std::string& root, const std::vector<std::string>& paths,
                 const std::function<Status(std::size_t index, const std::string& jpeg)>& take);

private:
    HostProbe(const HostPlace& place, std::stop_token stop)
        : m_host(place.name), m_folder(place.folder), m_transport(*place.transport), m_stop(std::move(stop)) {}
    Result<bool> look(const std::string& sha256, std::uint64_t bytes);
    Status send(const fs::path& file, const std::string& sha256, std::uint64_t bytes, const ProgressCallback& progress);
    Status sendOnce(const fs::path& file, const std::string& sha256, std::uint64_t bytes,
                    const ProgressCallback& progress);
    Result<std::string> say(const std::string& script);
    /// Each line of the answer goes to `take`; its error ends the call.
    Status ask(const std::vector<std::string>& arguments, const std::string& input, std::size_t longestLine,
               const std::function<Status(std::string_view line)>& take);
    Status answers(
        const std::string& mode, const std::string& root, const std::vector<std::string>& paths,
        const std::vector<std::string>& more, std::size_t longestLine,
        const std::function<Status(std::size_t index, dataset::FileFacts facts, const nlohmann::json& json)>& take);
    Error said(const nlohmann::json& error) const;

    std::string m_host, m_folder, m_program;
    remote::Transport& m_transport;
    std::stop_token m_stop;
};

/// Compares the folder there with the manifest, as DatasetService::check does here. Times that changed with the same
/// content are taken over into `manifest`.
Result<DatasetCheck> compareThere(HostProbe& probe, domain::DatasetManifest& manifest, bool full,
                                  const ProgressCallback& progress);

/// Like checkContent (run_prepare.h), of a dataset that lies there.
Status checkContentThere(const HostPlace& place, domain::DatasetManifest& manifest, std::stop_token stop,
                         const ProgressCallback& progress);

}  // namespace flambeau::session
