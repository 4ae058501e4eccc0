import { useView } from '../view-context.ts';

/** One stage of a way: how much came, against what is usual. */
export interface FunnelStage {
  readonly name: string;
  /** The evidence. */
  readonly href?: string;
  /** `null`: nobody tells of it; hatched, never nothing. */
  readonly seen: number | null;
  /** `null`: what is usual is not known. */
  readonly usual: number | null;
  readonly tone: 'calm' | 'bad';
  /** What it says in words, under the name. */
  readonly note?: string;
}

const WIDTH = 300;
const HEIGHT = 16;
/** Where the usual stands: what is more than half as much again goes to the end. */
const USUAL = WIDTH / 1.5;

/** The stages of a way one under the other, each against its own usual, so that what few take is as easy to see as what many do. */
export function FunnelBars({ stages, label }: { readonly stages: readonly FunnelStage[]; readonly label: string }) {
  return (
    <ol class="funnel" aria-label={label}>
      {stages.map((stage) => (
        <li>
          <span class="funnel-name">
            {stage.href ? <a href={stage.href}>{stage.name}</a> : stage.name}
            {stage.note ? <small>{stage.note}</small> : null}
          </span>
          <Bar stage={stage} />
          <Figure stage={stage} />
        </li>
      ))}
    </ol>
  );
}

function Bar({ stage: { seen, usual, tone } }: { readonly stage: FunnelStage }) {
  if (seen === null) return <span class="funnel-unknown" aria-hidden="true" />;
  const hasUsual = usual !== null && usual >= 0.05;
  const share = !hasUsual ? (seen > 0 ? 1 : 0) : Math.min(1.5, seen / usual);
  return (
    <svg class="funnel-bar" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      {!hasUsual ? null : <rect class={tone === 'bad' ? 'f-bad-soft' : 'f-calm-soft'} width={USUAL} height={HEIGHT} rx="2" />}
      <rect
        class={tone === 'bad' ? 'f-bad' : usual === null ? 'f-text' : 'f-calm'}
        y="3"
        width={Math.max(seen > 0 ? 2 : 0, share * USUAL)}
        height={HEIGHT - 6}
        rx="2"
      />
      {!hasUsual ? null : <path class="s-soft" d={`M${USUAL} 0V${HEIGHT}`} stroke-width="2" />}
    </svg>
  );
}

function Figure({ stage: { seen, usual } }: { readonly stage: FunnelStage }) {
  const { t, locale } = useView();
  const show = (value: number) => value.toLocaleString(locale, { maximumFractionDigits: value < 10 ? 1 : 0 });
  if (seen === null) return <span class="funnel-figure soft">{t('web.funnel.unknown')}</span>;
  return (
    <span class="funnel-figure">
      <b>{show(seen)}</b> <small>{usual === null ? t('web.funnel.usual-unknown') : t('web.funnel.usual', { usual: show(usual) })}</small>
    </span>
  );
}
