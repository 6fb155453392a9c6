// SPDX-License-Identifier: GPL-3.0-or-later
#include "state_dict.h"

#include <caffe2/serialize/inline_container.h>
#include <torch/csrc/jit/serialization/pickler.h>

namespace flambeau::trainer {
namespace {

/// torch.save's zip: data.pkl holds a dict whose tensors name their storages, data/<n>, by persistent ids.
void writeArchive(const c10::Dict<std::string, at::Tensor>& tensors, std::string& archive) {
    std::string pickle;
    std::size_t next = 0;
    torch::jit::Pickler pickler([&](const char* bytes, std::size_t count) { pickle.append(bytes, count); }, nullptr,
                                nullptr, nullptr, [&](const at::Tensor&) { return std::to_string(next++); },
                                /*tag_aggregates=*/false);
    pickler.protocol();
    pickler.pushIValue(tensors);
    pickler.stop();

    caffe2::serialize::PyTorchStreamWriter writer([&](const void* bytes, std::size_t count) {
        archive.append(static_cast<const char*>(bytes), count);
        return count;
    });
    writer.writeRecord("data.pkl", pickle.data(), pickle.size());
    const std::string order = "little";
    writer.writeRecord("byteorder", order.data(), order.size());
    std::size_t index = 0;
    for (const at::Tensor& tensor : pickler.tensorData())
        writer.writeRecord("data/" + std::to_string(index++), tensor.data_ptr(), tensor.nbytes());
    writer.writeEndOfFile();
}

}  // namespace

Status writeStateDict(const Network& network, const fs::path& path) {
    at::NoGradGuard noGradient;
    c10::Dict<std::string, at::Tensor> tensors;
    for (const auto& info : network.infos())
        tensors.insert(info.name,
                       network.tensor(info.name).detach().to(at::kCPU).contiguous(at::MemoryFormat::Contiguous));
    std::string archive;
    try {
        writeArchive(tensors, archive);
    } catch (const c10::Error& error) {
        return Error{ErrorCode::Failed, "state_dict.pt cannot be written", {}, error.what_without_backtrace()};
    }
    return writeFileAtomic(path, archive);
}

}  // namespace flambeau::trainer
