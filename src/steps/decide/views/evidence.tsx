import { useView } from '#web/view-context.ts';
import { lawWords } from '../law-words.ts';

/** Where what an id names can be looked at. */
const rooms: Readonly<Record<string, string>> = {
  sig: '/detect/signals/',
  inc: '/respond/incidents/',
  case: '/decide/cases/',
  ntc: '/tell/notices/',
};
const LINK = /(https:\/\/[^\s<>"]+|\b(?:sig|inc|case|ntc)_[0-9A-HJKMNP-TV-Z]{26}\b)/;

/** What a fact rests on, in the reader's language where the program stated it. A signal's, incident's, case's or notice's id, and an address of a document, lead there. */
export function Evidence({ text }: { readonly text: string }) {
  const { locale } = useView();
  return (
    <>
      {lawWords(locale)(text)
        .split(LINK)
        .map((part) => {
          const room = rooms[part.slice(0, part.indexOf('_'))];
          if (!LINK.test(part)) return part;
          return (
            <a href={part.startsWith('https:') ? part : `${room}${part}`} {...(part.startsWith('https:') ? { rel: 'noreferrer' } : {})}>
              {part}
            </a>
          );
        })}
    </>
  );
}
