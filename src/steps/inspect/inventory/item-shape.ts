import { z } from 'zod';

/** Something of the payment page that people say something of. */
export const itemShape = z.object({ kind: z.enum(['script', 'host', 'header']), key: z.string().min(1).max(4_000) });

export const reasonShape = z.string().trim().min(3).max(500);

export type Item = z.output<typeof itemShape>;
