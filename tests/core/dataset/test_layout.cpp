// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdlib>

#include "csv.h"
#include "pictures.h"

using namespace flambeau;
using namespace flambeau::test;

namespace {

Error refused(const dataset::ImportRequest& request) {
    auto result = dataset::importDataset(request);
    REQUIRE_FALSE(result.ok());
    return result.error();
}

dataset::ImportOutcome withTable(const fs::path& root, const std::string& name, const std::string& text) {
    write(root / name, text);
    return import(root);
}

}  // namespace

TEST_CASE("Folder names of splits are known in any case, and other folders are not taken for classes") {
    const TempDir dir;
    fill(dir / "Train" / "a", 1, 3);
    fill(dir / "Train" / "b", 11, 3);
    fill(dir / "VALIDATION" / "a", 21, 2);
    fill(dir / "VALIDATION" / "b", 31, 2);
    fill(dir / "test" / "a" / "deeper", 41, 1);
    fill(dir / "unlabelled", 51, 1);
    const auto manifest = import(dir.path()).manifest;
    CHECK(manifest.layout == "splits");
    CHECK(manifest.classes == std::vector<std::string>{"a", "b"});
    CHECK(splitOf(manifest, "VALIDATION/a/p21.jpg") == "val");
    CHECK(splitOf(manifest, "test/a/deeper/p41.jpg") == "test");
    CHECK(names(manifest, "file_without_label", "unlabelled/p51.jpg"));
    CHECK(ofKind(manifest, "class_missing_in_split").size() == 1);
}

TEST_CASE("A train folder alone is split by Flambeau, a test folder beside it is left alone") {
    const TempDir dir;
    fill(dir / "train" / "a", 1, 10);
    fill(dir / "train" / "b", 101, 10);
    fill(dir / "test" / "a", 201, 2);
    fill(dir / "test" / "b", 301, 2);
    const auto manifest = import(dir.path()).manifest;
    auto counts = manifest.counts();
    CHECK(counts["val"]["a"] == 2);
    CHECK(counts["train"]["a"] == 8);
    CHECK(counts["test"]["a"] == 2);
    CHECK(manifest.splitSeed == 0);
}

TEST_CASE("A wrapping folder is looked through; hidden files and __MACOSX are skipped and counted") {
    const TempDir dir;
    fill(dir / "photos" / "inner" / "cats", 1, 5);
    fill(dir / "photos" / "inner" / "dogs", 11, 5);
    write(dir / "__MACOSX" / "photos" / "._p1.jpg", "x");
    write(dir / "photos" / "inner" / "cats" / ".DS_Store", "x");
    write(dir / "photos" / "inner" / "dogs" / ".DS_Store", "x");
    write(dir / "photos" / "inner" / "dogs" / "Thumbs.db", "x");
    const auto manifest = import(dir.path()).manifest;
    CHECK(manifest.layout == "classes");
    CHECK(manifest.classes == std::vector<std::string>{"cats", "dogs"});
    CHECK(manifest.files.size() == 10);
    CHECK(names(manifest, "hidden_file", "photos/inner/cats/.DS_Store"));
    CHECK(names(manifest, "hidden_file", "photos/inner/dogs/Thumbs.db"));
    CHECK(names(manifest, "hidden_file", "__MACOSX"));
    CHECK(ofKind(manifest, "hidden_file").size() == 3);
}

TEST_CASE("A table of labels is read with and without header, with any separator, and by named columns") {
    const TempDir dir;
    fill(dir.path() / "flat", 1, 6);
    SECTION("header, comma") {
        const auto manifest = withTable(dir / "flat", "labels.csv",
                                        "file,label\np1.jpg,x\np2.jpg,x\np3.jpg,x\np4.jpg,y\np5.jpg,y\np6.jpg,\"y\"\n")
                                  .manifest;
        CHECK(manifest.layout == "csv");
        CHECK(manifest.classes == std::vector<std::string>{"x", "y"});
        CHECK(classOf(manifest, "p6.jpg") == "y");
    }
    SECTION("no header, semicolon, label first, byte order mark, CRLF, names without extension") {
        const auto manifest =
            withTable(dir / "flat", "t.csv", "\xef\xbb\xbfx;p1\r\nx;p2\r\nx;p3\r\ny;p4\r\ny;p5\r\ny;p6\r\n").manifest;
        CHECK(manifest.files.size() == 6);
        CHECK(classOf(manifest, "p4.jpg") == "y");
    }
    SECTION("tab, pictures in a folder beside the table, a split column") {
        fs::create_directory(dir / "top");
        fs::rename(dir / "flat", dir / "top" / "images");
        std::string text = "id\tset\tspecies\n";
        for (int i = 1; i <= 6; ++i)
            text +=
                "p" + std::to_string(i) + ".jpg\t" + (i % 3 ? "train" : "valid") + "\t" + (i < 4 ? "x" : "y") + "\n";
        const auto manifest = withTable(dir / "top", "labels.tsv", text).manifest;
        CHECK(splitOf(manifest, "images/p3.jpg") == "val");
        CHECK(splitOf(manifest, "images/p4.jpg") == "train");
        CHECK(manifest.splitSeed == -1);
    }
    SECTION("ambiguous columns are asked for, and can be named") {
        write(dir / "flat" / "l.csv",
              "n,img,colour,shape\n1,p1.jpg,red,o\n2,p2.jpg,blue,o\n3,p3.jpg,red,x\n4,p4.jpg,blue,x\n");
        auto request = requestFor(dir / "flat");
        CHECK(refused(request).hint.find("colour") != std::string::npos);
        request.labels.labelColumn = "shape";
        CHECK(must(dataset::importDataset(request)).manifest.classes == std::vector<std::string>{"o", "x"});
        request.labels.labelColumn = "3";
        CHECK(must(dataset::importDataset(request)).manifest.classes == std::vector<std::string>{"blue", "red"});
        request.labels.labelColumn = "taste";
        CHECK(refused(request).message.find("taste") != std::string::npos);
    }
}

