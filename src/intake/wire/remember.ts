interface Remembered<T> {
  /** Whether this may be kept; what held somebody's data may not. */
  readonly keep?: (made: T, key: string) => boolean;
  readonly most?: number;
}

const LONGEST = 400;

/**
 * Keeps what it made under a key, so many at most; then it begins anew. The same labels and attributes come with nearly every point and span:
 * to look through them again would be most of the work.
 */
export function remember<T>(make: (key: string) => T, { keep = () => true, most = 50_000 }: Remembered<T> = {}): (key: string) => T {
  const known = new Map<string, T>();
  return (key) => {
    const found = known.get(key);
    if (found !== undefined) return found;
    const made = make(key);
    if (key.length > LONGEST || !keep(made, key)) return made;
    if (known.size >= most) known.clear();
    known.set(key, made);
    return made;
  };
}
