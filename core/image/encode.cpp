// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/image/encode.h"

#include <png.h>
#include <turbojpeg.h>

#include <algorithm>
#include <cstring>
#include <memory>

#include "codecs.h"

namespace flambeau::image {
namespace {

struct DestroyHandle {
    void operator()(void* handle) const { tjDestroy(handle); }
};
struct FreeJpeg {
    void operator()(unsigned char* bytes) const { tjFree(bytes); }
};

}  // namespace

Result<std::string> encodeJpeg(const Image& picture, int quality) {
    const std::unique_ptr<void, DestroyHandle> handle(tjInitCompress());
    unsigned char* bytes = nullptr;
    unsigned long size = 0;
    const int failed = !handle || picture.empty()
                           ? -1
                           : tjCompress2(handle.get(), picture.rgb.data(), picture.width, 0, picture.height, TJPF_RGB,
                                         &bytes, &size, TJSAMP_420, std::clamp(quality, 1, 100), 0);
    const std::unique_ptr<unsigned char, FreeJpeg> owner(bytes);
    if (failed != 0)
        return Error{
            ErrorCode::Failed, "Cannot write a picture as JPEG", {}, handle ? tjGetErrorStr2(handle.get()) : ""};
    return std::string(reinterpret_cast<const char*>(bytes), size);
}

Result<std::string> encodePng(const Image& picture) {
    png_image writer;
    std::memset(&writer, 0, sizeof writer);
    writer.version = PNG_IMAGE_VERSION;
    writer.width = static_cast<png_uint_32>(picture.width);
    writer.height = static_cast<png_uint_32>(picture.height);
    writer.format = PNG_FORMAT_RGB;
    png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(writer);
    std::string bytes(picture.empty() ? 0 : size, '\0');
    if (picture.empty() || !png_image_write_to_memory(&writer, bytes.data(), &size, 0, picture.rgb.data(), 0, nullptr))
        return Error{ErrorCode::Failed, "Cannot write a picture as PNG", {}, writer.message};
    bytes.resize(size);
    return bytes;
}

}  // namespace flambeau::image
