/** One network of IPv4 and where it is. */
export interface Network {
  readonly network: string;
  readonly country: string;
  readonly latitude: number;
  readonly longitude: number;
  /** km */
  readonly radius: number;
}

interface Node {
  left: Node | number | null;
  right: Node | number | null;
}

/** A small database of places in MaxMind's format 2.0, for tests: IPv4, records of 24 bits. https://maxmind.github.io/MaxMind-DB/ */
export function writeDatabase(kind: string, networks: readonly Network[]): Uint8Array {
  const root: Node = { left: null, right: null };
  const data: Buffer[] = [];
  let offset = 0;
  for (const one of networks) {
    put(root, one.network, offset);
    const bytes = encode({
      country: { iso_code: one.country },
      location: { latitude: one.latitude, longitude: one.longitude, accuracy_radius: one.radius },
    });
    data.push(bytes);
    offset += bytes.length;
  }
  const nodes = [...walk(root)];
  const numberOf = new Map(nodes.map((node, nth) => [node, nth]));
  const record = (to: Node | number | null): Buffer => {
    const value = to === null ? nodes.length : typeof to === 'number' ? nodes.length + 16 + to : (numberOf.get(to) ?? 0);
    return Buffer.from([(value >> 16) & 255, (value >> 8) & 255, value & 255]);
  };
  const metadata = encode({
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: 0,
    database_type: kind,
    description: {},
    ip_version: 4,
    languages: [],
    node_count: nodes.length,
    record_size: 24,
  });
  const tree = Buffer.concat(nodes.flatMap((node) => [record(node.left), record(node.right)]));
  return Buffer.concat([tree, Buffer.alloc(16), ...data, Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1'), metadata]);
}

function put(root: Node, network: string, value: number): void {
  const [address = '', length = '32'] = network.split('/');
  const bits = address
    .split('.')
    .reduce((all, part) => all + Number(part).toString(2).padStart(8, '0'), '')
    .slice(0, Number(length));
  let node = root;
  for (const [nth, bit] of [...bits].entries()) {
    const side = bit === '0' ? 'left' : 'right';
    if (nth === bits.length - 1) node[side] = value;
    else {
      const next = node[side];
      const child: Node = typeof next === 'object' && next !== null ? next : { left: null, right: null };
      node[side] = child;
      node = child;
    }
  }
}

function* walk(node: Node): Generator<Node> {
  yield node;
  for (const next of [node.left, node.right]) if (typeof next === 'object' && next !== null) yield* walk(next);
}

type Value = string | number | readonly Value[] | { readonly [name: string]: Value };

function encode(value: Value): Buffer {
  if (typeof value === 'string') return Buffer.concat([control(2, Buffer.byteLength(value)), Buffer.from(value)]);
  if (typeof value === 'number') return number(value);
  if (Array.isArray(value)) return Buffer.concat([control(11, value.length), ...value.map(encode)]);
  const entries = Object.entries(value);
  return Buffer.concat([control(7, entries.length), ...entries.flatMap(([name, one]) => [encode(name), encode(one as Value)])]);
}

function number(value: number): Buffer {
  if (Number.isInteger(value) && value >= 0) {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value);
    return Buffer.concat([control(6, 4), bytes]);
  }
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return Buffer.concat([control(3, 8), bytes]);
}

function control(type: number, size: number): Buffer {
  const low = Math.min(size, 29);
  const head = type <= 7 ? [(type << 5) | low] : [low, type - 7];
  return Buffer.from(size < 29 ? head : [...head, size - 29]);
}
