const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec';

function two(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? Number.NaN : tens * 10 + ones;
}

/**
 * Reads `22/Nov/2026:10:00:00 +0000` that starts at `at`. Returns ms since 1970, or NaN.
 * Without a zone the time is taken as UTC.
 */
function scanCommonDate(text: string, at: number): number {
  const day = two(text, at);
  const month = MONTHS.indexOf(text.slice(at + 3, at + 6)) / 3;
  const year = two(text, at + 7) * 100 + two(text, at + 9);
  const seconds = two(text, at + 12) * 3600 + two(text, at + 15) * 60 + two(text, at + 18);
  if (!Number.isInteger(month) || month < 0 || day < 1 || day > 31 || !(seconds < 90_000)) return Number.NaN;
  const ms = Date.UTC(year, month, day) + seconds * 1000;
  const sign = text.charCodeAt(at + 21);
  if (sign !== 43 && sign !== 45) return ms;
  const shift = (two(text, at + 22) * 60 + two(text, at + 24)) * 60_000;
  return sign === 43 ? ms - shift : ms + shift;
}

/** A reader of the same dates that remembers the last one: log lines come in runs of the same second. */
export function makeDateScanner(): (text: string, at: number) => number {
  let lastText = '';
  let lastMs = Number.NaN;
  return (text, at) => {
    if (lastText !== '' && text.startsWith(lastText, at)) return lastMs;
    const ms = scanCommonDate(text, at);
    lastText = Number.isNaN(ms) ? '' : text.slice(at, at + 26);
    lastMs = ms;
    return ms;
  };
}

/** Reads a time of a JSON log: ISO 8601, the common log's date, or seconds, ms, µs or ns since 1970. NaN when it is none. */
export function readAnyDate(value: unknown): number {
  if (typeof value === 'number') return fromEpoch(value);
  if (typeof value !== 'string' || value.length > 40) return Number.NaN;
  if (/^\d{9,19}(\.\d+)?$/.test(value)) return fromEpoch(Number(value));
  if (/^\d{1,2}\/[A-Z]/.test(value)) return scanCommonDate(value, 0);
  return Date.parse(value.includes('T') || /[zZ]|[+-]\d\d:?\d\d$/.test(value) ? value : `${value.replace(' ', 'T')}Z`);
}

function fromEpoch(value: number): number {
  if (!(value > 0) || value > 1e20) return Number.NaN;
  if (value < 1e11) return value * 1000;
  if (value < 1e14) return value;
  return value < 1e17 ? value / 1e3 : value / 1e6;
}
