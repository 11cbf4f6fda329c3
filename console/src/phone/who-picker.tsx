/** The first question of a phone or a meeting: who sits here. */
import { makeStyles, shorthands, Spinner, tokens } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { Face } from '../app/face.tsx';
import { Empty, PageHead } from '../app/section.tsx';
import { TroubleBar } from '../app/trouble-bar.tsx';
import { useConsole, useHouse } from '../live/console-context.tsx';
import { usePhoneView } from './use-lines.ts';

const useStyles = makeStyles({
  cards: {
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    display: 'grid',
    gap: '12px',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 190px), 1fr))',
    maxWidth: '880px',
  },
  card: {
    width: '100%',
    height: '100%',
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    rowGap: '4px',
    padding: '22px 12px 18px',
    cursor: 'pointer',
    fontFamily: 'inherit',
    color: tokens.colorNeutralForeground1,
    backgroundColor: tokens.colorNeutralBackground1,
    ...shorthands.border('1px', 'solid', tokens.colorNeutralStroke1),
    borderRadius: tokens.borderRadiusXLarge,
    boxShadow: tokens.shadow2,
    ':hover': {
      backgroundColor: tokens.colorNeutralBackground1Hover,
      boxShadow: tokens.shadow8,
      '@media (forced-colors: active)': { backgroundColor: 'Canvas', outline: '2px solid Highlight' },
    },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '2px' },
    '@media (max-width: 480px)': { flexDirection: 'row', columnGap: '14px', padding: '12px 16px', textAlign: 'left' },
  },
  trouble: { marginBottom: '12px', maxWidth: '880px', ':empty': { display: 'none' } },
  words: { display: 'flex', flexDirection: 'column', rowGap: '2px' },
  name: { fontSize: tokens.fontSizeBase400, fontWeight: tokens.fontWeightSemibold, marginTop: '6px' },
  detail: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
});

type WhoPickerProps = {
  readonly question: string;
  /** After the person was signed in here: shows it in the address. */
  readonly onPick: (userId: string) => void;
};

export function WhoPicker({ question, onPick }: WhoPickerProps): ReactElement {
  const styles = useStyles();
  const { session } = useConsole();
  const trouble = usePhoneView((view) => view.trouble);
  const people = useHouse((house) => house.home?.people);
  const pick = (userId: string): void => {
    void session.signIn(userId);
    onPick(userId);
  };
  return (
    <>
      <PageHead title={question}>
        Pick a person; there is no password on this machine. To be two people, open a second window and pick another.
      </PageHead>
      <div className={styles.trouble} role="alert">
        {trouble !== undefined && (
          <TroubleBar message={trouble.message} remedy={trouble.remedy} onDismiss={() => session.dismiss('trouble')} />
        )}
      </div>
      {people === undefined && <Spinner label="Asking Rollcall who is here…" />}
      {people?.length === 0 && <Empty>There is nobody to be. Add people to Rollcall’s configuration and start it again.</Empty>}
      <ul className={styles.cards}>
        {people?.map(({ userId, name, number, pages }) => (
          <li key={userId}>
            <button type="button" data-testid={`person-${userId}`} className={styles.card} onClick={() => pick(userId)}>
              <Face name={name} kind="person" size={64} />
              <span className={styles.words}>
                <span className={styles.name}>{name}</span>
                <span className={styles.detail}>
                  Number {number}
                  {pages > 0 && ' · open elsewhere'}
                </span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
