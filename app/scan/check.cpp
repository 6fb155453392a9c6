// SPDX-License-Identifier: GPL-3.0-or-later
// Each file is read once into memory; hash, headers, a full reading of its coded data and a signature come from there.
#include <algorithm>
#include <new>

#include <nlohmann/json.hpp>

#include "flambeau/base/sha256.h"
#include "flambeau/dataset/facts.h"
#include "flambeau/image/decode.h"
#include "flambeau/image/phash.h"
#include "guards.h"
#include "modes.h"

namespace flambeau::scan {
namespace {

using dataset::FileFacts;

/// A JPEG is decoded at a fraction of its size: every coded bit is read and checked all the same, and a signature needs
/// no more than 32 x 32.
int checkingScale(const image::Probe& probe) {
    const int side = std::min(probe.width, probe.height);
    return side >= 256 ? 8 : side >= 128 ? 4 : side >= 64 ? 2 : 1;
}

std::string sentence(const Error& error) {
    std::string text = error.message;
    if (!text.empty() && text.back() != '.')
        text += '.';
    return error.hint.empty() ? text : text + " " + error.hint;
}

void blame(FileFacts& facts, const Error& error) {
    facts.error = image::toString(image::faultOf(error));
    facts.detail = sentence(error);
}

void fillProbe(FileFacts& facts, const image::Probe& probe) {
    const bool turned = probe.orientation >= 5;
    facts.width = turned ? probe.height : probe.width;
    facts.height = turned ? probe.width : probe.height;
    facts.orientation = probe.orientation;
    facts.mode = image::toString(probe.colour);
    facts.alpha = probe.alpha;
    facts.bits = probe.bits;
    facts.frames = probe.frames;
}

void look(FileFacts& facts, std::string_view bytes) {
    const image::Format format = image::detectFormat(bytes);
    if (format != image::Format::Unknown)
        facts.format = image::toString(format);
    const auto probe = image::probe(bytes);
    if (!probe.ok())
        return blame(facts, probe.error());
    fillProbe(facts, *probe);
    auto decoded = image::decodeWithFacts(bytes, {true, checkingScale(*probe)});
    if (!decoded.ok())
        return blame(facts, decoded.error());
    if (!decoded->warning.empty())
        facts.notes.push_back(decoded->warning);
    const image::Signature signature = image::signatureOf(decoded->image);
    facts.flat = signature.flat;
    facts.dct = signature.dct;
    facts.gradient = signature.gradient;
    facts.tint = signature.tint;
}

FileFacts checkFile(const std::string& root, const std::string& path, WholeFile& file) {
    FileFacts facts;
    facts.path = path;
    try {
        if (const Status status = readWhole(root + "/" + path, file); !status.ok()) {
            facts.error = "unreadable";
            facts.detail = sentence(Status(status).error());
            return facts;
        }
        facts.bytes = file.bytes.size();
        facts.mtimeNs = file.mtimeNs;
        if (file.changed) {
            facts.error = "changed";
            facts.detail = "It was being written while it was read. Import again when that is done.";
            return facts;
        }
        facts.sha256 = sha256Hex(file.bytes);
        look(facts, file.bytes);
    } catch (const std::bad_alloc&) {
        facts.error = "unreadable";
        facts.detail = "Opening it needs more memory than a picture may have.";
    }
    return facts;
}

}  // namespace

int check(const Options& options) {
    WholeFile file;
    for (const auto& path : readRecords()) {
        const FileClock clock(options.seconds);
        printLine(
            toJson(checkFile(options.root, path, file)).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    }
    return 0;
}

}  // namespace flambeau::scan
