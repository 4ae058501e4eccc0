/** The door for who only judges: nothing behind it opens a database, so that a command starts at once. */
export { showIn } from './checks/compute-deadline.ts';
export { readFactsText } from './checks/read-facts-text.ts';
export { type Assessment, summarizeOutcome } from './checks/summarize-outcome.ts';
export { lawSheetIn } from './law-sheet-in.ts';
export { lawTables } from './tables.ts';
