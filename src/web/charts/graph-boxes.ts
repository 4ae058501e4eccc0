export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const HEIGHT = 46;
const WIDE = { width: 164, across: 84, between: 16, least: 720 } as const;
const NARROW = { width: 206, between: 12, whole: 350 } as const;

/** Where the boxes of each layer stand. Narrow: all below each other, with room beside them in which lines bend. */
export function boxesOf(
  layers: readonly (readonly string[])[],
  isNarrow: boolean,
): { readonly boxes: ReadonlyMap<string, Box>; readonly width: number; readonly height: number } {
  return isNarrow ? below(layers) : beside(layers);
}

function beside(layers: readonly (readonly string[])[]) {
  const rows = Math.max(1, ...layers.map(({ length }) => length));
  const height = rows * (HEIGHT + WIDE.between) + WIDE.between;
  const width = Math.max(WIDE.least, layers.length * WIDE.width + (layers.length - 1) * WIDE.across + 8);
  const step = layers.length < 2 ? 0 : (width - 8 - WIDE.width) / (layers.length - 1);
  const boxes = new Map<string, Box>();
  layers.forEach((layer, column) => {
    const room = height / layer.length;
    layer.forEach((id, row) => {
      boxes.set(id, { x: 4 + column * step, y: row * room + (room - HEIGHT) / 2, width: WIDE.width, height: HEIGHT });
    });
  });
  return { boxes, width, height };
}

function below(layers: readonly (readonly string[])[]) {
  const all = layers.flat();
  const step = HEIGHT + NARROW.between;
  const boxes = new Map(all.map((id, nth) => [id, { x: 4, y: 6 + nth * step, width: NARROW.width, height: HEIGHT }]));
  return { boxes, width: NARROW.whole, height: Math.max(1, all.length) * step };
}

/** A curve from one box to another, with its arrow. */
export function pathOf(from: Box, to: Box, isNarrow: boolean): { readonly line: string; readonly arrow: string } {
  if (isNarrow) {
    // Lines leave a box below its middle and come in above it, so that they are told apart.
    const [x, y1, y2] = [from.x + from.width, from.y + from.height * 0.68, to.y + to.height * 0.32];
    const bend = Math.min(178, 26 + Math.abs(y2 - y1) * 0.34);
    return { line: `M${x} ${y1}C${x + bend} ${y1} ${x + bend} ${y2} ${x + 7} ${y2}`, arrow: `M${x} ${y2}l8 -4v8z` };
  }
  const [x1, y1, x2, y2] = [from.x + from.width, from.y + from.height / 2, to.x, to.y + to.height / 2];
  const bend = Math.max(30, Math.abs(x2 - x1) / 2);
  return {
    line: `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2 - 6} ${y2}`,
    arrow: `M${x2} ${y2}l-8 -4v8z`,
  };
}
