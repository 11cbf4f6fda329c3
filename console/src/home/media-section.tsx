/** Whether sound can be carried, and what to do if not. */
import { Badge, makeStyles, tokens } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import type { Home } from '../../../src/wire/live/page-event.ts';
import { Section } from '../app/section.tsx';
import { TroubleBar } from '../app/trouble-bar.tsx';
import { count } from '../app/words.ts';

const useStyles = makeStyles({ words: { margin: 0, color: tokens.colorNeutralForeground2 } });

export function MediaSection({ media }: { readonly media: Home['media'] }): ReactElement {
  const styles = useStyles();
  const { isUp, processes, rooms, legs, remedy } = media;
  return (
    <Section
      title="Sound"
      aside={
        <Badge appearance="tint" color={isUp ? 'success' : 'danger'}>
          {isUp ? 'Up' : 'Down'}
        </Badge>
      }
    >
      {isUp ? (
        <p className={styles.words}>
          {count(processes, 'media engine')} running
          {rooms === 0 ? '; no call is up.' : `, carrying ${count(rooms, 'call')} with ${count(legs, 'connection')}.`}
          {remedy !== undefined && ` ${remedy}`}
        </p>
      ) : (
        <TroubleBar
          message="Calls have no sound just now."
          remedy={remedy ?? 'The media engine is started again by itself; if it stays so, look at the terminal where Rollcall runs.'}
        />
      )}
    </Section>
  );
}
