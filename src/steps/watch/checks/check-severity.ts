/** How grave it can be that a check is down, the worst first. `low` is shown, and wakes nobody. */
export const checkSeverities = ['critical', 'high', 'medium', 'low'] as const;
export type CheckSeverity = (typeof checkSeverities)[number];
