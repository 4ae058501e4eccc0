import type { Tone } from '../types.ts';
import { type ArrangedGraph, arrangeGraph, routeKey } from './arrange-graph.ts';
import { type Box, boxesOf, pathOf } from './graph-boxes.ts';

interface GraphNode {
  readonly id: string;
  readonly name: string;
  /** A few words under the name: what it is, how it stands. */
  readonly note: string;
  readonly tone: Tone;
  readonly href: string;
  /** Somebody else's: drawn with round ends. */
  readonly isOutside: boolean;
}

interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly tone: Tone;
}

export interface GraphChartProps {
  readonly label: string;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/** A shape for each tone, so that nobody needs to see colours. */
const SIGNS: Readonly<Record<Tone, string>> = { ok: '✓', warn: '!', bad: '✕', calm: '·', unknown: '?' };

/** Who calls whom: from left to right, on a narrow page from above to below with lines beside. Each box is a link; states differ by colour, line and sign. */
export function GraphChart({ label, nodes, edges }: GraphChartProps) {
  const arranged = arrangeGraph(
    nodes.map(({ id }) => id),
    edges,
  );
  return (
    <figure class="chart graph">
      <div class="chart-frame">
        <Picture {...{ label, nodes, edges, arranged }} isNarrow={false} />
        <Picture {...{ label, nodes, edges, arranged }} isNarrow />
      </div>
    </figure>
  );
}

interface PictureProps {
  readonly label: string;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly arranged: ArrangedGraph;
  readonly isNarrow: boolean;
}

function Picture({ label, nodes, edges, arranged, isNarrow }: PictureProps) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const { boxes, width, height } = boxesOf(arranged.layers, (id) => !byId.has(id), isNarrow);
  const stopsOf = (key: string): Box[] => (arranged.routes.get(key) ?? []).flatMap((stop) => boxes.get(stop) ?? []);
  return (
    <svg class={isNarrow ? 'chart-narrow' : 'chart-wide'} viewBox={`0 0 ${width} ${height}`} focusable="false">
      <title>{label}</title>
      <g>
        {edges.map(({ from, to, tone }) => {
          const [begin, end] = [boxes.get(from), boxes.get(to)];
          if (begin === undefined || end === undefined || from === to) return null;
          const { line, arrow } = pathOf(begin, end, stopsOf(routeKey({ from, to })), isNarrow);
          return (
            <g class={`graph-edge tone-${tone}`}>
              <path d={line} />
              <path class="graph-arrow" d={arrow} />
            </g>
          );
        })}
      </g>
      {[...boxes].map(([id, box]) => {
        const node = byId.get(id);
        return node === undefined ? null : <Node node={node} box={box} />;
      })}
    </svg>
  );
}

function Node({ node, box }: { readonly node: GraphNode; readonly box: Box }) {
  const { x, y, width, height } = box;
  return (
    <a href={node.href} class={`graph-node tone-${node.tone}`}>
      <rect x={x} y={y} width={width} height={height} rx={node.isOutside ? height / 2 : 8} />
      <text class="graph-sign" x={x + 16} y={y + height / 2 + 5} text-anchor="middle">
        {SIGNS[node.tone]}
      </text>
      <text class="graph-name" x={x + 30} y={y + 19}>
        {cut(node.name, width, 8.2)}
      </text>
      <text class="graph-note" x={x + 30} y={y + 35}>
        {cut(node.note, width, 6.5)}
      </text>
    </a>
  );
}

/** About as many letters as fit into a box; a wide letter of Japanese takes two places. */
function cut(text: string, width: number, letterWidth: number): string {
  let room = Math.floor((width - 44) / letterWidth);
  let kept = '';
  for (const letter of text) {
    room -= letter > '\u2e80' ? 2 : 1;
    if (room < 0) return `${kept.slice(0, -1)}…`;
    kept += letter;
  }
  return kept;
}
