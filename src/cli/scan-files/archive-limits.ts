/** One file in an archive, or what was left out and why; `path` null: the archive itself. */
export type Member = { readonly path: string; readonly bytes: Uint8Array } | { readonly path: string | null; readonly reason: string };

/** How far an archive is unpacked, in bytes: what is made to fill disks and memories is given up in time. */
export const archiveLimits = { members: 20_000, member: 8_000_000, all: 400_000_000, zip: 200_000_000, ratio: 400 } as const;
