# SPDX-License-Identifier: GPL-3.0-or-later
# What PIL makes of pictures, for the tests of core/image. usage: reference.py MODE OUT [FILE…]
#   decode OUT           writes pictures of all kinds into OUT, beside each PICTURE.rgb: "W H\n" and its RGB bytes
#   convert OUT FILE…    the same for given files, as OUT/<n>.rgb
#   transforms OUT FILE  what torchvision's transforms make of a file (only resize, crop; with PIL alone)
import os
import random
import struct
import sys

from PIL import Image, ImageOps


def rgb_of(path):
    with Image.open(path) as picture:
        if picture.format == "TIFF":
            return picture.convert("RGB")  # PIL turns these on loading; 9.4's exif_transpose would turn them again
        return ImageOps.exif_transpose(picture).convert("RGB")


def keep(path, picture):
    with open(path, "wb") as out:
        out.write(b"%d %d\n" % picture.size + picture.tobytes())


def texture(size, seed):
    rng = random.Random(seed)
    noise = Image.frombytes("RGB", size, rng.randbytes(size[0] * size[1] * 3))
    small = noise.resize((max(1, size[0] // 8), max(1, size[1] // 8)), Image.BILINEAR)
    return Image.blend(small.resize(size, Image.BICUBIC), noise, 0.2)


def with_alpha(picture, seed):
    rng = random.Random(seed)
    result = picture.convert("RGBA")
    result.putalpha(Image.frombytes("L", picture.size, rng.randbytes(picture.size[0] * picture.size[1])))
    return result


def bmp16(picture, bitfields):
    w, h = picture.size
    pixels = picture.load()
    stride = (w * 2 + 3) // 4 * 4
    rows = b""
    for y in reversed(range(h)):
        row = b""
        for x in range(w):
            r, g, b = pixels[x, y]
            value = (r >> 3) << 11 | (g >> 2) << 5 | b >> 3 if bitfields else (r >> 3) << 10 | (g >> 3) << 5 | b >> 3
            row += struct.pack("<H", value)
        rows += row.ljust(stride, b"\0")
    masks = struct.pack("<III", 0xF800, 0x7E0, 0x1F) if bitfields else b""
    head = struct.pack("<IiiHHIIiiII", 40, w, h, 1, 16, 3 if bitfields else 0, len(rows), 0, 0, 0, 0)
    return b"BM" + struct.pack("<IHHI", 54 + len(masks) + len(rows), 0, 0, 54 + len(masks)) + head + masks + rows


def bmp_rle8(picture):
    w, h = picture.size
    data = b""
    for y in reversed(range(h)):
        row = picture.tobytes()[y * w:(y + 1) * w]
        x = 0
        while x < w:
            run = 1
            while x + run < w and run < 255 and row[x + run] == row[x]:
                run += 1
            if run == 1 and w - x >= 4:
                part = row[x:x + 4]
                data += bytes([0, 4]) + part
                x += 4
            else:
                data += bytes([run, row[x]])
                x += run
        data += b"\0\0"
    data += b"\0\1"
    palette = b"".join(bytes([i, 255 - i, i // 2, 0]) for i in range(256))
    head = struct.pack("<IiiHHIIiiII", 40, w, h, 1, 8, 1, len(data), 0, 0, 256, 0)
    offset = 54 + len(palette)
    return b"BM" + struct.pack("<IHHI", offset + len(data), 0, 0, offset) + head + palette + data


def decode(out):
    # long: one line for each kind of picture
    size = (93, 61)
    picture = texture(size, 1)
    grey = picture.convert("L")
    rgba = with_alpha(picture, 2)
    palette = picture.quantize(100)
    made = {}

    def save(name, image, **options):
        image.save(os.path.join(out, name), **options)
        made[name] = None

    save("jpeg_444.jpg", picture, quality=95, subsampling=0)
    save("jpeg_420.jpg", picture, quality=85, subsampling=2)
    save("jpeg_422.jpg", picture, quality=85, subsampling=1)
    save("jpeg_progressive.jpg", picture, progressive=True)
    save("jpeg_grey.jpg", grey)
    save("jpeg_cmyk.jpg", picture.convert("CMYK"))
    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = orientation
        save("jpeg_turned_%d.jpg" % orientation, picture, exif=exif)
        save("png_turned_%d.png" % orientation, picture, exif=exif)
        save("webp_turned_%d.webp" % orientation, picture, exif=exif, quality=80)
        save("tiff_turned_%d.tiff" % orientation, picture, tiffinfo={0x0112: orientation})
    save("png_rgb.png", picture)
    save("png_rgba.png", rgba)
    save("png_grey.png", grey)
    save("png_la.png", rgba.convert("LA"))
    save("png_bilevel.png", picture.convert("1"))
    save("png_palette.png", palette)
    save("png_palette_transparent.png", palette, transparency=3)
    save("png_palette_2bit.png", picture.quantize(4), bits=2)
    save("png_rgb_transparent.png", picture, transparency=(1, 2, 3))
    save("tiff_lzw.tif", picture, compression="tiff_lzw")
    save("tiff_deflate.tif", picture, compression="tiff_deflate")
    save("tiff_jpeg.tif", picture, compression="jpeg", quality=95)
    save("tiff_rgba.tif", rgba)
    save("tiff_grey.tif", grey)
    save("tiff_la.tif", rgba.convert("LA"))
    save("tiff_bilevel.tif", picture.convert("1"), compression="group4")
    save("tiff_palette.tif", palette)
    save("tiff_cmyk.tif", picture.convert("CMYK"))
    save("tiff_pages.tif", picture, save_all=True, append_images=[picture.rotate(180)])
    save("webp_lossy.webp", picture, quality=80)
    save("webp_lossless.webp", picture, lossless=True)
    save("webp_alpha.webp", rgba, lossless=True, exact=True)
    save("webp_animated.webp", picture, save_all=True, append_images=[picture.rotate(180)], lossless=True)
    save("bmp_24.bmp", picture)
    save("bmp_32.bmp", rgba)
    save("bmp_8.bmp", palette)
    save("bmp_grey.bmp", grey)
    save("bmp_1.bmp", picture.convert("1"))
    save("ppm_raw.ppm", picture)
    save("pgm_raw.pgm", grey)
    save("pbm_raw.ppm", picture.convert("1"))
    for name, data in {
        "bmp_555.bmp": bmp16(picture, False), "bmp_565.bmp": bmp16(picture, True), "bmp_rle8.bmp": bmp_rle8(grey),
        "ppm_text.ppm": b"P3\n# a comment\n2 2 # another\n100\n0 50 100  1 2 3\n99 98 97 100 0 0\n",
        "pgm_text.pgm": b"P2 3 1 7 0 3 7\n",
        "pbm_text.ppm": b"P1\n4 2\n1 0 1 0\n0101\n",
        "ppm_16.ppm": b"P6 2 1 65535\n" + bytes(range(0, 240, 20)),
        "ppm_maxval.ppm": b"P6 2 2 31\n" + bytes(range(12)),
    }.items():
        with open(os.path.join(out, name), "wb") as file:
            file.write(data)
        made[name] = None
    for name in made:
        keep(os.path.join(out, name + ".rgb"), rgb_of(os.path.join(out, name)))


def transforms(out, path):
    picture = rgb_of(path)
    w, h = picture.size
    for tw, th in [(224, 224), (341, 256), (40, 300), (w, 100), (100, h), (900, 700), (1, 1), (w, h)]:
        keep(os.path.join(out, "resize_%d_%d.rgb" % (tw, th)), picture.resize((tw, th), Image.BILINEAR))
    for box in [(10, 20, 130, 90), (0, 0, w, h), (w - 50, h - 33, 50, 33), (5, 5, 1, 1), (3, 7, 300, 301)]:
        x, y, bw, bh = box
        keep(os.path.join(out, "crop_%d_%d_%d_%d.rgb" % box),
             picture.crop((x, y, x + bw, y + bh)).resize((224, 224), Image.BILINEAR))


if __name__ == "__main__":
    if sys.argv[1] == "decode":
        decode(sys.argv[2])
    elif sys.argv[1] == "transforms":
        transforms(sys.argv[2], sys.argv[3])
    else:
        for number, file in enumerate(sys.argv[3:]):
            keep(os.path.join(sys.argv[2], "%d.rgb" % number), rgb_of(file))
