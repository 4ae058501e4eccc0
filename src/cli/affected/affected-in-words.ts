import { type AffectedDocument, inEnglish } from '#steps/detect/index.ts';

/** The document as a page of text in English. */
export function affectedInWords({
  people,
  records,
  kinds,
  byCategory,
  first,
  last,
  times,
  reasons,
  groups,
  asked,
}: AffectedDocument): string {
  const heading =
    people.atMost === null
      ? inEnglish('detect.affected.heading.open', { atLeast: people.atLeast })
      : inEnglish('detect.affected.heading', { atLeast: people.atLeast, atMost: people.atMost });
  const span = first === null || last === null ? '' : `, ${times} reads from ${first} to ${last}`;
  const said = (group: AffectedDocument['groups'][number]): string => {
    const atMost = group.atMost === null ? 'nobody can tell how many at most' : `at most ${group.atMost}`;
    if (group.answer === 'nobody') return 'nobody';
    return group.answer === 'some' ? `at least ${group.atLeast}, ${atMost}` : `unknown, ${atMost}`;
  };
  return [
    heading,
    ...reasons.map(({ code, values }) => `  ${inEnglish(`detect.affected.reason.${code}`, values)}`),
    '',
    `${records} records${span}`,
    ...kinds.map(
      (kind) => `  ${kind.kind.padEnd(18)} ${kind.records} (${kind.certain} certain, ${kind.likely} likely, ${kind.possible} possible)`,
    ),
    ...Object.entries(byCategory).map(([category, count]) => `  shows ${inEnglish(`detect.category.${category}`, {}).padEnd(24)} ${count}`),
    '',
    `Groups that matter legally${asked === null ? '; the directory was not asked (--ask)' : `, as the directory told it on ${asked.at}`}:`,
    ...groups.map((group) => {
      const why = group.because.map(({ code, values }) => inEnglish(`detect.affected.groups.because.${code}`, values)).join(' ');
      return `  ${group.group.padEnd(24)} ${said(group)}${why === '' ? '' : `. ${why}`}`;
    }),
    '',
  ].join('\n');
}
