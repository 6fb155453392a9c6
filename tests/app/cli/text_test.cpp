// SPDX-License-Identifier: GPL-3.0-or-later
#include "predictions.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "context.h"

using namespace flambeau;
using nlohmann::json;

TEST_CASE(
    "Predictions as CSV have five columns in every line, and a picture that cannot be read its error in the last") {
    const json answers = {
        {{"path", "a,b.jpg"},
         {"top", {{{"class", "cat"}, {"probability", 0.75}}, {{"class", "dog"}, {"probability", 0.25}}}}},
        {{"path", "broken.jpg"}, {"error", {{"code", "corrupt"}, {"message", "It is \"cut\", at the end."}}}}};
    CHECK(cli::predictionsCsv(answers) ==
          "path,rank,class,probability,error\n"
          "\"a,b.jpg\",1,cat,0.75,\n"
          "\"a,b.jpg\",2,dog,0.25,\n"
          "broken.jpg,0,,,\"It is \"\"cut\"\", at the end.\"");
}

TEST_CASE("A table keeps every cell on its line") {
    cli::Table table({"name", "n"}, {1});
    table.add({"two\nlines\x1b[m", "1"});
    table.add({"plain", "20"});
    CHECK(table.text() == "name               n\ntwo\\nlines\\x1b[m   1\nplain             20");
}
