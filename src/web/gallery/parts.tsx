import { ButtonLink } from '../components/button.tsx';
import { Card, Grid } from '../components/card.tsx';
import { type Column, DataTable } from '../components/data-table.tsx';
import { Diff } from '../components/diff.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { EvidenceLink, EvidenceList } from '../components/evidence-list.tsx';
import { FactRow, Facts, KeyValue } from '../components/fact-row.tsx';
import { Fold } from '../components/fold.tsx';
import { NowCard } from '../components/now-card.tsx';
import { Chip, Pill } from '../components/pill.tsx';
import { Ring } from '../components/ring.tsx';
import { Stations } from '../components/stations.tsx';
import { Tabs } from '../components/tabs.tsx';
import { Timeline } from '../components/timeline.tsx';
import { Verbatim } from '../components/verbatim.tsx';
import { way } from './overview.tsx';

const HOUR = 3_600_000;
const tones = ['ok', 'warn', 'bad', 'calm', 'unknown'] as const;
const words = { ok: 'confirmed', warn: 'likely', bad: 'broken', calm: 'noted', unknown: 'unknown' } as const;

interface Line {
  readonly path: string;
  readonly reads: number;
  readonly kind: string;
}

const lines: readonly Line[] = Array.from({ length: 14 }, (_, index) => ({
  path: `/orders/${100_000 + index * 7}`,
  reads: (index * 37) % 11,
  kind: index % 3 === 0 ? 'invoice' : 'order',
}));

const columns: readonly Column<Line>[] = [
  { key: 'path', label: 'Page', cell: (line) => <code>{line.path}</code>, sortBy: (line) => line.path },
  { key: 'kind', label: 'Kind', cell: (line) => line.kind, sortBy: (line) => line.kind, filterBy: (line) => line.kind },
  {
    key: 'reads',
    label: 'Reads',
    align: 'number',
    cell: (line) => <EvidenceLink href="#evidence">{line.reads}</EvidenceLink>,
    sortBy: (line) => line.reads,
  },
];

export function parts() {
  return (
    <>
      <Tabs
        label="Views of the case"
        tabs={[
          { href: '/parts', label: 'Answers', current: true },
          { href: '/charts', label: 'Evidence', count: 12 },
          { href: '/forms', label: 'Form' },
        ]}
      />
      <NowCard heading="Nothing needs you" tone="ok">
        All three shops answer, no signal is open, and the last drill was 12 days ago.
      </NowCard>
      <Grid columns={3}>
        {tones.map((tone) => (
          <Card heading={`An answer that is ${tone}`} tone={tone} foot="Rule F-08, read 12 October 2026">
            <p>1,204 people, name with address and order contents, taken on purpose.</p>
            <p>
              <Pill tone={tone}>{words[tone]}</Pill> <Chip>F-08</Chip>
            </p>
          </Card>
        ))}
      </Grid>
      <Card heading="The clock tells how much is left">
        <div class="row">
          <Ring leftMs={67.351 * HOUR} wholeMs={72 * HOUR} />
          <Ring leftMs={30 * HOUR} wholeMs={72 * HOUR} />
          <Ring leftMs={5.2 * HOUR} wholeMs={72 * HOUR} />
          <Ring leftMs={-2.1 * HOUR} wholeMs={72 * HOUR} />
          <Ring leftMs={null} wholeMs={72 * HOUR} />
          <Ring leftMs={20 * HOUR} wholeMs={24 * HOUR} size="small" />
        </div>
      </Card>
      <Card heading="The way of a leak">
        <Stations stations={way} />
      </Card>
      <Grid>
        <Facts2 />
        <Card heading="What happened, in order">
          <Timeline
            items={[
              { at: new Date('2026-11-29T02:01:04Z'), what: 'First order page read by a stranger', by: 'access log of North', tone: 'bad' },
              {
                at: new Date('2026-11-29T02:02:11Z'),
                what: 'Signal: orders read one after another',
                by: 'rule detect.enumeration',
                tone: 'warn',
              },
              { at: new Date('2026-11-29T02:02:12Z'), what: 'Paged', by: 'mail and signed webhook', tone: 'calm' },
              { at: new Date('2026-11-29T02:21:40Z'), what: 'Account locked, reads stopped', by: 'Fictitious Person A', tone: 'ok' },
              { at: new Date('2026-11-29T02:30:00Z'), what: 'Whether a copy was passed on', tone: 'unknown' },
            ]}
          />
        </Card>
      </Grid>
      <Grid>
        <Card heading="What the statement rests on" id="evidence">
          <EvidenceList
            open={3}
            hrefOf={(item) => (item.kind === 'log-line' ? '/charts' : null)}
            items={[
              { kind: 'log-line', text: '203.0.113.7 - - [29/Nov/2026:03:01:04 +0100] "GET /orders/100000 HTTP/1.1" 200 5120' },
              { kind: 'header', text: 'content-security-policy: (none)' },
              { kind: 'certificate', text: 'CN=shop-north.example, not after 2027-01-14' },
              { kind: 'dns', text: '_dmarc.shop-north.example TXT v=DMARC1; p=none' },
            ]}
          />
        </Card>
        <Card heading="What changed on the payment page">
          <Diff
            label="Scripts of the payment page, before and after"
            lines={[
              { kind: 'same', text: '/js/checkout.4f2a.js  sha256-9Vw…' },
              { kind: 'removed', text: '/js/pay.77c1.js       sha256-1Kq…' },
              { kind: 'added', text: '/js/pay.90be.js       sha256-Zx4…' },
              { kind: 'added', text: 'https://cdn-stats.example/t.js' },
            ]}
          />
        </Card>
      </Grid>
      <Grid columns="split">
        <Card heading="Fourteen pages were read">
          <DataTable caption="Pages that were read" columns={columns} rows={lines} pageSize={6} textOf={(line) => line.path} />
        </Card>
        <Card heading="How to send">
          <Fold summary="nginx" open>
            <Verbatim text={'server {\n  listen 443 ssl;\n}'} />
          </Fold>
          <Fold summary="Caddy">Nothing to set.</Fold>
        </Card>
        <Card>
          <EmptyState heading="No impostor has been found." action={<ButtonLink href="/forms">Add a name to watch</ButtonLink>}>
            Names that look like yours appear here as soon as a certificate is made for one.
          </EmptyState>
        </Card>
      </Grid>
    </>
  );
}

function Facts2() {
  return (
    <Card heading="Facts, each with its certainty">
      <Facts>
        <FactRow label="What was read" tone="ok" state="confirmed" href="#evidence">
          Name, delivery address, items, price
        </FactRow>
        <FactRow label="Whose" tone="ok" state="confirmed">
          1,204 customers <Chip>PL 1,121 · DE 83</Chip>
        </FactRow>
        <FactRow label="By whom" tone="warn" state="likely">
          One account, created 28 Nov 23:50, two addresses
        </FactRow>
        <FactRow label="Copied elsewhere" tone="unknown" state="unknown">
          Cannot be excluded; honey customers silent so far
        </FactRow>
      </Facts>
      <KeyValue
        items={[
          { key: 'Case', value: '2026-014' },
          { key: 'Opened', value: 'by signal, 1.4 s after it' },
        ]}
      />
    </Card>
  );
}
