import { z } from 'zod';
import { defineEvent } from '#kernel/event.ts';
import { idShape, severityShape } from '#kernel/shapes.ts';

const named = z.object({ kind: z.enum(['script', 'host', 'header']), key: z.string() });
const counts = z.object({ ok: z.int(), found: z.int(), unknown: z.int() });

export const runStarted = defineEvent('inspect.run-started', z.object({ run: idShape('run'), shop: idShape('shop'), url: z.string() }));
export const runFinished = defineEvent(
  'inspect.run-finished',
  z.object({ run: idShape('run'), shop: idShape('shop'), url: z.string(), counts }),
);
/** A weakness seen for the first time, or seen again after it was gone. */
export const findingOpened = defineEvent(
  'inspect.finding-opened',
  z.object({
    finding: idShape('fnd'),
    shop: idShape('shop'),
    check: z.string(),
    severity: severityShape,
    title: z.string(),
    url: z.string(),
  }),
);
export const findingGone = defineEvent(
  'inspect.finding-gone',
  z.object({ finding: idShape('fnd'), shop: idShape('shop'), check: z.string() }),
);
/** A person looked at the payment page’s scripts and hosts and said why they are there. */
export const scriptsAuthorised = defineEvent(
  'inspect.scripts-authorised',
  z.object({
    shop: idShape('shop'),
    scripts: z.int(),
    hosts: z.int(),
    reason: z.string(),
    headers: z.int().optional(),
    owner: z.string().nullable().optional(),
    until: z.string().nullable().optional(),
    items: z.array(named).optional(),
  }),
);
/** A person said that a script or host must not be on the payment page. */
export const scriptsRejected = defineEvent(
  'inspect.scripts-rejected',
  z.object({ shop: idShape('shop'), items: z.array(named), reason: z.string() }),
);
/** A person took back what was said of scripts, hosts or headers: they are new again. */
export const authorisationWithdrawn = defineEvent(
  'inspect.authorisation-withdrawn',
  z.object({ shop: idShape('shop'), items: z.array(named), reason: z.string() }),
);
/** Whether scripts and hosts of a vendor are trusted, changes included. */
export const vendorTrustChanged = defineEvent(
  'inspect.vendor-trust-changed',
  z.object({ shop: idShape('shop'), domain: z.string(), trusted: z.boolean(), reason: z.string() }),
);
/** What became different on the payment page between two looks. */
export const inventoryChanged = defineEvent(
  'inspect.inventory-changed',
  z.object({
    shop: idShape('shop'),
    run: idShape('run'),
    changes: z.array(
      z.object({
        kind: z.enum(['script', 'host', 'header']),
        what: z.enum(['new', 'changed', 'removed', 'returned']),
        key: z.string(),
        from: z.string().optional(),
        to: z.string().optional(),
        adds: z.array(z.string()).optional(),
      }),
    ),
    more: z.int(),
  }),
);
/** The evidence for an assessor was taken out. */
export const evidenceExported = defineEvent(
  'inspect.evidence-exported',
  z.object({ shop: idShape('shop'), from: z.string(), to: z.string(), format: z.enum(['pdf', 'csv', 'json']), sha256: z.string() }),
);
/** Old contents of scripts were removed for good. */
export const sourcesRemoved = defineEvent('inspect.sources-removed', z.object({ versions: z.int() }));
/** Shops were given their turns in a night. */
export const nightPlanned = defineEvent('inspect.night-planned', z.object({ night: z.string(), shops: z.int() }));
/** A night was too short: these shops were not inspected in it. */
export const nightOver = defineEvent(
  'inspect.night-over',
  z.object({ night: z.string(), shops: z.int(), missed: z.array(idShape('shop')) }),
);
/** A person or a build gave a bill of materials of a shop or a part of it. */
export const sbomGiven = defineEvent(
  'inspect.sbom-given',
  z.object({
    sbom: idShape('sbom'),
    shop: idShape('shop'),
    system: z.string(),
    release: z.string().nullable(),
    sha256: z.string(),
    components: z.int(),
  }),
);
/** A bill of materials was compared with advisories, and it came out otherwise than before. */
export const sbomJudged = defineEvent(
  'inspect.sbom-judged',
  z.object({
    ...{ sbom: idShape('sbom'), shop: idShape('shop'), system: z.string() },
    ...{ components: z.int(), compared: z.int(), holes: z.int(), exploited: z.int(), ends: z.int(), ended: z.int(), unknown: z.int() },
  }),
);
export const sbomRemoved = defineEvent(
  'inspect.sbom-removed',
  z.object({ sbom: idShape('sbom'), shop: idShape('shop'), system: z.string(), sha256: z.string() }),
);
export const settingsChanged = defineEvent('inspect.settings-changed', z.object({ shop: idShape('shop'), changed: z.array(z.string()) }));
export const controlProven = defineEvent(
  'inspect.control-proven',
  z.object({ shop: idShape('shop'), by: z.enum(['file', 'dns', 'meta']) }),
);
