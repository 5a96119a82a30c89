"""The pictures of the sample: a parcel label, a chart of volumes, a box that fell off the belt, a lamp."""

from functools import cache

from samplecentre.canvas import Palette, PngCanvas
from samplecentre.seeded_random import build_random

(
    WHITE,
    INK,
    GREY,
    PALE,
    CARD,
    CARD_DARK,
    CARD_LIGHT,
    TAPE,
    FLOOR,
    WALL,
    RED,
    BLUE,
    SHADE,
    GREEN,
    HOLE,
    GLUE,
) = range(16)
PICTURE_PALETTE: Palette = (
    (255, 255, 255),
    (24, 27, 38),
    (122, 128, 142),
    (228, 231, 238),
    (196, 152, 104),
    (161, 119, 76),
    (216, 177, 131),
    (226, 205, 170),
    (178, 184, 190),
    (221, 224, 226),
    (190, 52, 44),
    (52, 92, 168),
    (142, 148, 156),
    (46, 132, 96),
    (74, 50, 30),
    (240, 222, 190),
)


@cache
def draw_parcel_label(parcel: str, lines: tuple[str, ...]) -> bytes:
    """A label of 420 by 560 dots with a bar code; `lines` in capitals."""
    canvas = PngCanvas(420, 560, PICTURE_PALETTE)
    canvas.draw_border(10, 3, INK)
    canvas.fill_box(10, 10, 400, 70, INK)
    canvas.write_text((28, 28), "TERN PARCELS", 5, WHITE)
    for number, line in enumerate(lines):
        canvas.write_text((28, 104 + number * 34), line, 3, INK)
    canvas.fill_box(10, 300, 400, 3, INK)
    canvas.write_text((28, 322), "ROUND 17 - BELT 4", 3, GREY)
    x, rng = 40, build_random(f"bars {parcel}")
    while x < 372:
        bar = rng.randrange(2, 8)
        canvas.fill_box(x, 364, bar, 120, INK)
        x += bar + rng.randrange(2, 7)
    canvas.write_text((210 - len(parcel) * 12, 500), parcel, 4, INK)
    return canvas.build_png()


@cache
def draw_damaged_box() -> bytes:
    """A cardboard box on the floor of a depot, one corner crushed, the tape torn: 640 by 420 dots."""
    canvas = PngCanvas(640, 420, PICTURE_PALETTE)
    canvas.fill_box(0, 0, 640, 250, WALL)
    canvas.fill_box(0, 250, 640, 170, FLOOR)
    for x in range(0, 640, 80):
        canvas.fill_box(x, 0, 2, 250, PALE)
    canvas.fill_area([(96, 372), (470, 396), (600, 330), (420, 300), (120, 330)], SHADE)
    canvas.fill_area([(120, 170), (372, 206), (372, 384), (120, 340)], CARD)
    canvas.fill_area([(372, 206), (540, 168), (540, 330), (372, 384)], CARD_DARK)
    canvas.fill_area([(120, 170), (290, 132), (540, 168), (372, 206)], CARD_LIGHT)
    canvas.fill_area([(222, 148), (256, 141), (480, 174), (446, 186)], TAPE)
    canvas.fill_area([(446, 186), (480, 178), (480, 236), (446, 250)], GLUE)
    canvas.fill_area([(486, 166), (540, 168), (540, 262), (512, 226), (492, 236), (478, 196)], HOLE)
    canvas.fill_area([(492, 182), (530, 190), (518, 214), (498, 210)], WALL)
    canvas.fill_area([(478, 196), (492, 236), (470, 226)], CARD_LIGHT)
    canvas.fill_area([(150, 214), (250, 228), (250, 300), (150, 284)], WHITE)
    canvas.write_text((160, 236), "TERN", 3, INK)
    for x in range(160, 240, 5):
        canvas.fill_box(x, 266, 2 + x % 3, 20, INK)
    canvas.fill_area([(300, 330), (340, 336), (340, 262), (300, 256)], RED)
    canvas.write_text((307, 282), "UP", 2, WHITE)
    return canvas.build_png()


@cache
def draw_volume_chart(title: str, volumes: tuple[int, ...]) -> bytes:
    """Bars of parcels by month, October first, 640 by 400 dots."""
    canvas = PngCanvas(640, 400, PICTURE_PALETTE)
    canvas.write_text((40, 24), title, 3, INK)
    most = max(volumes)
    for number in range(5):
        y = 340 - number * 64
        canvas.fill_box(80, y, 530, 1, PALE if number else INK)
        canvas.write_text((30, y - 6), str(most * number // 4), 2, GREY)
    for number, volume in enumerate(volumes):
        height = 256 * volume // most
        x = 92 + number * (510 // len(volumes))
        canvas.fill_box(x, 340 - height, 26, height, RED if volume == most else BLUE)
        canvas.write_text((x + 7, 352), "ONDJFMAMJJAS"[number % 12], 2, GREY)
    return canvas.build_png()


@cache
def draw_lamp() -> bytes:
    """A table lamp that is on, for a maker of lamps: 96 by 96 dots."""
    canvas = PngCanvas(96, 96, PICTURE_PALETTE)
    canvas.fill_box(0, 0, 96, 96, BLUE)
    canvas.fill_box(0, 78, 96, 18, CARD_DARK)
    canvas.fill_area([(30, 44), (66, 44), (84, 78), (12, 78)], GLUE)
    canvas.fill_box(45, 44, 6, 32, INK)
    canvas.fill_box(32, 76, 32, 6, INK)
    canvas.fill_area([(36, 12), (60, 12), (72, 46), (24, 46)], WHITE)
    return canvas.build_png()