TEST_CASE("Rows without a file, files without a row, and pictures with two labels are named") {
    const TempDir dir;
    fill(dir.path(), 1, 6);
    const auto manifest =
        withTable(dir.path(), "labels.csv",
                  "file,label\np1.jpg,x\np2.jpg,y\np3.jpg,x\np3.jpg,y\np4.jpg,x\np5.jpg,y\ngone.jpg,x\n")
            .manifest;
    CHECK(names(manifest, "label_without_file", "gone.jpg"));
    CHECK(names(manifest, "file_without_label", "p6.jpg"));
    CHECK(names(manifest, "conflicting_labels", "p3.jpg"));
    CHECK(manifest.files.size() == 4);
}

TEST_CASE("A table that cannot be a table is refused with its line") {
    CHECK(dataset::parseCsv("a,b\n\"open,1\n").error().message.find("line 2") != std::string::npos);
    CHECK_FALSE(dataset::parseCsv(std::string("PK\3\4\0\0", 6)).ok());
    const auto csv = must(dataset::parseCsv("a,\"x, \"\"y\"\"\nz\",c\n\n1,2,3"));
    REQUIRE(csv.rows.size() == 2);
    CHECK(csv.rows[0].cells[1] == "x, \"y\"\nz");
    CHECK(csv.rows[1].cells[2] == "3");
}

TEST_CASE("Folders without classes are refused with what to do") {
    const TempDir dir;
    CHECK(refused(requestFor(dir.path())).code == ErrorCode::InvalidArgument);
    CHECK(refused(requestFor(dir / "missing")).code == ErrorCode::NotFound);
    fill(dir / "loose", 1, 3);
    CHECK(refused(requestFor(dir / "loose")).message.find("loose") != std::string::npos);
    write(dir / "texts" / "a" / "x.txt", "hello");
    CHECK_FALSE(refused(requestFor(dir / "texts")).hint.empty());
    write(dir / "broken" / "a" / "x.jpg", "hello");
    CHECK(refused(requestFor(dir / "broken")).message.find("a/x.jpg") != std::string::npos);
    auto request = requestFor(dir.path());
    request.name = "no name!";
    CHECK(refused(request).hint.find("no-name") != std::string::npos);
}

TEST_CASE("Link loops, dead links, pipes and names that are no text are named, not entered") {
    const TempDir dir;
    fill(dir / "a", 1, 5);
    fill(dir / "b", 11, 5);
    fs::create_directory_symlink("..", dir / "a" / "loop");
    fs::create_symlink("nowhere.jpg", dir / "a" / "dead.jpg");
    write(dir / "b" / "bad\xff.jpg", jpeg(30));
    write(dir / "b" / "line\nbreak.jpg", jpeg(31));
    fill(dir / "elsewhere" / "x", 41, 1);
    REQUIRE(std::system(("mkfifo '" + (dir / "a" / "pipe.jpg").string() + "'").c_str()) == 0);
    fs::create_symlink("../elsewhere/x/p41.jpg", dir / "b" / "linked.jpg");
    const auto manifest = import(dir.path()).manifest;
    CHECK(names(manifest, "link_loop", "a/loop"));
    CHECK(names(manifest, "unexpected_file", "a/dead.jpg"));
    CHECK(names(manifest, "unexpected_file", "a/pipe.jpg"));
    CHECK(ofKind(manifest, "bad_name").size() == 2);
    CHECK(names(manifest, "bad_name", "b/line\nbreak.jpg"));  // as it is: who prints it escapes it
    CHECK(classOf(manifest, "b/linked.jpg") == "b");
    CHECK(domain::datasetManifestFromJson(toJson(manifest)).ok());
}
