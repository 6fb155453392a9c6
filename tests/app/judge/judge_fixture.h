// SPDX-License-Identifier: GPL-3.0-or-later
// What the judge's tests share: networks with their torch answers in a folder, and calls of flambeau-judge.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "flambeau/base/subprocess.h"
#include "test_support.h"

namespace flambeau::test {

/// A folder with weights.pth, model.json, reference.safetensors and pictures/ of one network; made once a process.
/// Empty where /usr/bin/python3 has no torchvision (the reason is printed).
fs::path networkFolder(const std::string& arch, int imageSize, int pictures = 12);

/// Runs flambeau-judge; `input` is its stdin.
ProcessResult judge(const std::vector<std::string>& arguments, const std::string& input = {});
/// The JSON that it printed; it must have exited 0.
nlohmann::json judged(const std::vector<std::string>& arguments, const std::string& input = {});
/// The error object that it printed; it must have exited with `exitCode`.
nlohmann::json refused(const std::vector<std::string>& arguments, int exitCode = 1);

/// Exports from the folder with these flags and gives the file's path.
fs::path exported(const fs::path& folder, const std::vector<std::string>& flags = {});
/// judge --onnx … of the folder's reference, with more arguments.
nlohmann::json verdict(const fs::path& folder, const fs::path& onnx, const std::vector<std::string>& more = {});

/// Python of an environment with onnxruntime, made once under $FLAMBEAU_TEST_CACHE (else the build folder). Empty, with
/// the reason printed, where PyPI cannot be reached.
fs::path onnxRuntimePython();

}  // namespace flambeau::test
