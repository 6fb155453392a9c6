// SPDX-License-Identifier: GPL-3.0-or-later
// Where and in which arithmetic a run computes. Functions without state; Autocast is a scope on its thread.
#pragma once

#include <string>
#include <vector>

#include "flambeau/base/result.h"
#include "flambeau/model/spec.h"
#include "options.h"
#include "torch_headers.h"

namespace flambeau::trainer {

struct GpuInfo {
    std::string name;
    std::int64_t memoryBytes = 0;
};
/// As nvidia-smi names them; empty without it or without CUDA in this libtorch.
std::vector<GpuInfo> listGpus();
bool cudaAvailable();

/// "auto", "cpu", "cuda:N". Unavailable, with the reason, where a GPU is asked for that libtorch cannot use.
Result<at::Device> chooseDevice(const std::string& wanted);

/// 0: as many as the process may run on. libtorch's own default differs between its builds, so this is always called.
void useThreads(int wanted);

/// Large blocks are kept instead of being given back to the kernel and cleared anew at every step.
void tuneAllocator();

struct Arithmetic {
    bool bf16 = false;
    std::string why;  ///< for the log: "bf16 (the processor has AVX512-BF16)"
};
Arithmetic chooseArithmetic(Precision wanted, at::Device device, const model::ModelSpec& spec);

/// bf16 where it is safe, for as long as the object lives.
class Autocast {
public:
    Autocast(at::Device device, bool on);
    ~Autocast();
    Autocast(const Autocast&) = delete;
    Autocast& operator=(const Autocast&) = delete;

private:
    at::DeviceType m_type;
    bool m_on;
};

/// Full fp32 on GPUs too (no TF32) while it lives: results that others check against.
class ExactArithmetic {
public:
    ExactArithmetic();
    ~ExactArithmetic();
    ExactArithmetic(const ExactArithmetic&) = delete;
    ExactArithmetic& operator=(const ExactArithmetic&) = delete;

private:
    bool m_cublas, m_cudnn;
};

}  // namespace flambeau::trainer
