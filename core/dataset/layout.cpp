// SPDX-License-Identifier: GPL-3.0-or-later
#include "layout.h"

#include <algorithm>
#include <map>

#include "flambeau/base/strings.h"

namespace flambeau::dataset {
namespace {

/// What lies directly in one folder and what lies deeper.
struct Top {
    std::string prefix;  ///< "" or "wrapping/folder/"
    std::set<std::string> folders;
    std::vector<const ListedFile*> loose;

    bool has(const std::string& split) const {
        return std::any_of(folders.begin(), folders.end(),
                           [&](const auto& name) { return splitOfFolder(name) == split; });
    }
};

Top topOf(const Listing& listing, std::string prefix) {
    Top top;
    top.prefix = std::move(prefix);
    const auto child = [&](const std::string& path) { return std::string_view(path).substr(top.prefix.size()); };
    for (const auto& folder : listing.folders) {
        if (startsWith(folder, top.prefix) && child(folder).find('/') == std::string_view::npos)
            top.folders.emplace(child(folder));
    }
    for (const auto& file : listing.files) {
        if (startsWith(file.path, top.prefix) && child(file.path).find('/') == std::string_view::npos)
            top.loose.push_back(&file);
    }
    return top;
}

bool isTable(std::string_view path) {
    const std::string extension = extensionOf(path);
    return extension == ".csv" || extension == ".tsv";
}

std::vector<std::string> tablesOf(const Top& top) {
    std::vector<std::string> tables;
    for (const ListedFile* file : top.loose) {
        if (isTable(file->path))
            tables.push_back(file->path);
    }
    return tables;
}

bool hasLoosePictures(const Top& top) {
    return std::any_of(top.loose.begin(), top.loose.end(),
                       [](const ListedFile* f) { return hasPictureExtension(f->path); });
}

/// A folder that only wraps the dataset is looked through: it stands alone, and more folders or a table lie in it.
Top lookThrough(const Listing& listing) {
    Top top = topOf(listing, "");
    for (int level = 0; level < 8; ++level) {
        if (top.folders.size() != 1 || hasLoosePictures(top) || !tablesOf(top).empty() ||
            !splitOfFolder(*top.folders.begin()).empty())
            return top;
        Top inner = topOf(listing, top.prefix + *top.folders.begin() + "/");
        if (inner.folders.empty() && tablesOf(inner).empty())
            return top;
        top = std::move(inner);
    }
    return top;
}

/// Folders that hold pictures as classes do.
std::size_t classesWithPictures(const Layout& layout) {
    std::set<std::string_view> found;
    for (const auto& item : layout.items)
        found.insert(item.className);
    return found.size();
}

void place(Layout& layout, const ListedFile& file, std::string split, std::string className) {
    if (!hasPictureExtension(file.path))
        layout.others.push_back(file);
    else if (className.empty())
        layout.unlabelled.push_back(file);
    else
        layout.items.push_back({file, std::move(split), std::move(className)});
}

/// The first folder's name of a path, or "" if the path is a file alone; the path is cut behind it.
std::string takeFolder(std::string_view& path) {
    const auto slash = path.find('/');
    if (slash == std::string_view::npos)
        return {};
    std::string folder(path.substr(0, slash));
    path.remove_prefix(slash + 1);
    return folder;
}

Layout layoutFromFolders(const Listing& listing, const Top& top, bool splits) {
    Layout layout;
    layout.kind = splits ? "splits" : "classes";
    for (const auto& file : listing.files) {
        std::string_view rest(file.path);
        std::string split, className;
        if (startsWith(rest, top.prefix)) {
            rest.remove_prefix(top.prefix.size());
            if (splits)
                split = splitOfFolder(takeFolder(rest));
            if (!splits || !split.empty())
                className = takeFolder(rest);
        }
        place(layout, file, std::move(split), std::move(className));
    }
    for (const auto& folder : listing.folders) {
        if (!startsWith(folder, top.prefix))
            continue;
        std::string_view rest = std::string_view(folder).substr(top.prefix.size());
        if (splits && splitOfFolder(takeFolder(rest)).empty())
            continue;
        if (!rest.empty() && rest.find('/') == std::string_view::npos)
            layout.classes.emplace(rest);
    }
    return layout;
}

Error noLayout(const Listing& listing, const Top& top) {
    if (listing.files.empty())
        return {ErrorCode::InvalidArgument,
                "There is no file in this folder",
                "Give a folder with one folder of pictures for each class.",
                {}};
    if (hasLoosePictures(top))
        return {ErrorCode::InvalidArgument,
                "The pictures lie loose in one folder, and nothing says of which class each is",
                "Put them into one folder for each class, or lay a CSV with the columns file and label beside them.",
                {}};
    return {ErrorCode::InvalidArgument,
            "No folder of pictures was found",
            "Give a folder with one folder of pictures for each class (or train and val folders with those inside).",
            {}};
}

}  // namespace

std::string splitOfFolder(std::string_view name) {
    const std::string lower = toLowerAscii(name);
    if (lower == "train" || lower == "test")
        return lower;
    if (lower == "val" || lower == "valid" || lower == "validation" || lower == "dev")
        return "val";
    return {};
}

Result<Layout> detectLayout(const Listing& listing, const fs::path& root, const LabelsOptions& options,
                            const TableReader& reader) {
    if (!options.file.empty()) {
        std::error_code ignored;
        const fs::path given(options.file);
        const fs::path full = given.is_absolute() ? given : root / given;
        const fs::path plain = reader ? full.lexically_normal() : fs::weakly_canonical(full, ignored);
        return layoutFromLabels(listing, root, plain.string(), options, reader);
    }
    const Top top = lookThrough(listing);
    Layout layout = layoutFromFolders(listing, top, top.has("train"));
    // Pictures in one heap beside a table get their classes from the table.
    const auto tables = tablesOf(top);
    if (!tables.empty() && (hasLoosePictures(top) || classesWithPictures(layout) <= 1)) {
        if (tables.size() > 1)
            return Error{ErrorCode::InvalidArgument,
                         "Several tables lie beside the pictures: " + join(tables, ", "),
                         "Say which one holds the labels.",
                         {}};
        return layoutFromLabels(listing, root, (root / tables.front()).string(), options, reader);
    }
    if (layout.items.empty())
        return noLayout(listing, top);
    return layout;
}

}  // namespace flambeau::dataset
