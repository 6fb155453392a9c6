// SPDX-License-Identifier: GPL-3.0-or-later
// WebP through libwebp; of an animation the first frame, on its canvas.
#include <webp/decode.h>
#include <webp/demux.h>

#include <algorithm>
#include <cstring>
#include <memory>

#include "codecs.h"

namespace flambeau::image {
namespace {

struct DeleteDemuxer {
    void operator()(WebPDemuxer* demuxer) const { WebPDemuxDelete(demuxer); }
};
struct DeleteAnimation {
    void operator()(WebPAnimDecoder* decoder) const { WebPAnimDecoderDelete(decoder); }
};

const std::uint8_t* dataOf(std::string_view bytes) {
    return reinterpret_cast<const std::uint8_t*>(bytes.data());
}

Error truncated() {
    return fault(Fault::Truncated, "The WebP ends before the picture does", "Copy or download the file again.");
}

bool endsEarly(std::string_view bytes) {
    return ByteReader(bytes).le32(4) > bytes.size() - std::min<std::size_t>(8, bytes.size());
}

/// Frame count and orientation from the container's chunks.
void readContainer(std::string_view bytes, Probe& facts) {
    const WebPData data{dataOf(bytes), bytes.size()};
    WebPDemuxState state = WEBP_DEMUX_PARSE_ERROR;
    const std::unique_ptr<WebPDemuxer, DeleteDemuxer> demuxer(WebPDemuxPartial(&data, &state));
    if (!demuxer)
        return;
    facts.frames =
        static_cast<int>(std::clamp<std::uint32_t>(WebPDemuxGetI(demuxer.get(), WEBP_FF_FRAME_COUNT), 1, 1'000'000));
    WebPChunkIterator chunk;
    if (WebPDemuxGetChunk(demuxer.get(), "EXIF", 1, &chunk)) {
        std::string_view exif(reinterpret_cast<const char*>(chunk.chunk.bytes), chunk.chunk.size);
        if (exif.substr(0, 6) == std::string_view("Exif\0\0", 6))
            exif.remove_prefix(6);
        facts.orientation = exifOrientation(exif);
        WebPDemuxReleaseChunkIterator(&chunk);
    }
}

Result<Decoded> decodeFirstFrame(std::string_view bytes, const Probe& probe) {
    const WebPData data{dataOf(bytes), bytes.size()};
    WebPAnimDecoderOptions options;
    if (!WebPAnimDecoderOptionsInit(&options))
        return fault(Fault::Unreadable, "The WebP decoder does not start");
    options.color_mode = MODE_RGBA;
    const std::unique_ptr<WebPAnimDecoder, DeleteAnimation> decoder(WebPAnimDecoderNew(&data, &options));
    std::uint8_t* canvas = nullptr;
    int timestamp = 0;
    if (!decoder || !WebPAnimDecoderGetNext(decoder.get(), &canvas, &timestamp))
        return endsEarly(bytes) ? truncated() : fault(Fault::Unreadable, "The WebP animation cannot be decoded");
    Decoded decoded;
    decoded.image = Image(probe.width, probe.height);
    for (std::size_t i = 0; i * 3 < decoded.image.rgb.size(); ++i)
        std::memcpy(&decoded.image.rgb[i * 3], canvas + i * 4, 3);
    return decoded;
}

}  // namespace

Result<Probe> probeWebp(std::string_view bytes) {
    WebPBitstreamFeatures features;
    const VP8StatusCode status = WebPGetFeatures(dataOf(bytes), bytes.size(), &features);
    if (status == VP8_STATUS_NOT_ENOUGH_DATA)
        return truncated();
    if (status != VP8_STATUS_OK)
        return fault(Fault::Unreadable, "The WebP's header is damaged");
    Probe facts;
    facts.width = features.width;
    facts.height = features.height;
    facts.alpha = features.has_alpha != 0;
    facts.colour = facts.alpha ? Colour::Rgba : Colour::Rgb;
    readContainer(bytes, facts);
    if (features.has_animation)
        facts.frames = std::max(facts.frames, 1);
    return facts;
}

Result<Decoded> decodeWebp(std::string_view bytes, const Probe& probe) {
    WebPBitstreamFeatures features;
    if (WebPGetFeatures(dataOf(bytes), bytes.size(), &features) != VP8_STATUS_OK)
        return fault(Fault::Unreadable, "The WebP's header is damaged");
    if (features.has_animation)
        return decodeFirstFrame(bytes, probe);
    Decoded decoded;
    decoded.image = Image(probe.width, probe.height);
    WebPDecoderConfig config;
    if (!WebPInitDecoderConfig(&config))
        return fault(Fault::Unreadable, "The WebP decoder does not start");
    config.output.colorspace = MODE_RGB;
    config.output.is_external_memory = 1;
    config.output.u.RGBA.rgba = decoded.image.rgb.data();
    config.output.u.RGBA.stride = static_cast<int>(decoded.image.stride());
    config.output.u.RGBA.size = decoded.image.rgb.size();
    const VP8StatusCode status = WebPDecode(dataOf(bytes), bytes.size(), &config);
    WebPFreeDecBuffer(&config.output);
    if (status == VP8_STATUS_OK)
        return decoded;
    if (status == VP8_STATUS_NOT_ENOUGH_DATA || status == VP8_STATUS_SUSPENDED || endsEarly(bytes))
        return truncated();
    return fault(Fault::Unreadable, "The WebP cannot be decoded: its data is damaged");
}

}  // namespace flambeau::image
