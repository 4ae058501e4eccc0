/** Stands where a test opened no engine: any use of it fails with its name. */
export function absent<T extends object>(name: string): T {
  return new Proxy({} as T, {
    get: (_target, key) => {
      if (key === 'then' || typeof key === 'symbol') return undefined;
      throw new Error(`This test opened no ${name} engine (asked for ${key}).`);
    },
  });
}
