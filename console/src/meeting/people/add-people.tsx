/** A search for whom to ring into the meeting: people and bots of the house, or any number. */
import { Button, Input, makeStyles, tokens } from '@fluentui/react-components';
import { CallRegular } from '@fluentui/react-icons/svg/call';
import { SearchRegular } from '@fluentui/react-icons/svg/search';
import { useState, type ReactElement } from 'react';
import type { Party } from '../../../../src/wire/live/page-event.ts';
import { Face } from '../../app/face.tsx';
import { useHouse } from '../../live/console-context.tsx';
import { useMeeting, useMeetingView } from '../use-meeting.ts';
import { candidatesOf, looseNumber } from './candidates.ts';
import { useRowStyles } from './row-styles.ts';

const useStyles = makeStyles({
  all: { display: 'grid', rowGap: '4px' },
  list: { listStyleType: 'none', margin: 0, padding: 0 },
  none: { margin: '4px 0', color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
});

export function AddPeople(): ReactElement {
  const styles = useStyles();
  const home = useHouse((house) => house.home);
  const participants = useMeetingView((view) => view.participants);
  const waiting = useMeetingView((view) => view.waiting);
  const ringing = useMeetingView((view) => view.ringing);
  const [typed, setTyped] = useState('');
  const [isOpen, setOpen] = useState(false);
  const there = new Set([...participants, ...waiting, ...ringing].map(({ party }) => party.number));
  const found = candidatesOf(home, there, typed);
  const loose = looseNumber(found, there, typed);
  const isShown = isOpen || typed !== '';
  const done = (): void => {
    setTyped('');
    setOpen(false);
  };
  return (
    <section aria-label="Ring somebody into the meeting" className={styles.all}>
      <Input
        aria-label="Name or number to ring"
        placeholder="Ring somebody: name or number"
        contentBefore={<SearchRegular />}
        data-testid="invite-search"
        autoComplete="off"
        value={typed}
        onFocus={() => setOpen(true)}
        onChange={(_, { value }) => setTyped(value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || !isShown) return;
          event.preventDefault();
          done();
        }}
      />
      {isShown && (
        <ul className={styles.list} data-testid="invite-found">
          {found.map((one) => (
            <Candidate key={`${one.kind} ${one.number}`} party={one} onDone={done} />
          ))}
          {loose !== undefined && <Candidate party={{ name: loose, number: loose, kind: 'person' }} onDone={done} />}
        </ul>
      )}
      {isShown && found.length === 0 && loose === undefined && (
        <p role="status" className={styles.none}>
          {typed === '' ? 'Everybody whom Rollcall knows is here already.' : 'Nobody is called that. A number can be typed as well.'}
        </p>
      )}
    </section>
  );
}

function Candidate({ party, onDone }: { readonly party: Party; readonly onDone: () => void }): ReactElement {
  const styles = useRowStyles();
  const meeting = useMeeting();
  const { name, number, kind } = party;
  const ring = (): void => {
    void meeting.invite(number);
    onDone();
  };
  return (
    <li className={styles.row}>
      <Face name={name} kind={kind} size={28} />
      <div className={styles.words}>
        <p className={styles.name} title={name}>
          {name}
        </p>
        {name !== number && <p className={styles.detail}>{number}</p>}
      </div>
      <Button size="small" icon={<CallRegular />} aria-label={`Ring ${name}`} data-testid={`invite-${number}`} onClick={ring}>
        Ring
      </Button>
    </li>
  );
}
