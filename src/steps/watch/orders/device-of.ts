/** Kinds of devices on which people order. */
const devices = ['mobile', 'tablet', 'desktop', 'other'] as const;
type Device = (typeof devices)[number];

const SAID: Readonly<Record<string, Device>> = {
  ...Object.fromEntries(devices.map((one) => [one, one])),
  ...{ phone: 'mobile', smartphone: 'mobile', handheld: 'mobile', computer: 'desktop', pc: 'desktop', web: 'desktop' },
};

/**
 * The kind of device of a word (`Mobile`, `phone`) or of what a browser says of itself; '' when nothing is told. The text itself is kept
 * nowhere. An iPad that asks for the desktop's pages says that it is a Mac, and counts as one. As the engine does of events (012-order-device.sql). Pure.
 */
export function deviceOf(text: string): Device | '' {
  const lower = text.trim().toLowerCase();
  if (lower === '') return '';
  const said = SAID[lower];
  if (said !== undefined) return said;
  if (/ipad|tablet|kindle|silk\/|playbook/.test(lower)) return 'tablet';
  if (/iphone|ipod|mobi|windows phone|opera mini/.test(lower)) return 'mobile';
  if (lower.includes('android')) return 'tablet';
  return /windows nt|macintosh|x11|cros/.test(lower) ? 'desktop' : 'other';
}
