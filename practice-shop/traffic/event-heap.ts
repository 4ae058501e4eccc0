/** Things ordered by their time: a binary heap. */
export interface EventHeap<T> {
  readonly size: () => number;
  push(at: number, item: T): void;
  /** The earliest time, or infinity when empty. */
  next(): number;
  pop(): { readonly at: number; readonly item: T } | undefined;
}

export function openEventHeap<T>(): EventHeap<T> {
  const heap: { at: number; item: T }[] = [];
  const before = (a: number, b: number): boolean => (heap[a]?.at ?? Number.POSITIVE_INFINITY) < (heap[b]?.at ?? Number.POSITIVE_INFINITY);
  const swap = (a: number, b: number): void => {
    const [first, second] = [heap[a], heap[b]];
    if (!first || !second) return;
    heap[a] = second;
    heap[b] = first;
  };
  return {
    size: () => heap.length,
    push(at, item) {
      heap.push({ at, item });
      for (let i = heap.length - 1; i > 0; ) {
        const parent = (i - 1) >> 1;
        if (!before(i, parent)) break;
        swap(i, parent);
        i = parent;
      }
    },
    next: () => heap[0]?.at ?? Number.POSITIVE_INFINITY,
    pop() {
      const top = heap[0];
      const last = heap.pop();
      if (top && last && heap.length > 0) heap[0] = last;
      for (let i = 0; ; ) {
        let least = i;
        for (const child of [2 * i + 1, 2 * i + 2]) if (before(child, least)) least = child;
        if (least === i) break;
        swap(i, least);
        i = least;
      }
      return top;
    },
  };
}
