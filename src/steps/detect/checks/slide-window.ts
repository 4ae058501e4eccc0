export interface Read {
  /** Milliseconds since 1970; reads come in this order. */
  readonly at: number;
  /** What was read: equal for equal records. */
  readonly object: number | string;
}

export interface WindowPeak {
  /** Most different objects in any window. */
  readonly peak: number;
  /** When the number of different objects first reached `threshold`; `null` when it never did. */
  readonly crossedAt: number | null;
}

/** Slides a window of `length` ms (both ends inside) over reads and counts different objects exactly. */
export function slideWindow(length: number, threshold: number): { push(read: Read): void; result(): WindowPeak } {
  const inside: Read[] = [];
  const times = new Map<Read['object'], number>();
  let head = 0;
  let peak = 0;
  let crossedAt: number | null = null;
  return {
    push(read) {
      inside.push(read);
      times.set(read.object, (times.get(read.object) ?? 0) + 1);
      for (let oldest = inside[head]; oldest !== undefined && oldest.at < read.at - length; oldest = inside[++head]) {
        const left = (times.get(oldest.object) ?? 1) - 1;
        if (left === 0) times.delete(oldest.object);
        else times.set(oldest.object, left);
      }
      if (head > 10_000 && head * 2 > inside.length) head -= inside.splice(0, head).length;
      if (times.size > peak) peak = times.size;
      if (crossedAt === null && times.size >= threshold) crossedAt = read.at;
    },
    result: () => ({ peak, crossedAt }),
  };
}
