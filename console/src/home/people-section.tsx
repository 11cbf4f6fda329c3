/** The people: number, whether a phone is open for them, and a way to be or to call them. */
import { makeStyles, tokens } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import type { Person } from '../../../src/wire/live/page-event.ts';
import { Face } from '../app/face.tsx';
import { Go } from '../app/navigate.tsx';
import { phoneHref } from '../app/route.ts';
import { Empty, Section } from '../app/section.tsx';
import { count } from '../app/words.ts';

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0 },
  row: { display: 'flex', alignItems: 'center', columnGap: '12px', padding: '5px 0', minWidth: 0 },
  words: { flexGrow: 1, minWidth: 0 },
  name: { margin: 0, fontWeight: tokens.fontWeightSemibold },
  detail: { margin: 0, color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200, fontWeight: tokens.fontWeightRegular },
  link: { color: tokens.colorBrandForegroundLink, fontSize: tokens.fontSizeBase200, whiteSpace: 'nowrap' },
});

export function PeopleSection({ people }: { readonly people: readonly Person[] }): ReactElement {
  const styles = useStyles();
  return (
    <Section title="People">
      {people.length === 0 ? (
        <Empty>Nobody is known here. Add people to Rollcall’s configuration and start it again.</Empty>
      ) : (
        <ul className={styles.list}>
          {people.map((person) => (
            <li key={person.userId} className={styles.row}>
              <Face name={person.name} kind="person" size={32} />
              <div className={styles.words}>
                <p className={styles.name}>
                  {person.name} <span className={styles.detail}>{person.number}</span>
                </p>
                <p className={styles.detail}>{stateOf(person)}</p>
              </div>
              <Go className={styles.link} href={phoneHref({ as: person.userId })} label={`Open phone of ${person.name}`}>
                Open phone
              </Go>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function stateOf({ pages, isInCall }: Person): string {
  if (isInCall) return 'In a call';
  if (pages === 0) return 'No phone open';
  return pages === 1 ? 'Phone open' : `Phone open in ${count(pages, 'window')}`;
}
