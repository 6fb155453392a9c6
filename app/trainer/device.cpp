// SPDX-License-Identifier: GPL-3.0-or-later
#include "device.h"

#include <malloc.h>
#include <sched.h>

#include <thread>

#include "flambeau/base/strings.h"
#include "flambeau/base/subprocess.h"
#include "torch_version.h"

namespace flambeau::trainer {
namespace {

int usableCores() {
    cpu_set_t set;
    CPU_ZERO(&set);
    if (sched_getaffinity(0, sizeof set, &set) == 0)
        return std::max(1, CPU_COUNT(&set));
    return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

bool processorHasBf16() {
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx512bf16");
#else
    return false;
#endif
}

void setAutocast(at::DeviceType type, bool on) {
#if FLAMBEAU_TORCH_AT_LEAST(2, 4)
    at::autocast::set_autocast_enabled(type, on);
    if (on)
        at::autocast::set_autocast_dtype(type, at::kBFloat16);
#else
    if (type == at::kCUDA) {
        at::autocast::set_enabled(on);
        if (on)
            at::autocast::set_autocast_gpu_dtype(at::kBFloat16);
    } else {
        at::autocast::set_cpu_enabled(on);
        if (on)
            at::autocast::set_autocast_cpu_dtype(at::kBFloat16);
    }
#endif
}

}  // namespace

bool cudaAvailable() {
    return at::hasCUDA() && at::getNumGPUs() > 0;
}

std::vector<GpuInfo> listGpus() {
    std::vector<GpuInfo> gpus;
    if (!at::hasCUDA())
        return gpus;
    ProcessSpec spec;
    spec.argv = {"nvidia-smi", "--query-gpu=name,memory.total", "--format=csv,noheader,nounits"};
    spec.timeout = std::chrono::seconds(10);
    const auto answer = runProcess(spec);
    if (!answer.ok() || answer->exitCode != 0)
        return gpus;
    for (const auto& line : split(answer->out, '\n')) {
        const auto comma = line.rfind(',');
        if (comma == std::string::npos)
            continue;
        const auto mebibytes = parseInt(trim(std::string_view(line).substr(comma + 1)));
        gpus.push_back({toPlainText(trim(std::string_view(line).substr(0, comma))), mebibytes.value_or(0) << 20});
    }
    return gpus;
}

Result<at::Device> chooseDevice(const std::string& wanted) {
    const bool cuda = cudaAvailable();
    if (wanted == "cpu" || (wanted == "auto" && !cuda))
        return at::Device(at::kCPU);
    if (!cuda)
        return Error{ErrorCode::Unavailable,
                     "The run wants " + wanted + ", but this engine's libtorch " +
                         (at::hasCUDA() ? "sees no GPU" : "was built without CUDA"),
                     "Set device=auto or device=cpu, or choose an engine with CUDA.",
                     {}};
    const auto index =
        wanted == "auto" ? std::optional<std::int64_t>(0) : parseInt(wanted.substr(wanted.find(':') + 1));
    const auto count = static_cast<std::int64_t>(at::getNumGPUs());
    if (!index || *index < 0 || *index >= count)
        return Error{ErrorCode::Unavailable,
                     "The run wants " + wanted + ", but there " +
                         (count == 1 ? "is 1 GPU" : "are " + std::to_string(count) + " GPUs"),
                     "GPUs are counted from cuda:0; device=auto takes the first.",
                     {}};
    return at::Device(at::kCUDA, static_cast<c10::DeviceIndex>(*index));
}

void useThreads(int wanted) {
    at::set_num_threads(wanted > 0 ? wanted : usableCores());
}

void tuneAllocator() {
#if defined(__GLIBC__)
    mallopt(M_MMAP_MAX, 0);
    mallopt(M_TRIM_THRESHOLD, 1 << 30);
    mallopt(M_TOP_PAD, 64 << 20);
#endif
}

Arithmetic chooseArithmetic(Precision wanted, at::Device device, const model::ModelSpec& spec) {
    if (wanted == Precision::Bf16)
        return {true, "bf16, as asked for"};
    if (wanted == Precision::Fp32)
        return {false, "fp32, as asked for"};
    if (device.is_cuda())
        return {true, "bf16, on a GPU"};
    // Small pictures spend their time between the operators, where converting costs more than it gains.
    constexpr int smallestPicture = 96;
    if (processorHasBf16() && spec.imageSize >= smallestPicture)
        return {true, "bf16, which this processor computes faster"};
    return {false, "fp32"};
}

Autocast::Autocast(at::Device device, bool on) : m_type(device.type()), m_on(on) {
    if (m_on)
        setAutocast(m_type, true);
}

Autocast::~Autocast() {
    if (m_on) {
        setAutocast(m_type, false);
        at::autocast::clear_cache();
    }
}

ExactArithmetic::ExactArithmetic()
    : m_cublas(at::globalContext().allowTF32CuBLAS()), m_cudnn(at::globalContext().allowTF32CuDNN()) {
    at::globalContext().setAllowTF32CuBLAS(false);
    at::globalContext().setAllowTF32CuDNN(false);
}

ExactArithmetic::~ExactArithmetic() {
    at::globalContext().setAllowTF32CuBLAS(m_cublas);
    at::globalContext().setAllowTF32CuDNN(m_cudnn);
}

}  // namespace flambeau::trainer
