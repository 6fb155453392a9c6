// SPDX-License-Identifier: GPL-3.0-or-later
// The line that tells most, over logs as programs really end.
#include "flambeau/readers/failing_line.h"
#include "test_support.h"

using namespace flambeau;
using namespace flambeau::test;

namespace {

std::string failing(const std::string& log) {
    const auto lines = readers::logLines(log);
    auto found = readers::failingLine(lines);
    return found ? found->text : std::string("(none)");
}

}  // namespace

TEST_CASE("A Python traceback is told by its exception, through a chain and in a worker") {
    CHECK(failing("epoch 1\nTraceback (most recent call last):\n  File \"t.py\", line 3, in <module>\n    f()\n"
                  "ValueError: bad lr -1\n") == "ValueError: bad lr -1");
    CHECK(failing("Traceback (most recent call last):\n  File \"a\"\nKeyError: 'x'\n\nDuring handling of the above "
                  "exception, another exception occurred:\n\nTraceback (most recent call last):\n  File \"b\"\n"
                  "RuntimeError: no x\n") == "RuntimeError: no x");
    CHECK(failing(
              "Traceback (most recent call last):\n  File \"l\"\nRuntimeError: Caught FileNotFoundError in DataLoader "
              "worker process 0.\nOriginal Traceback (most recent call last):\n  File \"w\"\nFileNotFoundError: [Errno "
              "2] "
              "No such file or directory: 'a.jpg'\n\n") ==
          "FileNotFoundError: [Errno 2] No such file or directory: 'a.jpg'");
    CHECK(failing("Traceback (most recent call last):\n  File \"t.py\"\nRuntimeError: CUDA error: device-side assert "
                  "triggered\n"
                  "CUDA kernel errors might be asynchronously reported at some other API call.\n"
                  "For debugging consider passing CUDA_LAUNCH_BLOCKING=1\n") ==
          "RuntimeError: CUDA error: device-side assert triggered");
}

TEST_CASE("A rank's own exception wins over its launcher's summary") {
    CHECK(failing("[rank1]: Traceback (most recent call last):\n[rank1]:   File \"t.py\"\n[rank1]: ZeroDivisionError: "
                  "division by "
                  "zero\nTraceback (most recent call last):\n  File \"torchrun\"\n"
                  "torch.distributed.elastic.multiprocessing.errors.ChildFailedError: \n====\n t.py FAILED\n") ==
          "ZeroDivisionError: division by zero");
    CHECK(failing("Traceback (most recent call last):\n  File \"torchrun\"\nx.ChildFailedError: \n") ==
          "x.ChildFailedError:");
}

TEST_CASE("Without a traceback the last line that names an error is taken, else the last that says anything") {
    CHECK(failing("loading\nerror: the learning rate became NaN at step 12\nbye\n") ==
          "error: the learning rate became NaN at step 12");
    CHECK(
        failing(
            "terminate called after throwing an instance of 'c10::Error'\n  what():  CUDA out of memory\nAborted\n") ==
        "what():  CUDA out of memory");
    CHECK(failing("starting\nAborted\n") == "Aborted");
    CHECK(failing("main.cpp:3:1: error: expected ';'\nmake: stopped\n") == "main.cpp:3:1: error: expected ';'");
    CHECK(failing("one\ntwo\n\n  \n") == "two");
    CHECK(failing("\x1b[31mred end\x1b[0m\n") == "red end");
    CHECK(failing("10%\r100%") == "100%");
    CHECK(failing("") == "(none)");
    CHECK(failing("\n\n") == "(none)");
}

TEST_CASE("A traceback that was survived long ago does not hide what ended the program") {
    std::string log = "Traceback (most recent call last):\n  File \"t\"\nOSError: retrying\n";
    for (int i = 0; i < 100; ++i)
        log += "step " + std::to_string(i) + "\n";
    CHECK(failing(log + "Segmentation fault (core dumped)\n") == "Segmentation fault (core dumped)");
    CHECK(failing(log) == "OSError: retrying");
}

TEST_CASE("Of a long log only the end is read, and the line is cut") {
    TempDir dir;
    write(dir / "log", "error: too early to be seen\n" + std::string(2500, '\n') + std::string(5000, 'x') + "\n");
    auto found = must(readers::failingLineOf(dir / "log"));
    REQUIRE(found);
    CHECK(found->text.size() < 2010);
    CHECK(found->text[0] == 'x');
    CHECK_FALSE(readers::failingLineOf(dir / "none").ok());
}
