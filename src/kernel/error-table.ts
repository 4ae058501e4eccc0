import { askingErrors } from './error-tables/asking-errors.ts';
import { decidingErrors } from './error-tables/deciding-errors.ts';
import { machineErrors } from './error-tables/machine-errors.ts';
import { watchingErrors } from './error-tables/watching-errors.ts';

/** Every error a person can meet. A code never changes its meaning; the reference page is generated from here. */
export const errorTable = { ...askingErrors, ...machineErrors, ...watchingErrors, ...decidingErrors } as const;

export type ErrorCode = keyof typeof errorTable;
