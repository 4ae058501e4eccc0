/**
 * How often a record was read, over rows of `reads`: what the shop's log and its own events both tell is one read. Where only one of them
 * is whole the count is exact; where each tells what the other does not, it is how often at least.
 */
export const TIMES = "greatest(countIf(via = 'event'), countIf(via != 'event'))";
