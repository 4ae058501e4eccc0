/** Something that was fetched, or why it could not be. */
export type Got<T> = { readonly kind: 'got'; readonly value: T } | { readonly kind: 'unknown'; readonly reason: string };
