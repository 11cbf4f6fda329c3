/** One rung: a message between two rails or a fact at one, closed or opened. */
import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { memo, type ReactElement } from 'react';
import type { LadderExchange, LadderFact, LadderMessage } from '../../../src/wire/live/ladder.ts';
import { exactOf, tookOf } from '../app/words.ts';
import { middleOf, spanOfArrow } from './lanes.ts';
import { RungDetail } from './rung-detail.tsx';
import { isBad, spokenRung, statusWords } from './rung-words.ts';

const useStyles = makeStyles({
  rung: { contentVisibility: 'auto', containIntrinsicSize: 'auto 46px' },
  row: {
    display: 'grid',
    gridTemplateColumns: 'var(--time) minmax(0, 1fr) var(--status)',
    alignItems: 'center',
    width: '100%',
    height: '46px',
    padding: 0,
    border: 'none',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: 'transparent',
    color: tokens.colorNeutralForeground1,
    fontFamily: 'inherit',
    fontSize: tokens.fontSizeBase200,
    textAlign: 'left',
    cursor: 'pointer',
    ':hover': {
      backgroundColor: tokens.colorSubtleBackgroundHover,
      '@media (forced-colors: active)': { backgroundColor: 'transparent', outline: '1px solid Highlight' },
    },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  time: {
    paddingLeft: '4px',
    color: tokens.colorNeutralForeground2,
    fontVariantNumeric: 'tabular-nums',
    '@media (max-width: 640px)': { fontSize: '11px' },
  },
  lanes: { position: 'relative', height: '100%' },
  // Longer than its arrow if need be: centred on it, up to the nearer edge of the ladder.
  label: {
    position: 'absolute',
    top: '5px',
    transform: 'translateX(-50%)',
    textAlign: 'center',
    whiteSpace: 'nowrap',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    padding: '0 3px',
    backgroundColor: tokens.colorNeutralBackground1,
  },
  arrow: {
    position: 'absolute',
    top: '30px',
    height: 0,
    borderTop: `2px solid ${tokens.colorNeutralForeground3}`,
    '::after': {
      content: '""',
      position: 'absolute',
      top: '-6px',
      borderTop: '5px solid transparent',
      borderBottom: '5px solid transparent',
    },
  },
  right: { '::after': { right: '0', borderLeft: `8px solid ${tokens.colorNeutralForeground3}` } },
  left: { '::after': { left: '0', borderRight: `8px solid ${tokens.colorNeutralForeground3}` } },
  self: { minWidth: '24px' },
  badArrow: {
    borderTopColor: tokens.colorPaletteRedForeground1,
    '::after': { borderLeftColor: tokens.colorPaletteRedForeground1, borderRightColor: tokens.colorPaletteRedForeground1 },
  },
  status: { paddingRight: '6px', textAlign: 'right', color: tokens.colorNeutralForeground2, fontVariantNumeric: 'tabular-nums' },
  took: { '@media (max-width: 640px)': { display: 'none' } },
  bad: { color: tokens.colorPaletteRedForeground1, fontWeight: tokens.fontWeightSemibold },
  good: { color: tokens.colorPaletteGreenForeground1 },
  fact: {
    position: 'absolute',
    top: '11px',
    display: 'flex',
    alignItems: 'center',
    columnGap: '6px',
    maxWidth: '70%',
    height: '24px',
    padding: '0 8px 0 7px',
    borderRadius: '12px',
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    backgroundColor: tokens.colorNeutralBackground3,
    whiteSpace: 'nowrap',
  },
  factText: { overflow: 'hidden', textOverflow: 'ellipsis' },
  dot: {
    flexShrink: 0,
    width: '8px',
    height: '8px',
    borderRadius: '50%',
    backgroundColor: tokens.colorNeutralForeground3,
    forcedColorAdjust: 'none',
  },
  dotGood: { backgroundColor: tokens.colorPaletteGreenBackground3 },
  dotBad: { backgroundColor: tokens.colorPaletteRedBackground3 },
  reversed: { flexDirection: 'row-reverse', padding: '0 7px 0 8px' },
});

type RungProps = {
  readonly message: LadderMessage;
  /** The ids of all rails in order, one a line: a text, so that an unchanged drawing is recognised. */
  readonly railIds: string;
  readonly startMs: number;
  readonly isOpen: boolean;
  readonly isReachable: boolean;
  readonly onToggle: (order: number, isOpen: boolean) => void;
};

export const Rung: React.NamedExoticComponent<RungProps> = memo(function Rung(props: RungProps): ReactElement {
  const { message, railIds, startMs, isOpen, isReachable, onToggle } = props;
  const styles = useStyles();
  const rails = railIds.split('\n');
  const id = `rung-${String(message.order)}`;
  const status = statusWords(message);
  return (
    <li className={isOpen ? undefined : styles.rung}>
      <button
        type="button"
        className={styles.row}
        data-order={message.order}
        data-testid="rung"
        tabIndex={isReachable ? 0 : -1}
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        onClick={() => onToggle(message.order, isOpen)}
      >
        <span className="sr-only">{spokenRung(message)}</span>
        <span className={styles.time} aria-hidden title={exactOf(message.atMs)}>
          +{((message.atMs - startMs) / 1000).toFixed(2)}
        </span>
        <span className={styles.lanes} aria-hidden>
          {message.kind === 'exchange' ? <Arrow message={message} rails={rails} /> : <Fact message={message} rails={rails} />}
        </span>
        <span className={mergeClasses(styles.status, isBad(message) && styles.bad)} aria-hidden>
          {status}
          {message.kind === 'exchange' && message.tookMs !== undefined && <span className={styles.took}> · {tookOf(message.tookMs)}</span>}
        </span>
      </button>
      {isOpen && <RungDetail id={id} message={message} />}
    </li>
  );
});

function Arrow({ message, rails }: { readonly message: LadderExchange; readonly rails: readonly string[] }): ReactElement {
  const styles = useStyles();
  const { left, width, points } = spanOfArrow(rails.indexOf(message.from.id), rails.indexOf(message.to.id), rails.length);
  const place = { left: `${String(left)}%`, width: `${String(width)}%` };
  const middle = left + width / 2;
  const room = 2 * Math.min(middle, 100 - middle);
  const bad = isBad(message);
  return (
    <>
      <span className={mergeClasses(styles.label, bad && styles.bad)} style={{ left: `${String(middle)}%`, maxWidth: `${String(room)}%` }}>
        {message.title}
      </span>
      <span className={mergeClasses(styles.arrow, styles[points], bad && styles.badArrow)} style={place} />
    </>
  );
}

function Fact({ message, rails }: { readonly message: LadderFact; readonly rails: readonly string[] }): ReactElement {
  const styles = useStyles();
  const index = rails.indexOf(message.at.id);
  const middle = middleOf(index, rails.length);
  const isLeft = middle <= 50;
  // The dot stands on the rail: half of it and the edge's padding are 12 pixels.
  const place = isLeft ? { left: `calc(${String(middle)}% - 12px)` } : { right: `calc(${String(100 - middle)}% - 12px)` };
  const { tone } = message;
  return (
    <span className={mergeClasses(styles.fact, !isLeft && styles.reversed)} style={place}>
      <span className={mergeClasses(styles.dot, tone === 'good' && styles.dotGood, tone === 'bad' && styles.dotBad)} />
      <span className={mergeClasses(styles.factText, tone === 'bad' && styles.bad)}>{message.title}</span>
    </span>
  );
}
