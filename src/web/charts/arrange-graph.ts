export interface GraphLink {
  readonly from: string;
  readonly to: string;
}

export interface ArrangedGraph {
  /** Ids by layer; among them stops at which lines pass a layer in which they neither begin nor end. */
  readonly layers: readonly (readonly string[])[];
  /** The stops of a line, in its order; by `routeKey`. */
  readonly routes: ReadonlyMap<string, readonly string[]>;
}

export function routeKey({ from, to }: GraphLink): string {
  return JSON.stringify([from, to]);
}

/**
 * Puts what calls before what is called: layers from left to right, in each an order in which few lines cross, and room for lines that
 * pass. Links back, where things call each other in a circle, do not count. The same graph is always arranged the same way.
 */
export function arrangeGraph(ids: readonly string[], links: readonly GraphLink[]): ArrangedGraph {
  const known = new Set(ids);
  const all = links.filter(({ from, to }) => known.has(from) && known.has(to) && from !== to);
  const depth = depthsOf(ids, withoutCircles(ids, all));
  const layers: string[][] = Array.from({ length: 1 + Math.max(0, ...depth.values()) }, () => []);
  for (const id of ids) layers[depth.get(id) ?? 0]?.push(id);
  const routes = new Map<string, string[]>();
  const pieces = all.flatMap((link) => {
    const stops = routes.get(routeKey(link)) ?? [];
    if (!routes.has(routeKey(link)))
      for (let at = (depth.get(link.from) ?? 0) + 1; at < (depth.get(link.to) ?? 0); at++) {
        const stop = JSON.stringify([link.from, link.to, at]);
        layers[at]?.push(stop);
        stops.push(stop);
      }
    routes.set(routeKey(link), stops);
    const way = [link.from, ...stops, link.to];
    return way.slice(1).map((to, nth) => ({ from: way[nth] ?? link.from, to }));
  });
  const packed = layers.filter((layer) => layer.length > 0);
  for (let sweep = 0; sweep < 4; sweep++) {
    const isDown = sweep % 2 === 0;
    const order = isDown ? packed.keys() : [...packed.keys()].reverse();
    for (const at of order) {
      if (packed[isDown ? at - 1 : at + 1] !== undefined) packed[at] = sortBeside(packed[at] ?? [], packed, pieces);
    }
  }
  return { layers: packed, routes };
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
