/** People and bots, each called by one click. */
import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { CallRegular } from '@fluentui/react-icons/svg/call';
import type { ReactElement } from 'react';
import type { BotState, Person } from '../../../src/wire/live/page-event.ts';
import { Face } from '../app/face.tsx';
import { Empty, Section } from '../app/section.tsx';
import { useConsole, useHouse } from '../live/console-context.tsx';
import { useLines, useMyPhone, usePhoneView } from './use-lines.ts';

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0, display: 'grid', gap: '2px' },
  row: { display: 'flex', alignItems: 'center', columnGap: '12px', padding: '6px 0', minWidth: 0 },
  words: { flexGrow: 1, minWidth: 0 },
  call: { flexShrink: 0, '@media (max-width: 480px)': { minWidth: 'auto' } },
  name: { margin: 0, fontWeight: tokens.fontWeightSemibold },
  number: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200, fontWeight: tokens.fontWeightRegular },
  says: {
    margin: 0,
    display: '-webkit-box',
    WebkitBoxOrient: 'vertical',
    WebkitLineClamp: 2,
    overflow: 'hidden',
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase200,
  },
});

export function Contacts(): ReactElement {
  const styles = useStyles();
  const home = useHouse((house) => house.home);
  const me = useMyPhone()?.me.userId;
  const bots = (home?.bots ?? []).filter(({ number }) => number !== '');
  const people = (home?.people ?? []).filter(({ userId }) => userId !== me);
  return (
    <Section title="People and bots">
      {bots.length + people.length === 0 ? (
        <Empty>Nobody to call yet. Bots and people appear here as soon as Rollcall knows them.</Empty>
      ) : (
        <ul className={styles.list}>
          {bots.map((bot) => (
            <Contact key={bot.appId} name={bot.name} number={bot.number} kind="bot" says={botSays(bot)} />
          ))}
          {people.map((person) => (
            <Contact key={person.userId} name={person.name} number={person.number} kind="person" says={personSays(person)} />
          ))}
        </ul>
      )}
    </Section>
  );
}

function botSays({ says, health, lastError }: BotState): string {
  return health === 'failing' ? `Failing: ${lastError ?? 'it did not answer its last call'}` : says;
}

function personSays({ pages, isInCall }: Person): string {
  if (isInCall) return 'In a call';
  return pages > 0 ? 'Phone open' : 'No phone open';
}

type ContactProps = { readonly name: string; readonly number: string; readonly kind: 'person' | 'bot'; readonly says: string };

function Contact({ name, number, kind, says }: ContactProps): ReactElement {
  const styles = useStyles();
  const { session } = useConsole();
  const { active } = useLines();
  const isBusy = usePhoneView((view) => view.attempt !== undefined) || active !== undefined;
  return (
    <li className={styles.row}>
      <Face name={name} kind={kind} size={36} />
      <div className={styles.words}>
        <p className={styles.name}>
          {name} <span className={styles.number}>{number}</span>
        </p>
        <p className={styles.says} title={says}>
          {says}
        </p>
      </div>
      <Button
        className={styles.call}
        aria-label={`Call ${name}, ${number}`}
        data-testid={`contact-${number}`}
        icon={<CallRegular />}
        disabledFocusable={isBusy}
        onClick={() => void session.dial(number)}
      >
        Call
      </Button>
    </li>
  );
}
