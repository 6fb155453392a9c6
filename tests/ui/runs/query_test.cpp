// SPDX-License-Identifier: GPL-3.0-or-later
#include "run_query.h"

#include "ui_support.h"

using namespace flambeau;
using ui::runs::RunQuery;

namespace {

session::RunRow run() {
    session::RunRow row;
    row.id = RunId("0123abcd-0000-4000-8000-000000000000");
    row.name = "ants-bees-07";
    row.experiment = "backbones";
    row.notes = "The second try, with warm-up";
    row.dataset = "hymenoptera";
    row.datasetVersion = 2;
    row.compute = "local";
    row.tags = {"good", "for the paper"};
    row.state = domain::RunState::Failed;
    row.parameters = std::make_shared<const domain::Parameters>(
        domain::Parameters{{"lr", 0.003}, {"batch_size", std::int64_t{16}}, {"arch", std::string("mobilenet_v2")}});
    series::Statistics accuracy, loss;
    for (const double value : {0.5, 0.95, 0.9})
        accuracy.add(1, value);
    for (const double value : {1.0, 0.2, 0.4})
        loss.add(1, value);
    row.metrics = {{"val/acc", accuracy}, {"val/loss", loss}};
    return row;
}

bool matches(const char* query) {
    const RunQuery parsed = RunQuery::parse(QString::fromUtf8(query));
    CHECK(parsed.problem() == QString());
    return parsed.matches(run());
}

}  // namespace

TEST_CASE("A query's conditions must all hold, and each can be turned round") {
    for (const char* query : {"",
                              "state:failed",
                              "STATE:Failed",
                              "val/acc>0.9",
                              "val/acc >= 0,95",
                              "val/acc>94%",
                              "val/loss<=0.2",
                              "lr<0.01",
                              "lr = 0.003",
                              "lr=3e-3",
                              "batch_size:16",
                              "arch:mobilenet",
                              "model:mobilenet_v2",
                              "tag:good",
                              "tag:\"for the paper\"",
                              "-tag:old",
                              "tag!=old",
                              "-state:completed",
                              "dataset:hymenoptera",
                              "dataset:hymenoptera@2",
                              "version:2",
                              "bees",
                              "-wasps",
                              "warm-up",
                              "0123ab",
                              "experiment = backbones and lr < 0.02",
                              "compute:\"this machine\"",
                              "name:bees notes:SECOND",
                              "val/acc≥0.9",
                              "hymenoptera state:failed tag:good val/acc>0.9"}) {
        INFO(query);
        CHECK(matches(query));
    }
    for (const char* query : {"state:completed", "val/acc>0.95", "val/acc<0.5", "lr>0.01", "lr!=0.003", "batch_size:32",
                              "arch:resnet", "tag:old", "-tag:good", "wasps", "-bees", "state:failed lr>1",
                              "dataset:hymenoptera@1", "nothing>0", "nothing:1", "0124"}) {
        INFO(query);
        CHECK_FALSE(matches(query));
    }
}

TEST_CASE("A query that cannot be understood says what is wrong, and the rest of it holds") {
    const auto problem = [](const char* query) { return RunQuery::parse(QString::fromUtf8(query)).problem(); };
    CHECK(problem("val/acc>") == "Nothing stands behind “val/acc>”");
    CHECK(problem(">0.9") == "Nothing stands before “>”");
    CHECK(problem("val/acc>good") == "“good” is no number");
    CHECK(problem("tag:\"a b") == "A quotation mark has no second one");
    CHECK(RunQuery::parse("val/acc> state:failed").matches(run()) == true);
    CHECK(RunQuery::parse("state:completed val/acc>").matches(run()) == false);

    const QStringList known{"val/acc", "lr"};
    CHECK(RunQuery::parse("val/acc>0 lr<1 state:failed tag:x bees").unknownNames(known) == QString());
    CHECK(RunQuery::parse("val/ac>0").unknownNames(known) == "No run has a “val/ac” – “val/acc” perhaps?");
    CHECK(RunQuery::parse("momentum>0").unknownNames(known) == "No run has a “momentum”");
}

TEST_CASE("Whatever is typed, a query is parsed and asked without harm") {
    const QString letters = "ab:=<>!\"-% .,0é\n";
    unsigned seed = 1;
    for (int i = 0; i < 20000; ++i) {
        QString text;
        for (int n = i % 12; n >= 0; --n) {
            seed = seed * 1103515245 + 12345;
            text += letters[static_cast<qsizetype>((seed >> 16) % static_cast<unsigned>(letters.size()))];
        }
        const RunQuery query = RunQuery::parse(text);
        (void)query.matches(run());
        (void)query.unknownNames({"lr"});
    }
    SUCCEED();
}
