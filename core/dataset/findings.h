// SPDX-License-Identifier: GPL-3.0-or-later
// From facts to what a person is told. Private to the module; pure.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "flambeau/dataset/import.h"
#include "flambeau/domain/dataset.h"
#include "layout.h"
#include "flambeau/dataset/listing.h"
#include "similar.h"

namespace flambeau::dataset {

/// A file with its place, its facts and its fate.
struct Entry {
    Item item;
    FileFacts facts;
    bool keep = true;
    bool decidedOut = false;  ///< by the user, though it could be used
    bool movedClass = false;  ///< by the user, whatever the folder says
};

/// Collects findings; beyond a few hundred of one kind about single files, the rest share one finding.
class FindingList {
public:
    void add(domain::Finding finding);
    void about(std::string kind, domain::Severity severity, const std::string& path, std::string detail,
               std::string action);
    /// One finding about several files; none if there are none.
    void aboutAll(std::string kind, domain::Severity severity, std::vector<std::string> paths, std::string detail,
                  std::string action);
    std::vector<domain::Finding> take();

private:
    std::vector<domain::Finding> m_findings;
    std::map<std::string, std::size_t> m_perKind;
    std::map<std::string, domain::Finding> m_overflow;
};

using Decisions = std::map<std::string, Decision>;

void reportListing(const Listing& listing, FindingList& findings);
/// Files without a place: `labelled` is false for pictures outside any class.
void reportOutsiders(const std::vector<FileFacts>& facts, bool pictures, FindingList& findings);
/// Files that cannot be used, files that changed, and properties of those that can.
void reportEntries(const std::vector<Entry>& entries, FindingList& findings);
/// Equal and similar pictures; `pictures` are indices of decodable entries that the groups' indices point into.
void reportGroups(const std::vector<Entry>& entries, const std::vector<std::size_t>& pictures, const Groups& equal,
                  const Groups& similar, const Decisions& decisions, FindingList& findings);
/// Empty and small classes, imbalance, classes that a split lacks.
void reportClasses(const domain::DatasetManifest& manifest, const std::set<std::string>& folders,
                   FindingList& findings);

}  // namespace flambeau::dataset
