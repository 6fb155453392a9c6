// SPDX-License-Identifier: GPL-3.0-or-later
// A CSV of labels: which column names files, which one classes, and which row is a header.
#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <unordered_map>

#include "csv.h"
#include "flambeau/base/strings.h"
#include "layout.h"

namespace flambeau::dataset {
namespace {

constexpr std::uint64_t largestTable = 512u << 20;

/// Finds the file that a cell means: by its path from the table's folder or the root, else by its name, with or
/// without extension, where only one file bears it.
class FileIndex {
public:
    FileIndex(const Listing& listing, std::string folder) : m_folder(std::move(folder)) {
        for (const auto& file : listing.files) {
            if (!hasPictureExtension(file.path))
                continue;
            m_byPath.emplace(file.path, &file);
            const std::string name(baseName(file.path));
            addName(name, &file);
            addName(name.substr(0, name.rfind('.')), &file);
        }
    }
    const ListedFile* find(std::string cell) const {
        std::replace(cell.begin(), cell.end(), '\\', '/');
        while (startsWith(cell, "./"))
            cell.erase(0, 2);
        if (cell.empty())
            return nullptr;
        for (const auto& path : {m_folder + cell, cell}) {
            if (const auto found = m_byPath.find(path); found != m_byPath.end())
                return found->second;
        }
        const auto found = m_byName.find(std::string(baseName(cell)));
        return found == m_byName.end() ? nullptr : found->second;
    }

private:
    void addName(const std::string& name, const ListedFile* file) {
        const auto [entry, fresh] = m_byName.emplace(name, file);
        if (!fresh && entry->second != file)
            entry->second = nullptr;  // several: the name alone says nothing
    }
    std::string m_folder;
    std::unordered_map<std::string, const ListedFile*> m_byPath, m_byName;
};

struct Columns {
    std::size_t file = 0, label = 0;
    std::optional<std::size_t> split;
    bool header = false;
};

std::string cellOf(const CsvRow& row, std::size_t column) {
    return column < row.cells.size() ? row.cells[column] : std::string();
}

/// A column that the user named: by the header's word or by its number.
Result<std::optional<std::size_t>> namedColumn(const Csv& csv, const std::string& name, const char* what) {
    if (name.empty())
        return std::optional<std::size_t>();
    const auto& first = csv.rows.front().cells;
    for (std::size_t i = 0; i < first.size(); ++i) {
        if (toLowerAscii(first[i]) == toLowerAscii(name))
            return std::optional(i);
    }
    if (const auto number = parseInt(name);
        number && *number >= 1 && *number <= static_cast<std::int64_t>(first.size()))
        return std::optional(static_cast<std::size_t>(*number - 1));
    return Error{ErrorCode::InvalidArgument,
                 std::string("The table has no column \"") + name + "\" for the " + what,
                 "Its columns are: " + join(first, ", ") + ". A number counts them from 1.",
                 {}};
}

std::size_t hits(const Csv& csv, std::size_t column, const FileIndex& index) {
    std::size_t found = 0;
    for (std::size_t i = 0; i < std::min<std::size_t>(csv.rows.size(), 300); ++i)
        found += index.find(cellOf(csv.rows[i], column)) ? 1u : 0u;
    return found;
}

Result<std::size_t> guessFileColumn(const Csv& csv, const FileIndex& index) {
    std::size_t best = 0, most = 0;
    for (std::size_t i = 0; i < std::min<std::size_t>(csv.rows.front().cells.size(), 200); ++i) {
        const std::size_t found = hits(csv, i, index);
        if (found > most) {
            most = found;
            best = i;
        }
    }
    if (most == 0)
        return Error{ErrorCode::InvalidArgument,
                     "No column of the table names files that are in the folder",
                     "One column must hold the pictures' paths, from the table's folder.",
                     {}};
    return best;
}

Result<std::size_t> guessLabelColumn(const Csv& csv, const Columns& columns) {
    const auto& first = csv.rows.front().cells;
    if (columns.header) {
        static constexpr std::array<std::string_view, 11> words{"label",      "labels",   "class",    "classname",
                                                                "class_name", "category", "target",   "species",
                                                                "breed",      "y",        "diagnosis"};
        for (const auto word : words) {
            for (std::size_t i = 0; i < first.size(); ++i) {
                if (i != columns.file && toLowerAscii(first[i]) == word)
                    return i;
            }
        }
    }
    std::vector<std::size_t> candidates;
    for (std::size_t i = 0; i < first.size(); ++i) {
        if (i != columns.file && i != columns.split)
            candidates.push_back(i);
    }
    if (candidates.size() == 1)
        return candidates.front();
    if (candidates.empty())
        return Error{ErrorCode::InvalidArgument,
                     "The table has one column only: the labels are missing",
                     "It needs a column of files and one of labels.",
                     {}};
    return Error{ErrorCode::InvalidArgument,
                 "It is not clear which column of the table holds the labels",
                 "Name it. The columns are: " + join(first, ", ") + ".",
                 {}};
}

Result<Columns> findColumns(const Csv& csv, const FileIndex& index, const LabelsOptions& options) {
    Columns columns;
    FLAMBEAU_TRY(const auto namedFile, namedColumn(csv, options.fileColumn, "files"));
    if (namedFile) {
        columns.file = *namedFile;
    } else {
        FLAMBEAU_TRY(columns.file, guessFileColumn(csv, index));
    }
    const auto& first = csv.rows.front();
    columns.header =
        options.header.value_or(!index.find(cellOf(first, columns.file)) && hits(csv, columns.file, index) > 0);
    for (std::size_t i = 0; columns.header && i < first.cells.size(); ++i) {
        const std::string word = toLowerAscii(first.cells[i]);
        if (i != columns.file && (word == "split" || word == "subset" || word == "set" || word == "partition"))
            columns.split = i;
    }
    FLAMBEAU_TRY(const auto namedLabel, namedColumn(csv, options.labelColumn, "labels"));
    if (namedLabel) {
        columns.label = *namedLabel;
    } else {
        FLAMBEAU_TRY(columns.label, guessLabelColumn(csv, columns));
    }
    if (columns.label == columns.file)
        return Error{ErrorCode::InvalidArgument, "The files and the labels cannot be the same column", {}, {}};
    return columns;
}

struct Labelled {
    std::string className, split;
    bool conflict = false;
};

domain::Finding conflictOf(const ListedFile& file, const std::string& one, const std::string& other) {
    return {"conflicting_labels",
            domain::Severity::Bad,
            file.path,
            "The table gives this picture two labels, " + one + " and " + other + ".",
            "left_out",
            {file.path}};
}

struct Reader {
    Layout layout;
    std::map<const ListedFile*, Labelled> labels;
    std::vector<std::string> missing;
    bool everySplit = true;

