export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const HEIGHT = 46;
const WIDE = { width: 186, across: 66, between: 16, least: 720 } as const;
const NARROW = { width: 206, between: 12, whole: 350 } as const;

const PASSING = 12;

/** Where the boxes of each layer stand; `isStop`: only a line passes. Narrow: all below each other, with room beside them in which lines bend. */
export function boxesOf(
  layers: readonly (readonly string[])[],
  isStop: (id: string) => boolean,
  isNarrow: boolean,
): { readonly boxes: ReadonlyMap<string, Box>; readonly width: number; readonly height: number } {
  return isNarrow ? below(layers.map((layer) => layer.filter((id) => !isStop(id)))) : beside(layers, isStop);
}

function beside(layers: readonly (readonly string[])[], isStop: (id: string) => boolean) {
  const heightOf = (id: string): number => (isStop(id) ? PASSING : HEIGHT);
  const wholeOf = (layer: readonly string[]): number => layer.reduce((sum, id) => sum + heightOf(id), 0);
  const height = WIDE.between + Math.max(HEIGHT, ...layers.map((layer) => wholeOf(layer) + layer.length * WIDE.between));
  const width = Math.max(WIDE.least, layers.length * WIDE.width + (layers.length - 1) * WIDE.across + 8);
  const step = layers.length < 2 ? 0 : (width - 8 - WIDE.width) / (layers.length - 1);
  const boxes = new Map<string, Box>();
  layers.forEach((layer, column) => {
    const gap = (height - wholeOf(layer)) / layer.length;
    let y = gap / 2;
    for (const id of layer) {
      boxes.set(id, { x: 4 + column * step, y, width: WIDE.width, height: heightOf(id) });
      y += heightOf(id) + gap;
    }
  });
  return { boxes, width, height };
}

function below(layers: readonly (readonly string[])[]) {
  const all = layers.flat();
  const step = HEIGHT + NARROW.between;
  const boxes = new Map(all.map((id, nth) => [id, { x: 4, y: 6 + nth * step, width: NARROW.width, height: HEIGHT }]));
  return { boxes, width: NARROW.whole, height: Math.max(1, all.length) * step };
}

/** A curve from one box to another by its stops, with its arrow. */
export function pathOf(from: Box, to: Box, stops: readonly Box[], isNarrow: boolean): { readonly line: string; readonly arrow: string } {
  if (isNarrow) {
    // Lines leave a box below its middle and come in above it, so that they are told apart.
    const [x, y1, y2] = [from.x + from.width, from.y + from.height * 0.68, to.y + to.height * 0.32];
    const bend = Math.min(178, 26 + Math.abs(y2 - y1) * 0.34);
    return { line: `M${x} ${y1}C${x + bend} ${y1} ${x + bend} ${y2} ${x + 7} ${y2}`, arrow: `M${x} ${y2}l8 -4v8z` };
  }
  let [x, y] = [from.x + from.width, middleOf(from)];
  let line = `M${x} ${y}`;
  const curveTo = (nextX: number, nextY: number): void => {
    const bend = Math.max(30, Math.abs(nextX - x) / 2);
    line += `C${x + bend} ${y} ${nextX - bend} ${nextY} ${nextX} ${nextY}`;
    [x, y] = [nextX, nextY];
  };
  for (const stop of stops) {
    curveTo(stop.x, middleOf(stop));
    x = stop.x + stop.width;
    line += `H${x}`;
  }
  curveTo(to.x - 6, middleOf(to));
  return { line, arrow: `M${to.x} ${y}l-8 -4v8z` };
}

function middleOf({ y, height }: Box): number {
  return y + height / 2;
}
