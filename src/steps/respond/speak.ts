import { IntlMessageFormat } from 'intl-messageformat';
import de from './messages/de.json' with { type: 'json' };
import en from './messages/en.json' with { type: 'json' };
import ja from './messages/ja.json' with { type: 'json' };
import pl from './messages/pl.json' with { type: 'json' };

type Words = Readonly<Record<string, string>>;
export type Speak = (key: string, values?: Readonly<Record<string, string | number | Date>>) => string;

const languages: Readonly<Record<string, Words>> = { en, pl, de, ja };

/** With the zone, since whoever is woken may be in another one. */
const MINUTE_FORMAT = {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZoneName: 'short',
} as const;

/** This room's messages outside a request: for pages, which go to a contact in the contact's language. English where there is none. */
export function speak(language: string, timeZone: string): Speak {
  const own: Words = languages[language] ?? en;
  return (key, values = {}) => {
    const spoken = own[key] === undefined ? 'en' : language;
    const text = own[key] ?? (en as Words)[key] ?? key;
    const formats = { time: { minute: { ...MINUTE_FORMAT, timeZone } } } as const;
    return String(new IntlMessageFormat(text, spoken === 'en' ? 'en-GB' : spoken, formats).format(values));
  };
}