    void takeRow(const CsvRow& row, const Columns& columns, const FileIndex& index) {
        const std::string name = cellOf(row, columns.file);
        std::string label = toPlainText(cellOf(row, columns.label));
        std::replace_if(
            label.begin(), label.end(), [](char c) { return c == '\n' || c == '\t'; }, ' ');
        const ListedFile* file = index.find(name);
        if (!file) {
            missing.push_back(toPlainText(name.empty() ? "line " + std::to_string(row.line) : name));
            return;
        }
        if (label.empty())
            return;  // the file then has no label, and is reported so
        const std::string split = columns.split ? splitOfFolder(cellOf(row, *columns.split)) : "";
        everySplit = everySplit && !split.empty();
        const auto [entry, fresh] = labels.emplace(file, Labelled{label, split, false});
        if (fresh || entry->second.className == label || entry->second.conflict)
            return;
        entry->second.conflict = true;
        layout.findings.push_back(conflictOf(*file, entry->second.className, label));
    }
};

}  // namespace

Result<Layout> layoutFromLabels(const Listing& listing, const fs::path& root, const std::string& csvPath,
                                const LabelsOptions& options, const TableReader& reader) {
    FLAMBEAU_TRY(const std::string text, reader ? reader(csvPath) : readFile(csvPath, largestTable));
    auto parsed = parseCsv(text);
    if (!parsed.ok()) {
        parsed.error().message = fs::path(csvPath).filename().string() + ": " + parsed.error().message;
        return parsed.error();
    }
    const Csv& csv = *parsed;
    if (csv.rows.empty())
        return Error{ErrorCode::InvalidArgument, "The table " + csvPath + " is empty", {}, {}};
    const std::string inside = fs::path(csvPath).lexically_relative(root).string();
    const std::string folder = startsWith(inside, "..") ? "" : inside.substr(0, inside.rfind('/') + 1);
    const FileIndex index(listing, folder);
    FLAMBEAU_TRY(const Columns columns, findColumns(csv, index, options));
    Reader read;
    for (std::size_t i = columns.header ? 1 : 0; i < csv.rows.size(); ++i)
        read.takeRow(csv.rows[i], columns, index);
    Layout layout = std::move(read.layout);
    layout.kind = "csv";
    const bool splits = columns.split && read.everySplit;
    for (const auto& file : listing.files) {
        const auto found = read.labels.find(&file);
        if (!hasPictureExtension(file.path)) {
            if (file.path != inside)
                layout.others.push_back(file);
        } else if (found == read.labels.end()) {
            layout.unlabelled.push_back(file);
        } else if (!found->second.conflict) {
            layout.items.push_back({file, splits ? found->second.split : "", found->second.className});
            layout.classes.insert(found->second.className);
        }
    }
    if (!read.missing.empty()) {
        const auto count = static_cast<std::int64_t>(read.missing.size());
        layout.findings.push_back(
            {"label_without_file", domain::Severity::Caution, read.missing.front(),
             formatCount(count) + (count == 1 ? " row of the table names a file that is not there."
                                              : " rows of the table name files that are not there."),
             "left_out", read.missing});
    }
    if (layout.items.empty())
        return Error{ErrorCode::InvalidArgument, "No row of the table labels a picture of this folder", {}, {}};
    return layout;
}

}  // namespace flambeau::dataset
