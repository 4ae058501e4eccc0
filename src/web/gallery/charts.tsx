import { BarChart } from '../charts/bar-chart.tsx';
import type { BandPoint, Point } from '../charts/chart-types.ts';
import { Histogram } from '../charts/histogram.tsx';
import { LineChart } from '../charts/line-chart.tsx';
import { Sparkline } from '../charts/sparkline.tsx';
import { Card, Grid } from '../components/card.tsx';
import { Stat } from '../components/stat.tsx';

const START = Date.parse('2026-11-28T23:00:00Z');
const STEP = 10 * 60_000;
const at = (index: number) => new Date(START + index * STEP);

const times: readonly Point[] = Array.from({ length: 60 }, (_, index) => {
  const usual = 180 + 26 * Math.sin(index / 5) + ((index * 53) % 17);
  const slow = index >= 34 && index <= 46 ? 260 * Math.sin(((index - 33) / 14) * Math.PI) : 0;
  return [at(index), index >= 20 && index < 23 ? null : Math.round(usual + slow)];
});

const band: readonly BandPoint[] = Array.from({ length: 60 }, (_, index) => {
  const middle = 186 + 26 * Math.sin(index / 5);
  return [at(index), Math.round(middle - 42), Math.round(middle + 46)];
});

const bins = [4, 19, 52, 71, 48, 30, 17, 11, 9, 6, 3, 1].map((count, index) => ({ from: 80 + index * 40, to: 120 + index * 40, count }));

export function charts() {
  return (
    <>
      <Card
        heading="Response time left its usual band at 05:40"
        foot="Measured from one prober every 10 minutes; nobody measured from 03:20 to 03:50."
      >
        <LineChart
          label="Response time of Shop North from midnight to ten, usual 140 to 260 ms; above it from 05:40 to 07:40, at most 460 ms"
          name="Response time"
          unit="ms"
          points={times}
          band={band}
          marks={[{ from: at(34), to: at(46), label: 'slower than usual' }]}
          level={{ value: 400, label: 'alarm at 400 ms' }}
        />
      </Card>
      <Grid>
        <Card heading="Most orders come in the evening">
          <BarChart
            label="Orders by part of the day: night 12, morning 96, noon 148, evening 212, late not measured"
            bars={[
              { name: 'night', value: 12 },
              { name: 'morning', value: 96 },
              { name: 'noon', value: 148, tone: 'warn' },
              { name: 'evening', value: 212, tone: 'ok' },
              { name: 'late', value: null },
            ]}
          />
        </Card>
        <Card heading="Nineteen of twenty answers take less than 400 ms">
          <Histogram
            label="How long answers take: most between 160 and 280 ms"
            unit="ms"
            bins={bins}
            mark={{ value: 400, label: '95 %' }}
          />
        </Card>
      </Grid>
      <Grid columns={4}>
        <Stat
          label="Orders per hour"
          value={212}
          note="usual 190–240"
          tone="ok"
          chart={<Sparkline tone="ok" values={[12, 40, 90, 148, 201, 212]} label="Orders per hour, rising from 12 to 212" />}
        />
        <Stat
          label="Courier answers"
          value={2.4}
          unit="s"
          tone="warn"
          chart={<Sparkline tone="warn" values={[0.8, 0.9, null, 1.2, 2.1, 2.4]} label="Courier, 0.8 to 2.4 s" />}
        />
        <Stat
          label="Failed payments"
          value={31}
          unit="%"
          tone="bad"
          chart={<Sparkline tone="bad" values={[2, 2, 3, 9, 22, 31]} label="Failed payments, 2 to 31 percent" />}
        />
        <Stat label="Stock messages" value={null} note="the ERP sent none" />
      </Grid>
    </>
  );
}
