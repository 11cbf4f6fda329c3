/** The ladder: rails from top to bottom, each message a rung between two of them, moved through by the arrow keys. */
import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { memo, useCallback, useEffect, useRef, useState, type KeyboardEvent, type NamedExoticComponent, type ReactElement } from 'react';
import type { LadderMessage, Rail } from '../../../src/wire/live/ladder.ts';
import { middleOf } from './lanes.ts';
import { openRung } from './open-rung.ts';
import { Rung } from './rung.tsx';
import { useStickToEnd } from './use-stick-to-end.ts';

const useStyles = makeStyles({
  ladder: {
    position: 'relative',
    '--time': '72px',
    '--status': '104px',
    '@media (max-width: 640px)': { '--time': '46px', '--status': '36px' },
  },
  head: {
    position: 'sticky',
    top: 0,
    zIndex: 2,
    display: 'grid',
    gridAutoFlow: 'column',
    gridAutoColumns: 'minmax(0, 1fr)',
    margin: '0 var(--status) 0 var(--time)',
    padding: '6px 0',
    backgroundColor: tokens.colorNeutralBackground1,
  },
  name: {
    textAlign: 'center',
    fontSize: tokens.fontSizeBase200,
    fontWeight: tokens.fontWeightSemibold,
    padding: '0 2px',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    overflowWrap: 'normal',
    '@media (max-width: 640px)': { fontSize: '11px', fontWeight: tokens.fontWeightRegular, padding: 0 },
  },
  rails: { position: 'absolute', top: '30px', bottom: 0, left: 'var(--time)', right: 'var(--status)', pointerEvents: 'none' },
  rail: { position: 'absolute', top: 0, bottom: 0, width: 0, borderLeft: `1px dashed ${tokens.colorNeutralStroke1}` },
  middle: { borderLeft: `2px solid ${tokens.colorBrandStroke2}` },
  rungs: { position: 'relative', listStyleType: 'none', margin: 0, padding: 0 },
});

type LadderProps = {
  readonly messages: readonly LadderMessage[];
  readonly rails: readonly Rail[];
  readonly startMs: number;
  readonly opened: number | undefined;
};

/** Drawn again only when its messages change: what else changes around it, each second even, is none of its business. */
export const Ladder: NamedExoticComponent<LadderProps> = memo(function Ladder({
  messages,
  rails,
  startMs,
  opened,
}: LadderProps): ReactElement {
  const styles = useStyles();
  const list = useRef<HTMLUListElement>(null);
  const [current, setCurrent] = useState(opened);
  useStickToEnd(messages.length);
  // Stays the same function, so that rungs that did not change are not drawn again.
  const toggle = useCallback((order: number, isOpen: boolean) => {
    setCurrent(order);
    openRung(isOpen ? undefined : order);
  }, []);

  // A link to a moment shows it.
  useEffect(() => {
    if (opened !== undefined) list.current?.querySelector(`[data-order="${String(opened)}"]`)?.scrollIntoView({ block: 'nearest' });
    // Only for the address one came by.
  }, []);

  const railIds = rails.map(({ id }) => id).join('\n');
  const reachable = messages.some(({ order }) => order === current) ? current : messages[0]?.order;
  const move = (event: KeyboardEvent): void => {
    if (!(event.target instanceof HTMLElement) || event.target.dataset['order'] === undefined) return;
    const at = messages.findIndex(({ order }) => order === reachable);
    const steps: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: messages.length - 1 };
    const next = messages[steps[event.key] ?? -1];
    if (next === undefined) return;
    event.preventDefault();
    setCurrent(next.order);
    list.current?.querySelector<HTMLElement>(`[data-order="${String(next.order)}"]`)?.focus();
  };

  return (
    <div className={styles.ladder}>
      <div className={styles.head} aria-hidden>
        {rails.map(({ id, name }) => (
          <span key={id} className={styles.name} title={name}>
            {name}
          </span>
        ))}
      </div>
      <div className={styles.rails} aria-hidden>
        {rails.map(({ id, kind }, index) => (
          <span
            key={id}
            className={mergeClasses(styles.rail, kind === 'switchboard' && styles.middle)}
            style={{ left: `${String(middleOf(index, rails.length))}%` }}
          />
        ))}
      </div>
      <ul ref={list} className={styles.rungs} aria-label="Messages, oldest first; up and down moves, Enter opens" onKeyDown={move}>
        {messages.map((message) => (
          <Rung
            key={message.order}
            message={message}
            railIds={railIds}
            startMs={startMs}
            isOpen={message.order === opened}
            isReachable={message.order === reachable}
            onToggle={toggle}
          />
        ))}
      </ul>
    </div>
  );
});
