import type { SeverityTable } from '../tables.ts';
import type { Mutant } from './mutate-law.ts';

type Table = SeverityTable;

/** Every way to get one number or one place of the severity's table wrong. */
export function mutateSeverity(table: Table): Mutant<Table>[] {
  return [...mutateClasses(table), ...mutateCategories(table), ...mutateIdentification(table), ...mutateRest(table)];
}

function mutateClasses(table: Table): Mutant<Table>[] {
  return Object.entries(table.classes).flatMap(([name, row]) => {
    const put = (what: string, changed: typeof row) => ({
      what: `${name} ${what}`,
      changed: { ...table, classes: { ...table.classes, [name]: changed } },
    });
    // Beyond 1 and 4 a score is cut off, so nothing would change there.
    const seen = (change: number) => row.base + change >= 1 && row.base + change <= 4;
    const steps = row.steps.flatMap((step, i) => [
      ...[step.change - 1, step.change + 1]
        .filter(seen)
        .map((change) =>
          put(`${step.id} as ${change}`, { ...row, steps: row.steps.map((one, at) => (at === i ? { ...one, change } : one)) }),
        ),
      put(`${step.id} left out`, { ...row, steps: row.steps.filter((one) => one !== step) }),
    ]);
    return [put('base one more', { ...row, base: row.base + 1 }), put('base one less', { ...row, base: row.base - 1 }), ...steps];
  });
}

function mutateCategories(table: Table): Mutant<Table>[] {
  return Object.entries(table.categories).flatMap(([name, row]) => {
    const put = (what: string, changed: typeof row) => ({
      what: `${name} ${what}`,
      changed: { ...table, categories: { ...table.categories, [name]: changed } },
    });
    const other = row.class === 'simple' ? ('behavioural' as const) : ('simple' as const);
    const steps = table.classes[row.class].steps.filter(({ id }) => id !== row.step);
    return [
      put('of another class', { ...row, class: other, step: 'ordinary' }),
      ...steps.map(({ id }) => put(`as ${id}`, { ...row, step: id })),
    ];
  });
}

function mutateIdentification(table: Table): Mutant<Table>[] {
  return table.identification.flatMap((row, i) => {
    const put = (what: string, changed: readonly (typeof row)[]) => ({
      what: `${row.id} ${what}`,
      changed: { ...table, identification: table.identification.toSpliced(i, 1, ...changed) },
    });
    // A document alone identifies as well as with a name: its row says so by itself.
    const counted = (row.any ?? []).filter((item) => item !== 'identity-document');
    const drops = counted.map((item) => put(`without ${item}`, [{ ...row, any: (row.any ?? []).filter((one) => one !== item) }]));
    return [
      put('left out', []),
      put('higher', [{ ...row, level: row.level + 0.25 }]),
      put('lower', [{ ...row, level: row.level - 0.25 }]),
      ...drops,
    ];
  });
}

function mutateRest(table: Table): Mutant<Table>[] {
  const points = Object.entries(table.circumstances).flatMap(([name, rows]) =>
    Object.entries(rows).map(([choice, row]) => ({
      what: `${name} ${choice} higher`,
      changed: {
        ...table,
        circumstances: { ...table.circumstances, [name]: { ...rows, [choice]: { ...row, points: row.points + 0.25 } } },
      },
    })),
  );
  const bands = table.bands.slice(1).flatMap((band, i) =>
    [-0.25, 0.25].map((by) => ({
      what: `${band.id} from ${by}`,
      changed: { ...table, bands: table.bands.map((one, at) => (at === i + 1 ? { ...one, from: one.from + by } : one)) },
    })),
  );
  const flags = [-1, 1].map((by) => ({
    what: `many people ${by}`,
    changed: {
      ...table,
      flags: table.flags.map((flag) =>
        flag.people_more_than === undefined ? flag : { ...flag, people_more_than: flag.people_more_than + by },
      ),
    },
  }));
  const encrypted = { what: 'encrypted higher', changed: { ...table, encrypted: { ...table.encrypted, level: 0.5 } } };
  const gone = table.flags.map((flag) => ({
    what: `${flag.id} left out`,
    changed: { ...table, flags: table.flags.filter((one) => one !== flag) },
  }));
  return [...points, ...bands, ...flags, ...gone, encrypted];
}
