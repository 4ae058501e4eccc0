/** The command line's public contract. */
export const exitCodes = { fine: 0, found: 1, usage: 2, couldNotRun: 3 } as const;
