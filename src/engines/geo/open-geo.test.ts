import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openGeo } from './open-geo.ts';
import { writeDatabase } from './testing/write-database.ts';

const folder = mkdtempSync(join(tmpdir(), 'shopbell-geo-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
function fileOf(bytes: Uint8Array): string {
  const path = join(folder, `${Math.random()}.mmdb`);
  writeFileSync(path, bytes);
  return path;
}

it('says where an address is, and that it does not know', () => {
  const geo = openGeo(
    fileOf(
      writeDatabase('Test-City', [
        { network: '198.51.100.0/24', country: 'PL', latitude: 52.23, longitude: 21.01, radius: 20 },
        { network: '203.0.113.128/25', country: 'JP', latitude: 35.68, longitude: 139.69, radius: 50 },
      ]),
    ),
  );
  expect(geo.locate('198.51.100.7')).toEqual({ latitude: 52.23, longitude: 21.01, country: 'PL', radiusKm: 20 });
  expect(geo.locate('203.0.113.200')).toMatchObject({ country: 'JP' });
  for (const unknown of ['203.0.113.1', '192.0.2.1', '2001:db8::1', 'shop.example', '']) expect(geo.locate(unknown), unknown).toBeNull();
});

it('refuses what is no database of places when it is opened', () => {
  const wrong = (path: string) => expect(() => openGeo(path)).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
  wrong(join(folder, 'absent.mmdb'));
  wrong(fileOf(new Uint8Array(1000)));
  wrong(fileOf(writeDatabase('Test-ASN', [])));
});
