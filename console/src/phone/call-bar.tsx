/** On pages other than the phone: the call that rings or is up, so that nobody misses it there. In a meeting's own page only what rings. */
import { makeStyles, shorthands, tokens } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { Go } from '../app/navigate.tsx';
import { meetHrefOf } from '../app/route.ts';
import { IncomingCard } from './incoming-card.tsx';
import { RecordedNotice } from './line-notices.tsx';
import { stateWords, titleOf } from './line-words.ts';
import { useLines, usePhoneView } from './use-lines.ts';

const useStyles = makeStyles({
  stack: { display: 'grid', rowGap: '8px', padding: '10px 12px 0' },
  up: {
    display: 'flex',
    flexWrap: 'wrap',
    columnGap: '12px',
    padding: '8px 14px',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground1,
    ...shorthands.border('1px', 'solid', tokens.colorBrandStroke1),
  },
  link: { marginLeft: 'auto', color: tokens.colorBrandForegroundLink },
});

export function CallBar({ isRingingOnly }: { readonly isRingingOnly: boolean }): ReactElement | null {
  const styles = useStyles();
  const { active: up, ringing } = useLines();
  const active = isRingingOnly ? undefined : up;
  const sound = usePhoneView((view) => (active === undefined ? undefined : view.sounds.get(active.legId)?.sound));
  if (active === undefined && ringing.length === 0) return null;
  return (
    <section aria-label="Your calls" className={styles.stack}>
      {ringing.map((line) => (
        <IncomingCard key={line.legId} line={line} isBusy={up !== undefined} isOnPhone={false} />
      ))}
      {active !== undefined && <RecordedNotice line={active} />}
      {active !== undefined && (
        <div className={styles.up}>
          <span role="status">
            {titleOf(active)} · {stateWords(active, sound)}
          </span>
          <Go href={active.group === undefined ? '/phone' : meetHrefOf(active)} className={styles.link}>
            {active.group?.isMeeting === true ? 'Back to the meeting' : 'Back to the call'}
          </Go>
        </div>
      )}
    </section>
  );
}
