export interface GraphLink {
  readonly from: string;
  readonly to: string;
}

/**
 * Puts what calls before what is called: layers from left to right, in each an order in which few lines cross. Links back, where things
 * call each other in a circle, do not count. The same graph is always arranged the same way.
 */
export function arrangeGraph(ids: readonly string[], links: readonly GraphLink[]): string[][] {
  const known = new Set(ids);
  const all = links.filter(({ from, to }) => known.has(from) && known.has(to) && from !== to);
  const forward = withoutCircles(ids, all);
  const depth = depthsOf(ids, forward);
  const layers: string[][] = [];
  for (const id of ids) {
    const at = depth.get(id) ?? 0;
    layers[at] = [...(layers[at] ?? []), id];
  }
  const packed = layers.filter((layer) => layer !== undefined);
  for (let sweep = 0; sweep < 4; sweep++) {
    const isDown = sweep % 2 === 0;
    const order = isDown ? packed.keys() : [...packed.keys()].reverse();
    for (const at of order) {
      const beside = packed[isDown ? at - 1 : at + 1];
      if (beside !== undefined) packed[at] = sortBeside(packed[at] ?? [], packed, all);
    }
  }
  return packed;
}

/** Each where the middle of its neighbours is; who has none stays. */
function sortBeside(layer: readonly string[], layers: readonly (readonly string[])[], links: readonly GraphLink[]): string[] {
  const place = new Map(layers.flatMap((ids) => ids.map((id, nth) => [id, (nth + 0.5) / ids.length] as const)));
  const middle = (id: string): number => {
    const beside = links.flatMap(({ from, to }) => (from === id ? [to] : to === id ? [from] : [])).filter((one) => !layer.includes(one));
    if (beside.length === 0) return place.get(id) ?? 0;
    return beside.reduce((sum, one) => sum + (place.get(one) ?? 0), 0) / beside.length;
  };
  return layer
    .map((id) => [id, middle(id)] as const)
    .sort((a, b) => a[1] - b[1])
    .map(([id]) => id);
}

function withoutCircles(ids: readonly string[], links: readonly GraphLink[]): GraphLink[] {
  const state = new Map<string, 'open' | 'done'>();
  const kept: GraphLink[] = [];
  const visit = (id: string): void => {
    state.set(id, 'open');
    for (const link of links) {
      if (link.from !== id || state.get(link.to) === 'open') continue;
      kept.push(link);
      if (!state.has(link.to)) visit(link.to);
    }
    state.set(id, 'done');
  };
  const called = new Set(links.map(({ to }) => to));
  for (const id of [...ids.filter((one) => !called.has(one)), ...ids]) if (!state.has(id)) visit(id);
  return kept;
}

function depthsOf(ids: readonly string[], links: readonly GraphLink[]): Map<string, number> {
  const depth = new Map(ids.map((id) => [id, 0]));
  for (let round = 0; round < ids.length; round++) {
    let moved = false;
    for (const { from, to } of links) {
      const least = (depth.get(from) ?? 0) + 1;
      if ((depth.get(to) ?? 0) >= least) continue;
      depth.set(to, least);
      moved = true;
    }
    if (!moved) break;
  }
  return depth;
}
