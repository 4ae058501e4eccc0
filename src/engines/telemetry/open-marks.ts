/** Deliveries that are known again, at most; the engine itself remembers ten thousand inserts a table. */
const MOST = 50_000;

/** The marks of what was stored together with others, kept in the engine and in memory. */
export function openMarks(command: (sql: string) => Promise<unknown>, query: <Row>(sql: string) => Promise<Row[]>) {
  let known = new Set<string>();
  let older = new Set<string>();
  const add = (mark: string): void => {
    if (known.size >= MOST) {
      older = known;
      known = new Set();
    }
    known.add(mark);
  };
  return {
    async read(): Promise<void> {
      const rows = await query<{ readonly mark: string }>(`select mark from shopbell_stored order by at desc limit ${MOST}`);
      for (const { mark } of rows.toReversed()) add(mark);
    },
    /** Those that were not stored yet, each mark once. */
    unknown<T extends { readonly mark: string | undefined }>(all: readonly T[]): T[] {
      const seen = new Set<string>();
      return all.filter(({ mark }) => {
        if (mark === undefined) return true;
        if (known.has(mark) || older.has(mark) || seen.has(mark)) return false;
        seen.add(mark);
        return true;
      });
    },
    async keep(marks: readonly string[]): Promise<void> {
      if (marks.length === 0) return;
      const values = marks.map((mark) => `('${mark.replace(/[\\']/g, '\\$&')}')`);
      await command(`insert into shopbell_stored (mark) values ${values.join(', ')}`);
      for (const mark of marks) add(mark);
    },
  };
}
