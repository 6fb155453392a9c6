# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes a variant of a font whose digits are all as wide as each other, since Qt 6.4 cannot ask for font features.

usage: tabular_font.py IN OUT FAMILY

The digits of the `tnum` feature take the places of the usual ones; only the scripts that the window speaks stay;
`calt` goes, which would draw 16x16 with a multiplication sign.
"""
import sys

from fontTools import subset
from fontTools.ttLib import TTFont

RANGES = [(0x20, 0x7E), (0xA0, 0x24F), (0x370, 0x3FF), (0x400, 0x4FF), (0x2010, 0x205E), (0x2070, 0x209C),
          (0x20A0, 0x20BF), (0x2100, 0x214F), (0x2190, 0x21FF), (0x2200, 0x22FF), (0x2318, 0x2318), (0x23CE, 0x23CE),
          (0x25A0, 0x25FF), (0x2600, 0x2605), (0x2713, 0x2717)]


def tabular_glyphs(font):
    """Glyph -> its tabular twin, of each single substitution in `tnum`."""
    table = font["GSUB"].table
    lookups = {i for record in table.FeatureList.FeatureRecord if record.FeatureTag == "tnum"
               for i in record.Feature.LookupListIndex}
    twins = {}
    for index in lookups:
        for sub in table.LookupList.Lookup[index].SubTable:
            sub = getattr(sub, "ExtSubTable", sub)
            twins.update(getattr(sub, "mapping", {}))
    return twins


def level_widths(font, glyphs):
    """Instances made from a variable font round their widths: a few of 2816 units are put right."""
    metrics = font["hmtx"]
    widths = sorted(metrics[g][0] for g in glyphs)
    assert widths[-1] - widths[0] <= 8, f"tabular digits of widths {widths}"
    for glyph in glyphs:
        metrics[glyph] = (widths[len(widths) // 2], metrics[glyph][1])


def main(source, target, family):
    font = TTFont(source)
    twins = tabular_glyphs(font)
    digits = [ord(c) for c in "0123456789"]
    for cmap in font["cmap"].tables:
        if cmap.isUnicode():
            for digit in digits:
                if digit in cmap.cmap:
                    cmap.cmap[digit] = twins.get(cmap.cmap[digit], cmap.cmap[digit])  # tables may share one map
    options = subset.Options()
    options.layout_features = ["kern", "mark", "mkmk", "ccmp", "locl"]
    options.name_IDs = ["*"]
    options.notdef_outline = True
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[u for first, last in RANGES for u in range(first, last + 1)])
    subsetter.subset(font)
    level_widths(font, [font.getBestCmap()[d] for d in digits])
    old = font["name"].getDebugName(16) or font["name"].getDebugName(1)
    for record in font["name"].names:
        if record.nameID in (1, 3, 4, 16, 21):
            record.string = record.toUnicode().replace(old, family)
        elif record.nameID == 6:
            record.string = record.toUnicode().replace(old.replace(" ", ""), family.replace(" ", ""))
    if "CFF " in font:
        cff = font["CFF "].cff
        cff.fontNames[0] = cff.fontNames[0].replace(old.replace(" ", ""), family.replace(" ", ""))
        for key in ("FamilyName", "FullName"):
            if hasattr(cff.topDictIndex[0], key):
                setattr(cff.topDictIndex[0], key, getattr(cff.topDictIndex[0], key).replace(old, family))
    font.save(target)


main(*sys.argv[1:4])
