// SPDX-License-Identifier: GPL-3.0-or-later
// Groups of pictures that are the same or look the same. Never quadratic in the number of pictures: equal ones meet in
// a hash table, similar ones in tables of parts of their signatures. Private to the module; pure.
#pragma once

#include <cstddef>
#include <stop_token>
#include <vector>

#include "flambeau/dataset/facts.h"

namespace flambeau::dataset {

/// Indices into the facts, each group sorted, groups sorted by their first.
using Groups = std::vector<std::vector<std::size_t>>;

/// Two or more files of the same bytes.
Groups equalGroups(const std::vector<const FileFacts*>& facts);

/// Two or more pictures that look alike, chained: those of one group need not all be near each other. Files of the same
/// bytes are in the same group; a group that holds nothing else is left out.
Groups similarGroups(const std::vector<const FileFacts*>& facts, std::stop_token stop = {});

bool looksAlike(const FileFacts& a, const FileFacts& b);

}  // namespace flambeau::dataset
