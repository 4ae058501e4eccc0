export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const HEIGHT = 46;
const WIDE = { width: 164, across: 84, between: 16, least: 720 } as const;
const NARROW = { width: 164, down: 40, between: 10, whole: 350 } as const;

/** Where the boxes of each layer stand. Narrow: two side by side, layers from above to below. */
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
  const boxes = new Map<string, Box>();
  let y = 6;
  for (const layer of layers) {
    layer.forEach((id, nth) => {
      const isAlone = nth % 2 === 0 && nth === layer.length - 1;
      const x = isAlone ? (NARROW.whole - NARROW.width) / 2 : nth % 2 === 0 ? 4 : NARROW.whole - NARROW.width - 4;
      boxes.set(id, { x, y: y + Math.floor(nth / 2) * (HEIGHT + NARROW.between), width: NARROW.width, height: HEIGHT });
    });
    const rows = Math.ceil(layer.length / 2);
    y += rows * HEIGHT + (rows - 1) * NARROW.between + NARROW.down;
  }
  return { boxes, width: NARROW.whole, height: Math.max(HEIGHT, y - NARROW.down) + 6 };
}

/** A curve from one box to another, with its arrow. */
export function pathOf(from: Box, to: Box, isNarrow: boolean): { readonly line: string; readonly arrow: string } {
  if (isNarrow) {
    const [x1, y1, x2, y2] = [from.x + from.width / 2, from.y + from.height, to.x + to.width / 2, to.y];
    const bend = Math.max(18, Math.abs(y2 - y1) / 2);
    return {
      line: `M${x1} ${y1}C${x1} ${y1 + bend} ${x2} ${y2 - bend} ${x2} ${y2 - 6}`,
      arrow: `M${x2} ${y2}l-4 -8h8z`,
    };
  }
  const [x1, y1, x2, y2] = [from.x + from.width, from.y + from.height / 2, to.x, to.y + to.height / 2];
  const bend = Math.max(30, Math.abs(x2 - x1) / 2);
  return {
    line: `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2 - 6} ${y2}`,
    arrow: `M${x2} ${y2}l-8 -4v8z`,
  };
}
