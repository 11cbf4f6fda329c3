/** Who may see it: who was in it, and those with whom it is shared. */
import { Button, makeStyles, Select, tokens } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss';
import { useState, type FormEvent, type ReactElement } from 'react';
import type { RecordingDetail } from '../../../../src/wire/live/library.ts';
import { Face } from '../../app/face.tsx';
import { Section } from '../../app/section.tsx';
import { TroubleBar } from '../../app/trouble-bar.tsx';
import { useHouse } from '../../live/console-context.tsx';
import type { Doing } from '../use-kept.ts';

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0, maxHeight: '300px', overflowY: 'auto' },
  person: { display: 'flex', alignItems: 'center', columnGap: '10px', padding: '4px 0', minWidth: 0 },
  name: { flexGrow: 1, minWidth: 0, overflowWrap: 'anywhere' },
  detail: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
  form: { display: 'flex', gap: '8px', marginTop: '10px' },
  who: { flexGrow: 1, minWidth: 0 },
});

type Shown = { readonly id: string; readonly name: string; readonly as: string; readonly isGranted: boolean };

export function Sharing({ detail, doing }: { readonly detail: RecordingDetail; readonly doing: Doing }): ReactElement {
  const styles = useStyles();
  const { organizer, people, grants, may } = detail;
  const house = useHouse(({ home }) => home?.people);
  const [chosen, setChosen] = useState('');
  const shown = new Map<string, Shown>();
  if (organizer !== undefined) shown.set(organizer.id, { ...organizer, as: 'Organizer', isGranted: false });
  for (const person of people) if (!shown.has(person.id)) shown.set(person.id, { ...person, as: 'Recorded', isGranted: false });
  for (const person of grants) if (!shown.has(person.id)) shown.set(person.id, { ...person, as: 'Shared with', isGranted: true });
  const others = (house ?? []).filter(({ userId }) => !shown.has(userId));
  const mayGrant = may.includes('grant');
  const picked = others.find(({ userId }) => userId === chosen);
  const share = (event: FormEvent): void => {
    event.preventDefault();
    if (picked === undefined) return;
    setChosen('');
    void doing.run({ kind: 'grant', id: picked.userId, name: picked.name });
  };
  return (
    <Section title="Who may see it">
      <div role="alert">
        {doing.trouble !== undefined && <TroubleBar message="That did not work." remedy={doing.trouble} onDismiss={doing.dismiss} />}
      </div>
      <ul className={styles.list} tabIndex={shown.size > 8 ? 0 : undefined} aria-label="Who may see it">
        {[...shown.values()].map(({ id, name, as, isGranted }) => (
          <li key={id} className={styles.person} data-testid="may-see">
            <Face name={name} kind="person" size={28} />
            <span className={styles.name}>
              {name} <span className={styles.detail}>· {as}</span>
            </span>
            {isGranted && mayGrant && (
              <Button
                size="small"
                appearance="subtle"
                icon={<DismissRegular />}
                aria-label={`Do not share with ${name} any more`}
                disabledFocusable={doing.isBusy}
                onClick={() => void doing.run({ kind: 'revoke', id })}
              />
            )}
          </li>
        ))}
      </ul>
      {mayGrant && others.length > 0 && (
        <form className={styles.form} onSubmit={share}>
          <Select
            className={styles.who}
            aria-label="Share with"
            data-testid="share-with"
            value={chosen}
            onChange={(_, { value }) => setChosen(value)}
          >
            <option value="">Share with…</option>
            {others.map(({ userId, name }) => (
              <option key={userId} value={userId}>
                {name}
              </option>
            ))}
          </Select>
          <Button type="submit" data-testid="share" disabledFocusable={picked === undefined || doing.isBusy}>
            Share
          </Button>
        </form>
      )}
    </Section>
  );
}
